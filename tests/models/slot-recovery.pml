/*
 * Slots, as docs/protocols.md tells them: who holds a slot's lock is the only one who writes it; what the dead left is finished
 * before the slot is used again, once for each death, also when who finishes it dies over it; and while somebody lives who
 * watches, nothing that a dead one left stays.
 *
 * The locks are the kernel's; State and the roster bell have two fenced sides, so the sequentially consistent memory of this model
 * is right for them.
 *
 * A participant is killed between any two of its steps, and the kernel drops its locks. The first WATCHERS have a thread that
 * watches while they are Live. What somebody leaves is two things, so that the recovery may end between them. A slot that has
 * nothing left to finish may stay dead: who died as it joined, before it rang, is known to nobody until somebody looks.
 *
 * BROKEN=1 drops the lock before State is Free          5 takes a dead slot without a recovery
 *        2 does not read State again under the lock     6 joins and does not ring
 *        3 leaves a locked slot alone for good          7 asks for the lock first, then watches
 *        4 has two threads who take one participant's lock for theirs
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef PEOPLE
#define PEOPLE 3
#endif
#ifndef JOINED
#define JOINED 2            /* so many have a slot when the model begins */
#endif
#ifndef WATCHERS
#define WATCHERS 2          /* so many have a waiter, and hence a thread that watches */
#endif
#ifndef LEAVERS
#define LEAVERS 3           /* so many may leave */
#endif
#ifndef DEATHS
#define DEATHS 2
#endif

/* State */
#define Free 0
#define Live 1

byte state[SLOTS];
byte who[SLOTS];
byte lock[SLOTS];           /* participant + 1 */
bool first[SLOTS];          /* what its owner left */
bool second[SLOTS];

bool alive[PEOPLE] = true;
bool watching[PEOPLE];      /* its thread runs */
byte watched[PEOPLE];       /* a bit for each whose end it would hear of */
bool heard[PEOPLE];         /* its thread has a reason to look: an end, or the roster bell */

/* What is so: its owner died, and the recovery has not ended. */
bool pending[SLOTS];

#if BROKEN == 4
#define can_lock(s) (lock[s] == 0 || lock[s] == me + 1)
#else
#define can_lock(s) (lock[s] == 0)
#endif

/* Steps 3 to 5, by who holds the lock of a dead slot. */
inline recover(s) {
    atomic { assert(pending[s]); first[s] = false };
    atomic { assert(pending[s]); second[s] = false };
#if BROKEN == 1
    lock[s] = 0;
    atomic { assert(pending[s]); pending[s] = false; state[s] = Free }
#else
    atomic { assert(pending[s]); pending[s] = false; state[s] = Free }
#endif
}

proctype Participant(byte me) {
    byte s, n;
    {
        if
        :: me < JOINED -> s = me; goto live
        :: me >= JOINED
        fi;
        do
        :: s == SLOTS -> goto out
        :: atomic { s < SLOTS && lock[s] == 0 -> lock[s] = me + 1; break }
        :: atomic { s < SLOTS && lock[s] != 0 -> s++ }
        od;
#if BROKEN != 5
        if
        :: state[s] == Live -> recover(s)
#if BROKEN == 1
            ; goto out
#endif
        :: state[s] == Free
        fi;
#endif
        who[s] = me;
        atomic {
            assert(lock[s] == me + 1 && !pending[s] && !first[s] && !second[s]);
            state[s] = Live;
            if
            :: me < WATCHERS -> watching[me] = true; heard[me] = true
            :: else
            fi
        };
#if BROKEN != 6
        do
        :: n == SLOTS -> break
        :: atomic { n < SLOTS && (n == s || state[n] != Live) -> n++ }
        :: atomic { n < SLOTS && n != s && state[n] == Live -> heard[who[n]] = watching[who[n]]; n++ }
        od;
#endif
    live:
        if
        :: atomic { first[s] = true; second[s] = true; goto stay }
#if LEAVERS
        :: atomic { me < LEAVERS -> first[s] = true; second[s] = true }
#endif
        fi;
        /* Leaves. */
        atomic { watching[me] = false; heard[me] = false; watched[me] = 0; first[s] = false };
        second[s] = false;
        atomic { assert(lock[s] == me + 1 && !pending[s]); state[s] = Free };
        atomic { lock[s] = 0; s = 0; n = 0 };
        goto out;
    stay:
    end_stay:
        false;
    out:
        skip
    } unless { !alive[me] }
}

proctype Watcher(byte me) {
    byte s;
    {
        skip;
    end_watch:
        atomic { watching[me] && heard[me] -> heard[me] = false };
        do
        :: atomic { s == SLOTS -> s = 0; goto end_watch }
        :: atomic { s < SLOTS && (state[s] == Free || who[s] == me) -> s++ }
        :: atomic { s < SLOTS && state[s] == Live && who[s] != me ->
#if BROKEN != 7
                if
                :: alive[who[s]] -> watched[me] = watched[me] | (1 << who[s])
                :: else
                fi
#endif
            };
            if
            :: atomic { can_lock(s) -> lock[s] = me + 1 };
#if BROKEN == 2
                recover(s);
#else
                if
                :: state[s] == Live -> recover(s)
                :: state[s] != Live
                fi;
#endif
#if BROKEN != 1
                atomic { lock[s] = 0; s++ }
#else
                s++
#endif
            :: atomic { !can_lock(s) ->
#if BROKEN != 3
                /* Somebody recovers it, and may die over it unheard: a reason to look again. */
                if
                :: state[s] == Live && !alive[who[s]] -> heard[me] = true
                :: else
                fi;
#endif
#if BROKEN == 7
                skip
            };
            atomic {
                if
                :: alive[who[s]] -> watched[me] = watched[me] | (1 << who[s])
                :: else
                fi;
#endif
                s++
            }
            fi
        od
    } unless { !alive[me] }
}

/* Kills one that has a lock, or nobody: that another could still be killed must not hide what stays. */
proctype Killer() {
    byte deaths = DEATHS, n, m;
    bool holds;
    do
    :: break
    :: deaths > 0 ->
        atomic {
            select(n : 0 .. PEOPLE - 1);
            for (m : 0 .. SLOTS - 1) {
                holds = holds || lock[m] == n + 1
            }
            if
            :: holds ->
                holds = false;
                alive[n] = false;
                watching[n] = false;
                heard[n] = false;
                watched[n] = 0;
                for (m : 0 .. SLOTS - 1) {
                    if
                    :: lock[m] == n + 1 ->
                        lock[m] = 0;
                        if
                        :: state[m] == Live && who[m] == n -> pending[m] = true
                        :: else
                        fi
                    :: else
                    fi
                }
                for (m : 0 .. PEOPLE - 1) {
                    if
                    :: watched[m] & (1 << n) -> heard[m] = true; watched[m] = watched[m] & ~(1 << n)
                    :: else
                    fi
                }
                m = 0
            :: else
            fi;
            n = 0;
            deaths--;
            if
            :: deaths == 0 -> break
            :: else
            fi
        }
    od
}

init {
    byte n;
    bool watch;
    atomic {
        for (n : 0 .. JOINED - 1) {
            state[n] = Live;
            who[n] = n;
            lock[n] = n + 1;
            watching[n] = n < WATCHERS;
            heard[n] = watching[n]
        }
        for (n : 0 .. PEOPLE - 1) {
            run Participant(n)
        }
        for (n : 0 .. WATCHERS - 1) {
            run Watcher(n);
#if BROKEN == 4
            run Watcher(n)
#endif
        }
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    atomic {
        for (n : 0 .. PEOPLE - 1) {
            watch = watch || watching[n]
        }
        for (n : 0 .. SLOTS - 1) {
            assert(!watch || !pending[n] || (!first[n] && !second[n]))
        }
    }
}
