/*
 * Latest values, as docs/protocols.md tells them: a reader is given whole values only, of one writer, each of the version that it takes it for, and never
 * one older than before; it never finds the buffer of the newest value with another sequence while the newest stays what it is, which it would
 * take for damage; whoever sleeps is told of the newest value and of the going of the writer.
 *
 * A value is two words, each the version and who wrote it. Stores wait in a buffer and come to memory in any order, each at any moment: but a
 * store with release comes after all before it, a store to a place after those before it to the same place, or in their stead, and an exchange
 * is in memory at once, after all before it. Loads are done in any order, but none before an earlier load with acquire, and those behind a
 * read barrier after those before it. What a dead writer had stored comes to memory; the proof that it is dead comes after that.
 *
 * A writer is killed between any two of its steps, and so is who recovers it; a claim is dropped, with bytes left behind. A ring and the wake
 * behind it are one step here, and are two in bell.pml.
 *
 * BROKEN=1 no barrier between the first sequence and the bytes       7 (WAITS) Newest is no exchange, but a store with release
 *        2 Newest is a store without release                         8 (WAITS) lowers ReadersWait whatever it has become
 *        3 Newest before the second sequence                         9 (WAITS) raises ReadersWait, then says that its bell waits
 *        4 the reader does not look at the sequence again           10 (WAITS) looks, then raises ReadersWait
 *        5 no read barrier before it looks again                    11 (WAITS) who recovers tells only if the writer was still named
 *        6 Newest is looked at before the sequence is again         12 the successor begins one version later
 * No faults are, as long as nothing else is wrong, a second sequence without release, for Newest comes behind it, and a reader that does not look at the sequence before
 * it copies, for Newest says that it was there.
 * With BUFFERS=1 the newest value is not there while the next is written.
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef BUFFERS
#define BUFFERS 4
#endif
#ifndef VERSIONS
#define VERSIONS 6
#endif
#ifndef READS
#define READS 2             /* values that each reader reads; without WAITS */
#endif
#ifndef READERS
#define READERS 1
#endif
#ifndef DEATHS
#define DEATHS 1            /* or 0 */
#endif
#ifndef DROPS
#define DROPS 1
#endif
#ifndef WAITS
#define WAITS 0
#endif
#define WRITERS (DEATHS + 1)

#define Junk 15
#define Idle 0
#define Waits 1
#define Rung 2

byte sequence[BUFFERS], first[BUFFERS], second[BUFFERS];
byte newest;
byte owner;                 /* writer + 1 */
byte writers;               /* how many there have been */
byte drops = DROPS, deaths;
bool live[WRITERS];
byte dead[WRITERS];         /* 1 and not recovered, 2 and recovered */
bool killed;                /* who recovers */

/* The buffer of stores; 0 is none. Those of a value are to one buffer. */
byte at, to_sequence, to_first, to_second, to_newest;
bool releases;              /* to_sequence is one with release */
#define EMPTY (!to_sequence && !to_first && !to_second && !to_newest)

byte seen[READERS];
byte told[READERS];
byte bell[READERS];
bool readers_wait, unchanged;

active proctype Memory() {
end_memory:
    do
    :: atomic { to_first -> first[at] = to_first; to_first = 0 }
    :: atomic { to_second -> second[at] = to_second; to_second = 0 }
    :: atomic { to_sequence && (!releases || (!to_first && !to_second)) -> sequence[at] = to_sequence; to_sequence = 0; releases = false }
#if BROKEN == 2
    :: atomic { to_newest -> newest = to_newest; to_newest = 0 }
#else
    :: atomic { to_newest && !to_sequence && !to_first && !to_second -> newest = to_newest; to_newest = 0 }
#endif
    od
}

inline ring_all() {
#if WAITS
    do
    :: i == READERS -> i = 0; break
    :: atomic { i < READERS && bell[i] == Waits -> bell[i] = Rung; i++ }
    :: atomic { i < READERS && bell[i] != Waits -> i++ }
    od
#else
    skip
#endif
}

proctype Writer(byte me) {
    byte v, i;
end_begin:
    atomic { owner == 0 && EMPTY && writers == me -> owner = me + 1; writers++; live[me] = true };
    {
        v = newest + 1;
#if BROKEN == 12
        if
        :: me > 0 -> v++
        :: else
        fi;
#endif
        do
        :: v > VERSIONS -> break
        :: v <= VERSIONS ->
            /* 1 */
#if BROKEN == 1
            atomic { at == v % BUFFERS || EMPTY -> at = v % BUFFERS; to_sequence = 2 * v - 1 };
#else
            atomic { EMPTY -> at = v % BUFFERS; sequence[at] = 2 * v - 1 };
#endif
            /* 2 */
            if
            :: atomic { drops > 0 -> drops--; to_first = Junk }; goto dropped
            :: to_first = v + 16 * me
            fi;
            to_second = v + 16 * me;
#if BROKEN == 3
            atomic { EMPTY -> newest = v };
#endif
            /* 3 */
            atomic { to_sequence = 2 * v; releases = true };
            /* 4 */
#if BROKEN == 7 || BROKEN == 2
            to_newest = v;
#elif BROKEN != 3
            atomic { EMPTY -> newest = v };
#endif
            v++;
            /* 5 */
#if WAITS
            if
            :: !readers_wait
            :: atomic { readers_wait -> unchanged = true };
                ring_all();
                atomic {
                    if
#if BROKEN == 8
                    :: readers_wait = false
#else
                    :: unchanged -> readers_wait = false
                    :: else
#endif
                    fi
                }
            fi;
#endif
        dropped:
            skip
        od;
        /* It writes no more, or leaves. */
        if
        :: goto end_idle
        :: skip
        fi;
        atomic { EMPTY -> owner = 0 };
        ring_all();
        live[me] = false;
        goto gone;
    end_idle:
        false;
    gone:
        skip
    } unless { atomic { dead[me] -> v = 0; i = 0 } }
}

#define WORDS \
    if \
    :: one = first[v % BUFFERS]; two = second[v % BUFFERS] \
    :: two = second[v % BUFFERS]; one = first[v % BUFFERS] \
    fi

proctype Reader(byte me) {
    byte v, n, one, two, reads;
again:
    v = newest;
    if
    :: v == 0 -> goto none
    :: else
    fi;
look:
    if
    :: sequence[v % BUFFERS] != 2 * v -> goto moved
    :: sequence[v % BUFFERS] == 2 * v
    fi;
#if BROKEN != 5
    WORDS;
#endif
#if BROKEN == 6
    n = newest;
#endif
#if BROKEN != 4
    if
#if BROKEN == 6
    :: sequence[v % BUFFERS] != 2 * v -> goto compare
#else
    :: sequence[v % BUFFERS] != 2 * v -> goto moved
#endif
    :: sequence[v % BUFFERS] == 2 * v
    fi;
#endif
#if BROKEN == 5
    WORDS;
#endif
    atomic {
        assert(one == two && one % 16 == v);
        assert(v >= seen[me]);
        seen[me] = v;
        one = 0; two = 0; n = 0
    };
none:
#if WAITS
    bell[me] = Idle;
wait:
#if BROKEN == 9
    atomic { readers_wait = true; unchanged = false };
    bell[me] = Waits;
#elif BROKEN == 10
    bell[me] = Waits;
#else
    bell[me] = Waits;
    atomic { readers_wait = true; unchanged = false };
#endif
    if
    :: newest != seen[me] -> bell[me] = Idle; goto again
    :: else
    fi;
    if
    :: atomic { owner == 0 && writers != told[me] -> told[me] = writers }; bell[me] = Idle; goto again
    :: atomic { owner != 0 || writers == told[me] }
    fi;
#if BROKEN == 10
    atomic { readers_wait = true; unchanged = false };
#endif
end_sleep:
    bell[me] != Waits -> goto wait;
#else
    atomic {
        reads++;
        if
        :: reads < READS -> v = 0
        :: else -> goto end_reads
        fi
    };
    goto again;
#endif
moved:
    n = newest;
#if BROKEN == 6
compare:
#endif
    assert(n > v);
    atomic { v = n; n = 0; one = 0; two = 0 };
    goto look;
end_reads:
    skip
}

/* A bystander, or the next who begins to write: recovers who is dead. Killed, it is another. */
proctype Watcher() {
    byte d, i;
    bool was;
end_find:
#if WAITS
    {
        atomic {
            if
            :: dead[0] == 1 && EMPTY -> d = 0
            :: dead[WRITERS - 1] == 1 && EMPTY -> d = WRITERS - 1
            fi;
            was = owner == d + 1;
            if
            :: was -> owner = 0
            :: else
            fi
        };
#if BROKEN == 11
        if
        :: was -> ring_all()
        :: else
        fi;
#else
        ring_all();
#endif
        atomic { dead[d] = 2; d = 0; was = false }
    } unless { atomic { killed -> killed = false; d = 0; i = 0; was = false } };
#else
    atomic {
        if
        :: dead[0] == 1 && EMPTY -> d = 0
        :: dead[WRITERS - 1] == 1 && EMPTY -> d = WRITERS - 1
        fi;
        if
        :: owner == d + 1 -> owner = 0
        :: else
        fi;
        dead[d] = 2; d = 0
    };
#endif
    goto end_find
}

/* Kills the writer, and then perhaps who recovers it. */
proctype Killer() {
    do
    :: atomic { deaths < DEATHS && live[0] -> live[0] = false; dead[0] = 1; deaths++ }
#if WRITERS > 1
    :: atomic { deaths < DEATHS && live[1] -> live[1] = false; dead[1] = 1; deaths++ }
#endif
#if WAITS
    :: atomic { dead[0] == 1 -> killed = true; break }
#endif
    :: break
    od
}

init {
    byte n;
    atomic {
        for (n : 0 .. WRITERS - 1) {
            run Writer(n)
        }
        for (n : 0 .. READERS - 1) {
            run Reader(n)
        }
        run Watcher();
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    do
    :: n == READERS -> break
    :: else ->
        assert(!WAITS || seen[n] == newest);
        assert(!WAITS || owner != 0 || told[n] == writers);
        n++
    od
}
