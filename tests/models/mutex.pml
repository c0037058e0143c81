/*
 * The mutex, as docs/protocols.md tells it: one owner at a time; the lock of an owner that died passes on, and the next owner is
 * told (Abandoned) exactly when the dead had entered; nobody sleeps forever while the lock could be had.
 *
 * A bell and the word have two fenced sides (the bell is written, then the word is read; the word is written, then the bells are
 * read), so the sequentially consistent memory of this model is right for them. A loop of compare and exchange that decides from
 * the word alone is one step here. Of the word's count the model keeps what matters: whose last look at it is still true.
 *
 * Who takes part is killed between any two of its steps. The watchers are threads of bystanders; one of them is killed only while
 * it recovers, another begins again. A sleeper in the kernel is woken by a wake that comes after it fell asleep, and by no other.
 *
 * BROKEN=1 clears Waiters whatever the word has become, then looks at the bells once more
 *        2 recovery does not wake those whose bell is already Rung
 *        3 recovery rings nobody
 *        4 hands over, and does not look whether the heir still waits
 *        5 takes the lock back as its own, to release it again
 *        6 does not set Waiters before it sleeps
 *        7 gives up without a last try
 *        8 recovery says Abandoned although the lock was only handed
 *        9 recovery does not look whether the heir still waits
 *       10 takes the lock back from an heir that has taken it
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef SLOTS
#define SLOTS 3
#endif
#ifndef ROUNDS
#define ROUNDS 1
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
#ifndef JOINS
#define JOINS 0             /* so many that died are followed by another in the same slot */
#endif

/* A bell: one of these, and Starves beside the first two. */
#define Idle 0
#define Waits 1
#define Sleeps 3
#define Starves 4
#define Rung 8

/* A slot. */
#define Live 0
#define Dead 1
#define Free 2

/* The word. It may have been left with flags that mean nothing any more. */
byte owner = 0;
bit A, W, S, H;
/* Bit n: nobody got the lock since n looked at the word. */
byte unchanged;

byte bell[SLOTS];
bool asleep[SLOTS];
byte slot[4];
byte lock[4];               /* watcher + 1 */
bool killed[WATCHERS];
byte give_ups = GIVE_UPS;
byte joins = JOINS;

/* What is so, whatever the word says. */
byte inside;                /* slot + 1 */
bool torn;                  /* an owner died inside, and nobody has repaired the data */

#define mark(n) unchanged = unchanged | (1 << (n))
#define is_unchanged(n) (unchanged & (1 << (n)))

#define enter() unchanged = 0; assert(inside == 0); inside = me + 1; assert(A == torn)

/* Two ways to get it, each in one step. */
#define ACQUIRE atomic { owner == 0 -> owner = me + 1; enter() }
#define TAKE atomic { owner == me + 1 && H -> H = 0; enter() }
#define IMPOSSIBLE (owner != 0 && !(owner == me + 1 && H))

#define after(n) i = (n + 1) % SLOTS

/* Rings the next slot after from whose bell waits; i is from if there is none. Looking and ringing are one step: who finds that
   the bell did not wait goes on to the next. */
inline ring_next(from) {
    after(from);
    do
    :: i == from -> break
    :: atomic { i != from && !(bell[i] & Waits) -> after(i) }
    :: atomic { i != from && (bell[i] & Sleeps) == Waits -> bell[i] = Rung; break }
    :: atomic { i != from && (bell[i] & Sleeps) == Sleeps -> bell[i] = Rung }; asleep[i] = false; break
    od
}

proctype Process(byte me) {
    byte i, rounds = ROUNDS + 1;
    bit rung, starves;
#if JOINS
join:
#endif
    {
        skip;
    next:
        atomic {
            i = 0;
            rung = 0;
            starves = 0;
            if
            :: rounds == 1 -> slot[me] = Free; rounds = 0; goto left
            :: else -> rounds--
            fi
        };
        if
        :: ACQUIRE; goto got
        :: atomic { owner != 0 -> bell[me] = Waits; goto try }
        fi;
    again:
        bell[me] = Waits + Starves * starves;
    try:
        if
        :: ACQUIRE; goto got
        :: TAKE; goto got
#if BROKEN == 6
        :: IMPOSSIBLE
#else
        :: atomic { IMPOSSIBLE ->
            W = 1;
            if
            :: rung -> S = 1; starves = 1; rung = 0
            :: else
            fi
        }
#endif
        fi;
        if
        :: atomic { bell[me] & Waits -> bell[me] = Sleeps + Starves * starves }
        :: atomic { !(bell[me] & Waits) -> rung = 1; goto again }
        fi;
        if
        :: atomic { bell[me] & Waits -> asleep[me] = true }
        :: atomic { bell[me] & Waits && give_ups > 0 -> give_ups--; goto tired }
        :: atomic { !(bell[me] & Waits) -> rung = 1; goto again }
        fi;
        atomic { !asleep[me] -> rung = (bell[me] == Rung); goto again };
    tired:
        bell[me] = Idle;
#if BROKEN != 7
        if
        :: ACQUIRE; goto got
        :: TAKE; goto got
        :: IMPOSSIBLE
        fi;
#endif
        goto next;
    got:
        atomic { assert(inside == me + 1 && owner == me + 1 && !H); bell[me] = Idle; A = 0; torn = false };
    release:
        if
        :: atomic { !W && !S -> owner = 0; inside = 0; goto next }
        :: atomic { W && !S -> owner = 0; inside = 0; mark(me); goto others }
        :: S
        fi;
        after(me);
        do
        :: atomic { i == me -> S = 0; owner = 0; inside = 0; mark(me); goto others }
        :: atomic { i != me && !(bell[i] & Starves) -> after(i) }
        :: i != me && (bell[i] & Starves) -> break
        od;
        atomic { owner = i + 1; H = 1; inside = 0; mark(me) };
#if BROKEN == 4
        if
        :: atomic { (bell[i] & Sleeps) == Sleeps -> bell[i] = Rung }; asleep[i] = false; goto next
        :: atomic { (bell[i] & Sleeps) != Sleeps -> bell[i] = Rung; goto next }
        fi;
#else
        if
        :: atomic { (bell[i] & Sleeps) == Sleeps -> bell[i] = Rung }; asleep[i] = false; goto next
        :: atomic { (bell[i] & Sleeps) == Waits -> bell[i] = Rung; goto next }
        :: atomic { !(bell[i] & Waits) -> bell[i] = Rung }
        fi;
#endif
#if BROKEN == 5
        if
        :: atomic { owner == i + 1 && H && is_unchanged(me) -> owner = me + 1; H = 0; goto release }
        :: !(owner == i + 1 && H && is_unchanged(me)) -> goto next
        fi;
#elif BROKEN == 10
        if
        :: atomic { owner == i + 1 -> owner = 0; H = 0 }
        :: owner != i + 1 -> goto next
        fi;
#else
        if
        :: atomic { owner == i + 1 && H && is_unchanged(me) -> owner = 0; H = 0 }
        :: !(owner == i + 1 && H && is_unchanged(me)) -> goto next
        fi;
#endif
    others:
        ring_next(me);
        if
        :: i != me
#if BROKEN == 1
        :: i == me -> W = 0; ring_next(me)
#else
        :: atomic { i == me && owner == 0 && is_unchanged(me) -> W = 0 }
        :: i == me && !(owner == 0 && is_unchanged(me))
#endif
        fi;
        goto next;
    left:
        skip
    } unless { slot[me] != Live };
#if JOINS
    if
    :: atomic { joins > 0 && slot[me] == Free && rounds -> joins--; slot[me] = Live; rounds = 2; goto join }
    :: joins == 0 || !rounds
    fi
#endif
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
            bell[d] = Idle;
#if BROKEN != 2
            do
            :: i == SLOTS -> i = 0; break
            :: i < SLOTS && bell[i] == Rung -> asleep[i] = false; i++
            :: i < SLOTS && bell[i] != Rung -> i++
            od
#endif
        };
        atomic {
            if
            :: owner == d + 1 && !H -> owner = 0; A = 1
#if BROKEN == 8
            :: owner == d + 1 && H -> owner = 0; H = 0; A = 1
#else
            :: owner == d + 1 && H -> owner = 0; H = 0
#endif
            :: owner != d + 1
            fi
        };
        if
        :: owner == 0
        :: owner != 0 && !H -> goto recovered
        :: atomic { owner != 0 && H -> i = owner - 1; mark(SLOTS + me) };
#if BROKEN == 9
            goto recovered
#else
            if
            :: atomic { (bell[i] & Sleeps) == Sleeps -> bell[i] = Rung }; asleep[i] = false; goto recovered
            :: atomic { (bell[i] & Sleeps) == Waits -> bell[i] = Rung; goto recovered }
            :: atomic { !(bell[i] & Waits) -> bell[i] = Rung }
            fi;
            if
            :: atomic { owner == i + 1 && H && is_unchanged(SLOTS + me) -> owner = 0; H = 0 }
            :: !(owner == i + 1 && H && is_unchanged(SLOTS + me)) -> goto recovered
            fi
#endif
        fi;
#if BROKEN != 3
        ring_next(d);
#endif
    recovered:
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
                asleep[n] = false;
                if
                :: inside == n + 1 -> inside = 0; torn = true
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
#ifdef WORD
        W = WORD & 1;
        S = WORD >> 1;
#else
        select(n : 0 .. 3);
        W = n & 1;
        S = n >> 1;
#endif
        for (n : 0 .. SLOTS - 1) {
            run Process(n)
        }
        for (n : 0 .. WATCHERS - 1) {
            run Watcher(n)
        }
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more; that a process still sleeps is found as an invalid end state. */
    timeout;
    assert(owner == 0 && !H && inside == 0 && A == torn);
    do
    :: n == SLOTS -> break
    :: else -> assert(slot[n] == Free); n++
    od
}
