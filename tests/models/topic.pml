/*
 * The lane of a topic: every subscriber reads every record. One that blocks is given each record from where it joined on, in order,
 * and finds it as it was for as long as it may use it. One that does not block is overrun; it is given nothing that is not whole, and
 * told exactly how many it lost. Nobody waits for the dead: in the end all is published, and who lives has read or lost it all.
 *
 * A record is one place of the ring here: a word, its position + 1, and the bytes, the same number; records of several words, pads
 * and what looks like a word are in lane.pml. Its number in the lane is its position; the two are kept apart where marks are read.
 * A mark is one step (lane.pml); a kept mark is not. A stretch is STRETCH records, or fewer, and the word behind: the writer takes the
 * next one when it likes, and at its end.
 *
 * Memory is weak. Between what orders them, the writer's stores come in any order: the bytes and the word behind; these and the
 * record's word before them, which stays in a buffer until the next release or fence. A subscriber's cursor
 * stays in a buffer, too, until its next fence or one that a waiting publisher makes on all processors. Loads that nothing orders are
 * tried early.
 *
 * Anybody is killed between any two of his steps. A dead subscriber is recovered, and followed by another in the same slot (JOINS).
 *
 * BROKEN=1 no Limit                                    16 recovery of a subscriber rings no publisher
 *        2 Limit after the record                      17 who chooses again rings no publisher
 *        3 no barrier behind Limit                     18 the waiting publisher makes no fence on others
 *        4 a barrier behind Limit, but no fence        19 looks at cursors only where the room it knows of ends
 *        5 copies, and does not look at Limit          20 joins without a look at Limit
 *        6 Limit before the copy, or no barrier        21 all is read, and the cursor stays behind
 *        7 joins without a fence                       22 (WAITS) rings one of those who wait
 *        8 the writer ignores who joins                23 (WAITS) turns ReadersWait off whatever it has become
 *        9 the cursor moves before the use ends        24 (WAITS) the waiting subscriber makes no fence on others
 *       10 recovery leaves a subscriber as it is       25 (WAITS) recovery of a publisher rings no subscriber
 *       11 a successor's Limit is its own only         26 does not look at a kept mark's Tail again
 *       12 believes a 0 without a look at Limit        27 a stretch ends at a cursor and a ring
 *       13 a kept mark changes while it is one         28 does not look whether a kept mark's place is whole
 *       14 keeps Tail, then Written                    29 Limit, then the mark
 *       15 Written changes, then Tail is Changing      30 looks at cursors, then Limit
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef RING
#define RING 4
#endif
#ifndef STRETCH
#define STRETCH 2           /* 1 to 3 */
#endif
#ifndef KEEP
#define KEEP 2              /* records to a block of kept marks */
#endif
#define KEPT (RING / KEEP)
#ifndef RECORDS
#define RECORDS 6
#endif
#ifndef BLOCKS
#define BLOCKS 1            /* subscribers that block */
#endif
#ifndef DROPS
#define DROPS 0             /* subscribers that do not */
#endif
#ifndef HISTORY
#define HISTORY 1           /* who joins may begin at a kept mark; who was overrun may go on at one */
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef JOINS
#define JOINS 0
#endif
#ifndef LEAVES
#define LEAVES 0
#endif
#ifndef WAITS
#define WAITS 0             /* subscribers wait by bells and ReadersWait; otherwise they just go on when there is something */
#endif
#define WRITERS (DEATHS + 1)
#define ALL (BLOCKS + DROPS)    /* who blocks comes first */

/* State of a subscriber's slot. */
#define None 0
#define Joining 1
#define Live 2

/* A bell. Waits and Sleeps are one here. */
#define Idle 0
#define Waits 1
#define Rung 2

byte word[RING], bytes[RING];
byte mark, limit;
byte kept_tail[KEPT], kept_written[KEPT];
#define Changing 255
byte owner;                     /* writer + 1 */
byte late;                      /* the writer's buffer: a position + 1 */
#if BROKEN == 3 || BROKEN == 4
byte late_limit;
#endif
bool writer_waits, writer_rung;
bool dead[WRITERS], killed;     /* killed: the owner, and nobody has recovered it */
byte deaths;

byte state[ALL], cursor[ALL];
byte late_cursor[ALL];          /* + 1 */
bool killing[ALL], fallen[ALL]; /* dead; and nobody has recovered it */
byte joins = JOINS, leaves = LEAVES;

#if WAITS
byte bell[ALL];
bool readers_wait, unchanged;
#endif

/* What is so. */
byte published;
byte at[ALL];                   /* where each reads on */
bool gone[ALL];                 /* dead, or left */

#define place(p) ((p) % RING)
#define safe(p, l) ((p) + RING >= l)
#define block(p) ((p) / KEEP)

inline flush_word() {
    if
    :: late -> word[place(late - 1)] = late; late = 0
    :: else
    fi
}

inline flush_cursor(n) {
    if
    :: late_cursor[n] -> cursor[n] = late_cursor[n] - 1; late_cursor[n] = 0
    :: else
    fi
}

inline ring_writer() {
    if
    :: !writer_waits
    :: atomic { writer_waits -> flush_cursor(me); writer_rung = true }
    fi
}

/* Not below what it was. */
#if BROKEN == 11
#define new_limit (e + 1)
#else
#define new_limit (e + 1 > limit -> e + 1 : limit)
#endif

inline store_limit() {
#if BROKEN == 1 || BROKEN == 2
    skip
#elif BROKEN == 3 || BROKEN == 4
    late_limit = new_limit
#else
    limit = new_limit
#endif
}

inline store_marks() {
    atomic { flush_word(); mark = t };
#if !HISTORY
    skip
#else
    /* The first of its block is kept. */
    if
    :: block(kept_tail[block(t) % KEPT]) == block(t) && kept_tail[block(t) % KEPT] != Changing
    :: block(kept_tail[block(t) % KEPT]) != block(t) || kept_tail[block(t) % KEPT] == Changing ->
#if BROKEN == 15
        kept_written[block(t) % KEPT] = t;
#endif
#if BROKEN != 13
        kept_tail[block(t) % KEPT] = Changing;
#endif
#if BROKEN == 14
        kept_tail[block(t) % KEPT] = t;
        kept_written[block(t) % KEPT] = t
#else
#if BROKEN != 15
        kept_written[block(t) % KEPT] = t;
#endif
        kept_tail[block(t) % KEPT] = t
#endif
    fi
#endif
}

/* One of several that are published at once, not the first. */
inline also(p) {
    bytes[place(p)] = p + 1;
    word[place(p)] = p + 1
}

proctype Writer(byte me) {
    byte t, end, e, i, c;       /* end: the stretch's, without the word behind */
    bool waits;
end_other:
    atomic { owner == 0 && (me == 0 || dead[me - 1]) -> owner = me + 1; t = mark };
    {
        atomic {
            do
            :: word[place(t)] == 0 -> break
            :: else -> assert(word[place(t)] == t + 1); t++
            od;
            assert(t == published);
            end = t
        };
    next:
        if
        :: atomic { t == RECORDS -> goto done }
        :: atomic { t < RECORDS && t < end -> goto write }
        :: atomic { t < RECORDS && (t >= end || t != mark) }
        fi;
    aim:
#if BROKEN == 19
        /* It knows of room for a ring from its last look on. */
        atomic {
            if
            :: c && t + 1 < c + RING -> e = t + 1
            :: else -> c = 0; e = t + 1
            fi
        };
#else
        if
        :: e = t + 1
        :: e = t + STRETCH
        fi;
#endif
#if BROKEN == 29
        store_limit();
        store_marks();
#elif BROKEN != 30
        store_marks();
        store_limit();
#endif
        /* A fence. */
#if BROKEN != 3
        atomic { flush_word() };
#endif
#if BROKEN == 19
        if
        :: atomic { c -> end = e; goto write }
        :: atomic { !c -> c = t + 1 }
        fi;
#endif
        /* The least of the cursors. */
#if BLOCKS
        do
        :: atomic { i == BLOCKS -> i = 0; break }
#if BROKEN == 8
        :: atomic { i < BLOCKS && state[i] != Live -> i++ }
        :: i < BLOCKS && state[i] == Live ->
#else
        :: atomic { i < BLOCKS && state[i] == None -> i++ }
        :: i < BLOCKS && state[i] != None ->
#endif
            atomic {
                if
#if BROKEN == 27
                :: cursor[i] + RING > t && cursor[i] + RING < e -> e = cursor[i] + RING
#else
                /* Who is behind that is joining, and is going to see Limit. */
                :: cursor[i] + RING > t && cursor[i] + RING - 1 < e -> e = cursor[i] + RING - 1
#endif
                :: else
                fi;
#if BROKEN == 19
                c = (cursor[i] + 1 < c -> cursor[i] + 1 : c);
#endif
                i++
            }
        od;
#endif
#if BROKEN == 4
        atomic { if :: late_limit -> limit = late_limit; late_limit = 0 :: else fi };
#endif
#if BROKEN == 30
        store_marks();
        store_limit();
        atomic { flush_word() };
#endif
        atomic { end = e; e = 0 };
        if
        :: atomic { t < end -> waits = false; writer_waits = false; writer_rung = false; goto write }
        :: atomic { t >= end && !waits -> waits = true; writer_waits = true }
        :: atomic { t >= end && waits };
        end_room:
            atomic { writer_rung -> writer_rung = false }
        fi;
        /* A fence on all processors. */
#if BROKEN != 18
        atomic { for (i : 0 .. ALL - 1) { flush_cursor(i) } i = 0 };
#endif
        goto aim;
    write:
        if
        :: STRETCH > 1 && t + STRETCH <= end && t + STRETCH <= RECORDS -> goto several
        :: true
        fi;
        if
        :: bytes[place(t)] = t + 1; word[place(t + 1)] = 0
        :: word[place(t + 1)] = 0; bytes[place(t)] = t + 1
        fi;
        /* Published: what came before it is seen before it. */
        atomic { !late ->
#if BROKEN == 3
            if :: late_limit -> limit = late_limit; late_limit = 0 :: else fi;
#endif
            late = t + 1; published++
        };
#if BROKEN == 2
        limit = (t + 2 > limit -> t + 2 : limit);
#endif
        t++;
        goto tell;
    several:
        if
        :: also(t + 1); also(t + STRETCH - 1); word[place(t + STRETCH)] = 0; bytes[place(t)] = t + 1
        :: bytes[place(t)] = t + 1; word[place(t + STRETCH)] = 0; also(t + STRETCH - 1); also(t + 1)
        fi;
        atomic { !late ->
#if BROKEN == 3
            if :: late_limit -> limit = late_limit; late_limit = 0 :: else fi;
#endif
            late = t + 1; published = published + STRETCH
        };
#if BROKEN == 2
        limit = (t + STRETCH + 1 > limit -> t + STRETCH + 1 : limit);
#endif
        t = t + STRETCH;
    tell:
#if WAITS
        if
        :: !readers_wait -> goto next
        :: atomic { readers_wait -> unchanged = true }
        fi;
        do
        :: atomic { i < ALL && bell[i] == Waits -> flush_word(); bell[i] = Rung;
#if BROKEN == 22
                i = 0; goto next
#else
                i++
#endif
            }
        :: atomic { i < ALL && bell[i] != Waits -> i++ }
        :: atomic { i == ALL -> i = 0; break }
        od;
        atomic {
            flush_word();
            if
#if BROKEN == 23
            :: readers_wait = false
#else
            :: unchanged -> readers_wait = false
            :: else
#endif
            fi
        };
#endif
        goto next;
    done:
        skip
    } unless { atomic { dead[me] -> t = 0; end = 0; e = 0; i = 0; c = 0; waits = false } }
}

/* Where a subscriber begins or goes on: q, which is record number n. */
inline choose() {
#if HISTORY
    if
    :: atomic { q = mark; n = q }
    :: true -> select(i : 0 .. KEPT - 1);
        q = kept_tail[i];
        n = kept_written[i];
#if BROKEN == 26
        same = (q != Changing);
#else
        same = (q != Changing && q == kept_tail[i]);
#endif
        l = limit;
        atomic {
            if
#if BROKEN == 28
            :: same && block(q) % KEPT == i
#else
            :: same && block(q) % KEPT == i && safe(q, l)
#endif
            :: else -> q = mark; n = q
            fi;
            i = 0; l = 0; same = false
        }
    fi
#else
    atomic { q = mark; n = q }
#endif
}

/* Waits for something; from its second look on by its bell. */
inline wait(something) {
#if WAITS
    if
    :: atomic { !waits -> waits = true; bell[me] = Waits }
    :: atomic { waits };
    end_sleep:
        atomic { bell[me] == Rung -> bell[me] = Waits }
    fi;
    atomic { readers_wait = true; unchanged = false };
#if BROKEN != 24
    atomic { flush_word() }
#endif
#else
    skip;
end_sleep:
    something
#endif
}

#if WAITS
inline leave_bell() {
    if
    :: !waits
    :: atomic { waits -> waits = false; bell[me] = Idle }
    fi
}
#else
#define leave_bell() skip
#endif

#if BLOCKS
proctype Block(byte me) {
    byte q, n, l, i;
    bool again, waits, same;
join:
    {
        atomic { gone[me] = false };
    retry:
        choose();
#if BROKEN == 7
        l = limit;
#endif
        atomic { flush_cursor(me); cursor[me] = q; at[me] = q };
        state[me] = Joining;
        /* A fence. */
#if BROKEN != 17
        if
        :: !again
        :: atomic { again -> again = false }; ring_writer()
        fi;
#endif
#if BROKEN == 20
        l = 0;
#elif BROKEN != 7
        l = limit;
#endif
        if
        :: atomic { !safe(q, l) -> l = 0; again = true; goto retry }
        :: atomic { safe(q, l) -> l = 0; again = false; state[me] = Live }
        fi;
    look:
        if
        :: atomic { word[place(q)] == 0 };
#if BROKEN != 21
            if
            :: atomic { cursor[me] == q && !late_cursor[me] || late_cursor[me] == q + 1 }
            :: atomic { cursor[me] != q && late_cursor[me] != q + 1 -> late_cursor[me] = q + 1 }; ring_writer()
            fi;
#endif
            wait(word[place(q)] != 0)
        :: atomic { word[place(q)] != 0 -> assert(word[place(q)] == q + 1) };
            leave_bell();
#if BROKEN == 9
            late_cursor[me] = q + 2;
#endif
            assert(bytes[place(q)] == n + 1);
            /* And is so until the program lets go. */
            atomic { assert(bytes[place(q)] == n + 1 && word[place(q)] == q + 1); q++; n++; at[me] = q };
            if
            :: skip
            :: atomic { late_cursor[me] = q + 1 }; ring_writer()
            fi
        :: atomic { leaves > 0 -> leaves--; goto leave }
        fi;
        goto look;
    leave:
        atomic { flush_cursor(me); state[me] = None; gone[me] = true };
        ring_writer();
        atomic { q = 0; n = 0 }
    } unless { atomic { killing[me] -> killing[me] = false; fallen[me] = true; q = 0; n = 0; l = 0; i = 0; again = false; waits = false; same = false } };
#if JOINS
end_join:
    atomic { gone[me] && !killing[me] && !fallen[me] && joins > 0 -> joins-- };
    goto join
#endif
}
#endif

#if DROPS
proctype Drop(byte me) {
    byte p, w, v, q, n, l, i;
    bool waits, same;
    {
        choose();
        atomic { p = q; q = 0; at[me] = p };
    look:
        w = word[place(p)];
        if
        :: atomic { w == p + 1 -> w = 0 };
            leave_bell();
#if BROKEN == 6
            l = limit;
            v = bytes[place(p)];
#else
            v = bytes[place(p)];
            l = limit;
#endif
            atomic {
                if
#if BROKEN == 5
                :: true ->
#else
                :: safe(p, l) ->
#endif
                    assert(v == n + 1); p++; n++; v = 0; l = 0; at[me] = p; goto look
#if BROKEN != 5
                :: else -> v = 0; l = 0
#endif
                fi
            }
        :: atomic { w != p + 1 };
            l = limit;
            if
#if BROKEN == 12
            :: atomic { w == 0 -> w = 0; l = 0 };
#else
            :: atomic { w == 0 && safe(p, l) -> w = 0; l = 0 };
#endif
#if BROKEN == 12
                wait(word[place(p)] != 0);
#else
                wait(word[place(p)] == p + 1 || !safe(p, limit));
#endif
                goto look
#if BROKEN == 12
            :: atomic { w != 0 -> w = 0; l = 0 }; leave_bell()
#else
            :: atomic { !safe(p, l) -> w = 0; l = 0 }; leave_bell()
            :: atomic { w != 0 && safe(p, l) -> assert(false) }
#endif
            fi
        fi;
        /* Overrun: what it lost is n - what n was; that is true if the next record has this number. */
        choose();
        atomic { assert(q >= p); p = q; q = 0; at[me] = p };
        goto look
    } unless { atomic { killing[me] -> killing[me] = false; fallen[me] = true; p = 0; w = 0; v = 0; q = 0; n = 0; l = 0; i = 0; waits = false; same = false } }
}
#endif

proctype Buffer() {
end_buffer:
    do
    :: atomic { late -> flush_word() }
#if BROKEN == 3 || BROKEN == 4
    :: atomic { late_limit -> limit = late_limit; late_limit = 0 }
#endif
    :: atomic { late_cursor[0] -> flush_cursor(0) }
#if BLOCKS > 1
    :: atomic { late_cursor[1] -> flush_cursor(1) }
#endif
    od
}

#if DEATHS
/* Who recovers the dead: each in two steps, the second of which may be repeated, so that who dies between them is followed by another. */
proctype Recoverer() {
    byte i;
end_recover:
    do
    :: atomic { killed ->
            flush_word();
#if BROKEN == 3 || BROKEN == 4
            if :: late_limit -> limit = late_limit; late_limit = 0 :: else fi;
#endif
            writer_waits = false; writer_rung = false;
            killed = false;
            owner = 0;
#if WAITS && BROKEN != 25
            for (i : 0 .. ALL - 1) {
                if
                :: bell[i] == Waits -> bell[i] = Rung
                :: else
                fi
            }
#endif
            i = 0
        }
    :: atomic { i < ALL && fallen[i] };
        atomic {
            flush_cursor(i);
#if WAITS
            bell[i] = Idle;
#endif
#if BROKEN != 10
            state[i] = None
#endif
        };
        atomic {
#if BROKEN != 16
            if
            :: writer_waits -> writer_rung = true
            :: else
            fi;
#endif
            fallen[i] = false;
            i = 0
        }
    :: atomic { i < ALL - 1 && !fallen[i] && fallen[i + 1] -> i++ }
    od
}

#define KILL(n) atomic { n < ALL && deaths > 0 && !gone[n] -> deaths--; gone[n] = true; killing[n] = true }

proctype Killer() {
end_kill:
    do
    :: atomic { deaths > 0 && owner != 0 && !killed -> dead[owner - 1] = true; killed = true; deaths--
#if WAITS
        ; unchanged = false
#endif
        }
#if BLOCKS || WAITS
    :: KILL(0)
#endif
#if BLOCKS > 1 || WAITS && ALL > 1
    :: KILL(1)
#endif
    od
}
#endif

init {
    byte n;
    atomic {
        select(deaths : 0 .. DEATHS);
#if BLOCKS
        for (n : 0 .. BLOCKS - 1) {
            gone[n] = true;
            run Block(n)
        }
#endif
#if DROPS
        for (n : BLOCKS .. ALL - 1) {
            run Drop(n)
        }
#endif
        for (n : 0 .. WRITERS - 1) {
            run Writer(n)
        }
        run Buffer();
#if DEATHS
        run Recoverer();
        run Killer();
#endif
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    atomic {
        assert(published == RECORDS);
        for (n : 0 .. ALL - 1) {
            assert(!fallen[n] && (gone[n] || at[n] == RECORDS))
        }
    }
}
