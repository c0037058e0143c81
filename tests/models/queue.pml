/*
 * The queue, as docs/protocols.md tells it. Plain reads: each record is given to the program once, or is lost with one who died
 * after it had moved Next; one for each death at most. Leases: each record is given until somebody says that it is done, again only
 * with the mark of a redelivery, and never to two at a time. The writer overwrites nothing that somebody has, or that nobody has
 * had. In the end nothing waits to be read, and every hand is free or that of a reader who lives.
 *
 * A record is its number in the lane here; what the ring holds is in lane.pml. State is one word: what it is, the owner, and the
 * version, of which the model keeps what matters: who looked since the last intent; so it is with the count of Orphans. Who reads State
 * and then other words of a hand does so in two steps. Every word is stored with release and loaded with acquire, and who relies
 * on one word while it changes another changes it by a compare and exchange: the sequentially consistent memory of this model is
 * right for them. A ring is one step, and nobody sleeps in the kernel: the rest of bells is in bell.pml, ReadersWait in lane.pml.
 *
 * Readers are killed between any two of their steps. The watchers are threads of bystanders; one of them is killed only while
 * it recovers, another begins again. A stopped reader is never heard of again; it keeps what it has, and that only.
 *
 * BROKEN=1 leaves out step 4 of a claim            9 the version does not grow
 *        2 the intent after Head                  10 helps whatever the intent is for
 *        3 recovery reads State, then Head        11 (LANES=2) helps an intent for another lane
 *        4 the bound reads the hands, then Head   12 the bound does not look at intents
 *        5 gives, then moves Next                 13 recovery turns Orphans on before there are any
 *        6 (LEASE) recovery frees a lease         14 recovery takes every intent for a claim
 *        7 Orphans off whatever it has become     15 (BELLS) Orphans off before the search, on again by who leaves some
 *        8 adopts by a store                      16 (STOPS) the same, and rings the next
 *       18 (ONLY) a new reader before recovery   17 (LEASE=2) done with one of several frees them all
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef LEASE
#define LEASE 0             /* 0: plain reads, 1: leases, 2: either, by each claim */
#endif
#ifndef READERS
#define READERS 2
#endif
#ifndef HANDS
#define HANDS READERS
#endif
#ifndef LANES
#define LANES 1
#endif
#ifndef RECORDS
#define RECORDS 3           /* in each lane */
#endif
#ifndef RUN
#define RUN 2               /* records claimed at once, at most; leases: one */
#endif
#ifndef ROOM
#define ROOM 0              /* so many records fit into the first lane, which has a writer; 0: all are published from the start */
#endif
#ifndef TRIES
#define TRIES 1             /* so many looks at the bound while there is no room */
#endif
#ifndef WATCHERS
#define WATCHERS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef JOINS
#define JOINS 0             /* so many that died are followed by another in the same slot */
#endif
#ifndef STOPS
#define STOPS 0             /* so many readers stop at any step, and live on */
#endif
#ifndef ONLY
#define ONLY 0              /* one reader at a time: claims by stores, plain reads one by one */
#endif
#ifndef FINE
#define FINE 0              /* step 1 to 3 of a claim in more steps, and what it reads may be overwritten and make no sense */
#endif
#ifndef BELLS
#define BELLS 0             /* readers wait by bells; otherwise they just go on when there is something */
#endif
#ifndef QUITS
#define QUITS BELLS         /* so many readers may read no more, and live on */
#endif
#ifndef BACKS
#define BACKS 1             /* so many leases are given back */
#endif

/* State */
#define Free 0
#define Idle 1
#define Intent 2
#define Held 3
#define Orphan 4

byte head[LANES], by[LANES];            /* Head: position, and hand + 1 */
byte published[LANES];
byte state[HANDS], owner[HANDS], lane[HANDS], start[HANDS], end[HANDS], next[HANDS];
bool leased[HANDS];                     /* a lease; a part of State */
byte seen[HANDS];                       /* bit n: there was no intent since n looked */
#if ONLY
byte only;                              /* slot + 1 of the only reader */
byte upto[HANDS];                       /* what is so: it claimed the records from Start to here, one by one */
#endif
bool orphans;
byte unchanged;                         /* bit n: nobody turned Orphans on since n looked: its count */

/* A slot. */
#define Live 1
#define Dead 2
#define Stopped 3
byte slot[READERS] = Live;              /* or Free */
byte lock[READERS];                     /* watcher + 1 */
bool killed[WATCHERS];
byte deaths, stops, joins = JOINS, backs = BACKS;

#if BELLS
/* A bell. Waits and Sleeps are one here; who reads no more is Silent for good. */
#define Silent 0
#define Waits 1
#define Rung 2
byte bell[READERS];
byte quits = QUITS;
bool quit[READERS];
#define QUIT(n) quit[n]
#define RESET waits = false
#else
#define QUIT(n) false
#define RESET skip
#endif

/* What is so. */
#define New 0
#define Claimed 1
#define Given 2
#define Leased 3
#define Returned 4                      /* a lease whose owner died or gave it back */
#define Over 5
byte record[LANES * RECORDS];
byte died, lost;

#define of(l, p) record[(l) * RECORDS + (p)]
#if LANES == 1
#define SOMETHING (orphans || head[0] < published[0])
#else
#define SOMETHING (orphans || head[0] < published[0] || head[1] < published[1])
#endif

#if LEASE == 0
#define CHOOSE skip
#elif LEASE == 1
#define CHOOSE lease = true
#else
#define CHOOSE if :: lease = true :: skip fi
#endif
#define ADOPT state[i] = Held; leased[i] = false; owner[i] = me; x = i + 1; i = 0; adopted = true; CHOOSE
/* Who adopts knows that the record may have been another's. */
#define MAY_HAVE(r) (r == Claimed || r == Returned && adopted)
#define TAKE_HAND(n) atomic { !mine && SOMETHING && state[n] == Free -> \
    mine = n + 1; state[n] = Idle; owner[n] = me; goto look }

#if BELLS
/* Rings the next that waits. */
inline ring_next() {
    atomic {
        if
        :: bell[0] == Waits -> bell[0] = Rung
        :: bell[1] == Waits -> bell[1] = Rung
#if READERS > 2
        :: bell[2] == Waits -> bell[2] = Rung
#endif
        :: else
        fi
    }
}

/* Leaves its bell. */
inline leave() {
    if
    :: !waits
    :: atomic { waits && bell[me] == Waits -> bell[me] = Silent; waits = false }
    :: atomic { waits && bell[me] == Rung -> bell[me] = Silent; waits = false };
        if
        :: SOMETHING -> ring_next()
        :: !SOMETHING
        fi
    fi
}
#endif

/* mine, x: hand + 1; mine is the one for its next claim, x the one that it takes from. */
proctype Reader(byte me, mine) {
    byte l, h, b, e, i, x;
    bool lease, adopted;
#if BELLS
    bool waits;
#endif
#if JOINS
join:
#endif
    {
        skip;
#if ONLY
    end_only:
        atomic { only == 0 -> only = me + 1 };
#endif
    look:
#if !BELLS
    end_wait:
#endif
        if
#if BELLS
        :: atomic { !SOMETHING && !waits -> waits = true; bell[me] = Waits; goto look }
        :: atomic { !SOMETHING && waits };
    end_wait:
            atomic { bell[me] == Rung -> bell[me] = Waits; goto look }
        :: atomic { quits > 0 && !waits -> quits--; quit[me] = true };
    end_quit:
            false
#endif
        :: atomic { orphans -> i = 0; unchanged = unchanged | (1 << me) }; goto adopt
        /* A hand that is free, if it has none. */
        :: TAKE_HAND(0)
        :: TAKE_HAND(1)
#if HANDS > 2
        :: TAKE_HAND(2)
#endif
        /* Claim 1 and 2 */
        :: atomic { mine && head[0] < published[0] -> l = 0 }
#if LANES > 1
        :: atomic { mine && head[1] < published[1] -> l = 1 }
#endif
        fi;
#if FINE
        atomic { h = head[l]; b = by[l] };
#endif
        atomic {
#if !FINE
            h = head[l]; b = by[l];
#endif
            CHOOSE;
            if
#if FINE
            :: h != head[l] -> e = h + 1
            :: h != head[l] -> e = h + 2
            :: h != head[l] -> e = h + 3
#endif
            :: h < published[l] -> e = h + 1
            :: h + 1 < published[l] && RUN > 1 && !lease -> e = h + 2
            :: h == published[l] -> l = 0; h = 0; b = 0; lease = false; goto look
            fi
        };
#if ONLY && LEASE != 1
        if
        :: lease
        :: atomic { !lease -> e = h };
            atomic { lane[mine - 1] = l; start[mine - 1] = h; next[mine - 1] = h; end[mine - 1] = h; upto[mine - 1] = h };
            atomic { state[mine - 1] = Held; leased[mine - 1] = false; seen[mine - 1] = 0 };
            do
            :: atomic { e < published[l] ->
                    assert(of(l, e) == New);
                    of(l, e) = Claimed;
                    e++;
                    head[l] = e; by[l] = mine; upto[mine - 1] = e
                };
                atomic { assert(of(l, e - 1) == Claimed); of(l, e - 1) = Given }
            :: atomic { e > h ->
                    for (i : h .. e - 1) {
                        of(l, i) = Over
                    }
                    state[mine - 1] = Idle;
                    l = 0; h = 0; b = 0; e = 0; i = 0;
                    goto look
                }
            od
        fi;
#endif
        /* 3 */
#if ONLY
        upto[mine - 1] = 0;
#endif
#if FINE
        end[mine - 1] = e;
        atomic { start[mine - 1] = h; next[mine - 1] = h };
        lane[mine - 1] = l;
#else
        atomic { lane[mine - 1] = l; start[mine - 1] = h; next[mine - 1] = h; end[mine - 1] = e };
#endif
#if BROKEN != 2
        atomic { state[mine - 1] = Intent; leased[mine - 1] = lease; seen[mine - 1] = 0 };
#endif
        /* 4 */
#if BROKEN != 1
        if
        :: b == 0 || b == mine -> goto take_head
        :: atomic { b != 0 && b != mine && state[b - 1] != Intent -> goto take_head }
        :: atomic { b != 0 && b != mine && state[b - 1] == Intent -> seen[b - 1] = seen[b - 1] | (1 << me) }
        fi;
#if BROKEN == 10
        skip;
#elif BROKEN == 11
        if
        :: end[b - 1] == h
        :: end[b - 1] != h -> goto take_head
        fi;
#else
        if
        :: end[b - 1] == h && lane[b - 1] == l
        :: end[b - 1] != h || lane[b - 1] != l -> goto take_head
        fi;
#endif
        if
        :: head[l] == h && by[l] == b
        :: head[l] != h || by[l] != b -> goto take_head
        fi;
#if BROKEN == 9
        atomic {
            if
            :: state[b - 1] == Intent -> state[b - 1] = Held
            :: else
            fi
        };
#else
        atomic {
            if
            :: state[b - 1] == Intent && (seen[b - 1] & (1 << me)) -> state[b - 1] = Held
            :: else
            fi
        };
#endif
    take_head:
#endif
        /* 5 */
        if
#if ONLY
#define UNCHANGED true
#else
#define UNCHANGED (head[l] == h && by[l] == b)
#endif
        :: atomic { UNCHANGED ->
                head[l] = e; by[l] = mine;
                for (i : h .. e - 1) {
                    assert(of(l, i) == New);
                    of(l, i) = Claimed
                }
                l = 0; h = 0; b = 0; e = 0; i = 0
            }
        :: atomic { !UNCHANGED -> l = 0; h = 0; b = 0; e = 0; lease = false };
            state[mine - 1] = Idle;
            goto look
        fi;
#if BROKEN == 2
        atomic { state[mine - 1] = Intent; leased[mine - 1] = lease; seen[mine - 1] = 0 };
#endif
        /* 6 */
        atomic {
            state[mine - 1] = Held;
            x = mine;
            if
            :: lease -> mine = 0
            :: else
            fi
        };
        goto take;

    adopt:
#if BROKEN == 15 || BROKEN == 16
        orphans = false;
#endif
        do
        :: atomic { i == HANDS -> i = 0;
#if BROKEN == 7
                orphans = false;
#elif BROKEN != 15 && BROKEN != 16
                if
                :: unchanged & (1 << me) -> orphans = false
                :: else
                fi;
#endif
                goto look
            }
        :: atomic { i < HANDS && state[i] != Orphan -> i++ }
#if BROKEN == 8
        :: atomic { i < HANDS && state[i] == Orphan };
            atomic { ADOPT; break }
#else
        :: atomic { i < HANDS && state[i] == Orphan -> ADOPT; break }
#endif
        od;
#if BROKEN == 15 || BROKEN == 16
        do
        :: atomic { i == HANDS -> i = 0; break }
        :: atomic { i < HANDS && state[i] != Orphan -> i++ }
        :: atomic { i < HANDS && state[i] == Orphan -> i = 0; orphans = true };
#if BELLS && BROKEN == 16
            ring_next();
#endif
            break
        od;
#endif

    take:
#if BELLS
        leave();
#endif
#if LEASE
        if
        :: atomic { !lease -> goto several }
        :: atomic { lease && adopted };
            leased[x - 1] = true
        :: lease && !adopted
        fi;
        next[x - 1]++;
        atomic {
            assert(next[x - 1] == start[x - 1] + 1);
            assert(MAY_HAVE(of(lane[x - 1], start[x - 1])));
            of(lane[x - 1], start[x - 1]) = Leased;
            lease = false; adopted = false
        };
        if
        :: atomic { next[x - 1] == end[x - 1] ->
                assert(of(lane[x - 1], start[x - 1]) == Leased);
                of(lane[x - 1], start[x - 1]) = Over; state[x - 1] = Free; x = 0
            };
            goto look
        /* Done with one of several that a plain reader had left. */
        :: atomic { next[x - 1] != end[x - 1] ->
                assert(of(lane[x - 1], start[x - 1]) == Leased);
#if BROKEN == 17
                of(lane[x - 1], start[x - 1]) = Over; state[x - 1] = Free; x = 0; goto look
            }
#else
                of(lane[x - 1], start[x - 1]) = Over; start[x - 1] = next[x - 1]
            }
#endif
        :: atomic { backs > 0 -> backs--; next[x - 1] = start[x - 1] }
        fi;
        atomic {
            if
            :: of(lane[x - 1], start[x - 1]) == Leased -> of(lane[x - 1], start[x - 1]) = Returned
            :: else
            fi;
            state[x - 1] = Orphan;
            x = 0
        };
        atomic { orphans = true; unchanged = 0 };
#if BELLS
        ring_next();
#endif
        goto look;
    several:
#endif
        do
        :: next[x - 1] != end[x - 1] ->
#if BROKEN == 5
            atomic {
                assert(MAY_HAVE(of(lane[x - 1], next[x - 1])));
                of(lane[x - 1], next[x - 1]) = Given
            };
            next[x - 1]++
#else
            next[x - 1]++;
            atomic {
                assert(MAY_HAVE(of(lane[x - 1], next[x - 1] - 1)));
                of(lane[x - 1], next[x - 1] - 1) = Given
            }
#endif
        :: atomic { next[x - 1] == end[x - 1] ->
                for (i : start[x - 1] .. end[x - 1] - 1) {
                    assert(of(lane[x - 1], i) == Given);
                    of(lane[x - 1], i) = Over
                }
                if
                :: x == mine -> state[x - 1] = Idle
                :: else -> state[x - 1] = Free
                fi;
                i = 0; x = 0; adopted = false;
                break
            }
        od;
        goto look
    } unless { atomic { slot[me] != Live -> l = 0; h = 0; b = 0; e = 0; i = 0; mine = 0; x = 0; lease = false; adopted = false; RESET } };
#if JOINS
end_join:
    atomic { slot[me] == Free && joins > 0 -> joins--; slot[me] = Live; goto join }
#endif
}

#if ROOM
#define IN_WAY(n) (n < HANDS && lane[n] == 0 && start[n] + ROOM <= p && (state[n] == Held || state[n] == Orphan || \
    state[n] == Intent && end[n] == head[0] && by[0] == n + 1))
#define HAS_ROOM (p < head[0] + ROOM && !IN_WAY(0) && !IN_WAY(1) && !IN_WAY(2))

proctype Writer() {
    byte p, h, b, i, s, bound, tries = TRIES;
    bool must;                          /* this look must find that there is room */
end_room:
    do
    :: atomic { p == RECORDS -> break }
    :: atomic { p < RECORDS && p < bound + ROOM ->
            assert(p < ROOM || record[p - ROOM] == Over);
            published[0] = p + 1;
            p++
        }
#if BELLS
        ; ring_next()
#endif
    /* It is rung. */
    :: atomic { p < RECORDS && p >= bound + ROOM && HAS_ROOM -> must = true; goto look }
    :: atomic { p < RECORDS && p >= bound + ROOM && tries > 0 -> tries--; goto look }
    od;
    goto done;
look:
#if BROKEN == 4
    bound = RECORDS;
#else
    atomic { h = head[0]; b = by[0]; bound = h };
#endif
    do
    :: atomic { i == HANDS -> i = 0; break }
    :: atomic { i < HANDS && (state[i] == Free || state[i] == Idle) -> i++ }
    :: atomic { i < HANDS && state[i] != Free && state[i] != Idle -> s = state[i] };
        atomic {
            if
            :: lane[i] != 0
#if BROKEN == 4
            :: lane[i] == 0 && s == Intent && by[0] != i + 1
#elif BROKEN == 12
            :: lane[i] == 0 && s == Intent
#else
            :: lane[i] == 0 && s == Intent && (end[i] != h || b != i + 1)
#endif
            :: else ->
                if
                :: start[i] < bound -> bound = start[i]
                :: else
                fi
            fi;
            s = 0;
            i++
        }
    od;
#if BROKEN == 4
    atomic {
        if
        :: head[0] < bound -> bound = head[0]
        :: else
        fi
    };
#endif
    atomic { assert(!must || p < bound + ROOM); must = false; h = 0; b = 0; goto end_room };
done:
    skip
}
#endif

#define FIND(n) atomic { n < READERS && slot[n] == Dead && !lock[n] -> d = n; lock[n] = me + 1 }

proctype Watcher(byte me) {
    byte d, i, h, b, s;
end_find:
    if
    :: FIND(0)
    :: FIND(1)
#if READERS > 2
    :: FIND(2)
#endif
    fi;
    {
#if ONLY && BROKEN == 18
        atomic {
            if
            :: only == d + 1 -> only = 0
            :: else
            fi
        };
#endif
#if BROKEN == 13
        atomic { orphans = true; unchanged = 0 };
#endif
        do
        :: atomic { i == HANDS -> i = 0; break }
        :: atomic { i < HANDS && (owner[i] != d || state[i] == Free || state[i] == Orphan) -> i++ }
        :: atomic { i < HANDS && owner[i] == d && state[i] != Free && state[i] != Orphan ->
#if BROKEN == 3
                s = state[i]
            };
            atomic {
                h = head[lane[i]]; b = by[lane[i]];
#else
                h = head[lane[i]]; b = by[lane[i]]
            };
            atomic {
                s = state[i];
#endif
#if BROKEN != 14
                if
                :: s == Intent && (h != end[i] || b != i + 1) -> s = Idle
                :: else
                fi;
#endif
                h = 0; b = 0
            };
            if
            :: s == Idle
#if BROKEN == 6
            :: atomic { s != Idle && leased[i] -> s = Idle }
#else
            :: atomic { s != Idle && leased[i] -> next[i] = start[i] }
#endif
            :: atomic { s != Idle && !leased[i] ->
                    /* What the dead one took is over, had or not. */
                    b = next[i];
#if ONLY
                    if
                    :: upto[i] > b -> b = upto[i]
                    :: else
                    fi;
#endif
                    for (h : start[i] .. b) {
                        if
                        :: h < b && (of(lane[i], h) == Claimed || of(lane[i], h) == Returned) -> lost++; of(lane[i], h) = Over
                        :: h < b && of(lane[i], h) == Given -> of(lane[i], h) = Over
                        :: else
                        fi
                    }
                    h = 0; b = 0;
                    assert(lost <= died);
                    start[i] = next[i];
                    if
                    :: start[i] == end[i] -> s = Idle
                    :: else
                    fi
                }
            fi;
            atomic {
                if
                :: s == Idle -> state[i] = Free
                :: else -> state[i] = Orphan
                fi;
                s = 0; i++
            }
        od;
#if ONLY && BROKEN != 18
        atomic {
            if
            :: only == d + 1 -> only = 0
            :: else
            fi
        };
#endif
#if BROKEN != 13
        atomic { orphans = true; unchanged = 0 };
#endif
#if BELLS
        atomic {
            bell[d] = Silent;
            for (h : 0 .. READERS - 1) {
                if
                :: bell[h] == Waits -> bell[h] = Rung
                :: else
                fi
            }
            h = 0
        };
#endif
        atomic { slot[d] = Free; lock[d] = 0; d = 0 }
    } unless { atomic { killed[me] -> killed[me] = false; d = 0; i = 0; h = 0; b = 0; s = 0 } };
    goto end_find
}

#define KILL(n) atomic { n < READERS && deaths > 0 && (slot[n] == Live || slot[n] == Dead && lock[n]) -> kill(n) }

inline kill(n) {
    deaths--;
    if
    :: slot[n] == Live ->
        slot[n] = Dead;
        died++;
#if LEASE
        for (i : 0 .. HANDS - 1) {
            if
            :: state[i] == Held && owner[i] == n && of(lane[i], start[i]) == Leased -> of(lane[i], start[i]) = Returned
            :: else
            fi
        }
        i = 0
#endif
    :: slot[n] == Dead -> killed[lock[n] - 1] = true; lock[n] = 0
    fi
}

#define STOP(n) atomic { n < READERS && stops > 0 && slot[n] == Live -> stops--; slot[n] = Stopped }

proctype Killer() {
    byte i;
end_kill:
    do
    :: KILL(0)
    :: KILL(1)
    :: STOP(0)
    :: STOP(1)
#if READERS > 2
    :: KILL(2)
    :: STOP(2)
#endif
    od
}

/* A stopped reader keeps what it has. */
#define KEEPS(h, n) (h < HANDS && state[h] > Idle && slot[owner[h]] == Stopped && lane[h] == n / RECORDS && \
    start[h] <= n % RECORDS && n % RECORDS < end[h])

init {
    byte n;
    bool reads;
    atomic {
        select(deaths : 0 .. DEATHS);
        select(stops : 0 .. STOPS);
        for (n : 0 .. LANES - 1) {
            published[n] = RECORDS
        }
#if ROOM
        published[0] = 0;
#endif
        for (n : 0 .. READERS - 1) {
#if !LEASE
            state[n] = Idle;
            owner[n] = n;
            run Reader(n, n + 1)
#else
            run Reader(n, 0)
#endif
        }
        for (n : 0 .. WATCHERS - 1) {
            run Watcher(n)
        }
#if ROOM
        run Writer();
#endif
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    atomic {
        for (n : 0 .. READERS - 1) {
            reads = reads || slot[n] == Live && !QUIT(n)
        }
        for (n : 0 .. LANES - 1) {
            assert(!reads || published[n] == RECORDS)
        }
        for (n : 0 .. LANES * RECORDS - 1) {
            assert(!reads || record[n] == Over || KEEPS(0, n) || KEEPS(1, n) || KEEPS(2, n))
        }
        for (n : 0 .. READERS - 1) {
            assert(slot[n] != Dead)
        }
        for (n : 0 .. HANDS - 1) {
            assert(!reads || state[n] == Free || state[n] == Idle && slot[owner[n]] == Live || slot[owner[n]] == Stopped)
        }
    }
}
