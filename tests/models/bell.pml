/*
 * Bells, as docs/protocols.md tells them, around a state that can be passed a number of times (a semaphore's permits, the sets of
 * an auto-reset event): nobody sleeps while it can be passed, whoever gives up or is killed when.
 *
 * Each bell has two fenced sides (the bell is written, then the state is read; the state is written, then the bell is read), so
 * the sequentially consistent memory of this model is right for these words.
 *
 * Who takes part is killed between any two of its steps. The watchers are threads of bystanders; one of them is killed only while
 * it recovers, another begins again. A sleeper in the kernel is woken by a wake that comes after it fell asleep, and by no other.
 *
 * BROKEN=1 rings before it changes the state            4 recovery does not wake those whose bell is already Rung
 *        2 looks at the state, then says that it waits  5 recovery rings nobody
 *        3 keeps a ring that it did not need            6 gives up without a last try
 *        7 (FLAGGED) clears W whatever it has become, then looks at the bells once more
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef WAITERS
#define WAITERS 2
#endif
#ifndef RINGERS
#define RINGERS 2
#endif
#ifndef WATCHERS
#define WATCHERS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef GIVE_UPS
#define GIVE_UPS 1
#endif
#ifndef FLAGGED
#define FLAGGED 0           /* a word W tells ringers whether anybody may wait */
#endif
#define SLOTS (WAITERS + RINGERS)

/* A bell. Who rings looks at it first, and goes on to the next if it is found not to wait after all; both in one step here. */
#define Idle 0
#define Waits 1
#define Sleeps 3
#define Rung 8

/* A slot. */
#define Live 0
#define Dead 1
#define Free 2

byte items = 0;
byte bell[WAITERS];
bool asleep[WAITERS];
byte slot[4];
byte lock[4];               /* watcher + 1 */
bool killed[WATCHERS];
byte give_ups = GIVE_UPS;
#if FLAGGED
bool W = true;
byte unchanged;             /* bit n: nobody set W since n looked at it; the word has a count, which each who sets W moves on */
#endif

/* Rings the first whose bell waits; i is WAITERS if there is none. */
inline ring_next() {
    i = 0;
    do
    :: i == WAITERS -> break
    :: atomic { i < WAITERS && !(bell[i] & Waits) -> i++ }
    :: atomic { i < WAITERS && bell[i] == Waits -> bell[i] = Rung; break }
    :: atomic { i < WAITERS && bell[i] == Sleeps -> bell[i] = Rung }; asleep[i] = false; break
    od
}

proctype Ringer(byte me) {
    byte i;
    {
#if BROKEN == 1
        ring_next();
        items++;
#elif FLAGGED
        items++;
        if
        :: !W
        :: atomic { W -> unchanged = unchanged | (1 << me) };
            ring_next();
#if BROKEN == 7
            if
            :: i != WAITERS
            :: i == WAITERS -> W = false; ring_next()
            fi
#else
            atomic {
                if
                :: i == WAITERS && unchanged & (1 << me) -> W = false
                :: else
                fi
            }
#endif
        fi;
#else
        items++;
        ring_next();
#endif
        slot[me] = Free
    } unless { slot[me] != Live }
}

proctype Waiter(byte me) {
    byte i;
    {
        skip;
    again:
#if BROKEN == 2
        if
        :: atomic { items > 0 -> items--; goto done }
        :: items == 0
        fi;
        bell[me] = Waits;
#else
        bell[me] = Waits;
#if FLAGGED
        atomic { W = true; unchanged = 0 };
#endif
        if
        :: atomic { items > 0 -> items--; goto got }
        :: items == 0
        fi;
#endif
        if
        :: atomic { bell[me] == Waits -> bell[me] = Sleeps }
        :: bell[me] != Waits -> goto again
        fi;
        if
        :: atomic { bell[me] == Sleeps -> asleep[me] = true }
        :: atomic { bell[me] == Sleeps && give_ups > 0 -> give_ups--; goto tired }
        :: bell[me] != Sleeps -> goto again
        fi;
    end_sleep:
        !asleep[me] -> goto again;
    tired:
        bell[me] = Idle;
#if BROKEN != 6
        if
        :: atomic { items > 0 -> items-- }
        :: items == 0
        fi;
#endif
        goto done;
    got:
#if BROKEN == 3
        bell[me] = Idle;
#else
        if
        :: atomic { bell[me] == Rung -> bell[me] = Idle }; ring_next()
        :: atomic { bell[me] != Rung -> bell[me] = Idle }
        fi;
#endif
    done:
        slot[me] = Free
    } unless { slot[me] != Live }
}

#define FIND(n) atomic { n < SLOTS && slot[n] == Dead && !lock[n] -> d = n; lock[n] = me + 1 }

proctype Watcher(byte me) {
    byte d, i;
end_find:
    if
    :: FIND(0)
    :: FIND(1)
    :: FIND(2)
    :: FIND(3)
    fi;
    {
        /* The bells that the dead left are so since it died: nothing can come between this and the next. */
        atomic {
            if
            :: d < WAITERS -> bell[d] = Idle
            :: d >= WAITERS
            fi;
#if BROKEN != 4
            do
            :: i == WAITERS -> i = 0; break
            :: i < WAITERS && bell[i] == Rung -> asleep[i] = false; i++
            :: i < WAITERS && bell[i] != Rung -> i++
            od
#endif
        };
#if BROKEN != 5
        if
        :: items > 0 -> ring_next()
        :: items == 0
        fi;
#endif
        atomic { slot[d] = Free; lock[d] = 0; d = 0; i = 0 }
    } unless { atomic { killed[me] -> killed[me] = false; d = 0; i = 0 } };
    goto end_find
}

/* Kills one that can do something, or nobody: that another could still be killed must not hide who sleeps forever. */
proctype Killer() {
    byte deaths = DEATHS, n;
    do
    :: break
    :: deaths > 0 ->
        atomic {
            select(n : 0 .. SLOTS - 1);
            if
            :: slot[n] == Live ->
                slot[n] = Dead;
                if
                :: n < WAITERS -> asleep[n] = false
                :: else
                fi
            :: slot[n] == Dead && lock[n] -> killed[lock[n] - 1] = true; lock[n] = 0
            :: else
            fi;
            deaths--;
            n = 0;
            if
            :: deaths == 0 -> break
            :: else
            fi
        }
    od
}

init {
    byte n;
    atomic {
        for (n : 0 .. SLOTS - 1) {
            if
            :: n < WAITERS -> run Waiter(n)
            :: else -> run Ringer(n)
            fi
        }
        for (n : 0 .. WATCHERS - 1) {
            run Watcher(n)
        }
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    do
    :: n == WAITERS -> break
    :: else -> assert(!asleep[n] || items == 0); assert(slot[n] != Dead); n++
    od
}
