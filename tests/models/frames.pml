/*
 * The frames of a topic: what a subscriber holds stays as it is until it lets go; a subscriber that blocks is given each frame that was
 * published after it joined; nobody is given another frame than its record tells of; nobody waits for the dead: in the end
 * every publisher that lives has published all, and every subscriber that lives has had or lost all.
 *
 * A record is one step here, and is never overwritten: rings and Limit are in topic.pml, and so is how somebody waits. State of a
 * slot is one word: what it is, its generation, who fills it. A hold is one word: the slot and the generation. A frame's bytes are
 * one number, that of its record, and Junk while they are filled.
 *
 * A record stays in its writer's buffer until the next fence of the writer, or release; every compare and exchange is a fence. Loads
 * that nothing orders are tried early, as BROKEN tells. Anybody is killed between any two of his steps.
 *
 * BROKEN=1 a subscriber has no fence                10 recovery leaves holds
 *        2 a publisher has no fence                 11 recovery leaves a slot without a place
 *        3 takes what its record tells of           12 recovery leaves a slot that was being filled
 *        4 fills without a look at holds            13 takes any generation
 *        5 a free slot without a look at holds      14 lets go before the use ends
 *        6 a hold counts by its generation          15 recovery frees a slot without a place
 *        7 the cursor moves before there is a hold  16 says where the record is before it is there
 *        8 looks at cursors without a fence         17 recovery leaves a subscriber's cursors
 *        9 the record, then Published               18 fills, then looks at holds
 *       19 does not look where nothing was promised 20 the cursor moves before there is a hold of what was promised
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef LANES
#define LANES 1             /* publishers */
#endif
#ifndef RECORDS
#define RECORDS 3           /* of each */
#endif
#ifndef BLOCKS
#define BLOCKS 1            /* subscribers that block */
#endif
#ifndef DROPS
#define DROPS 0             /* subscribers that do not */
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef ABORTS
#define ABORTS 1
#endif
#define ALL (BLOCKS + DROPS)

/* A slot is */
#define Free 0
#define Filling 1
#define Published 2
byte kind[SLOTS], generation[SLOTS], by[SLOTS];
byte where[SLOTS];          /* behind its record, in the lane of who filled it, + 1; 0: nowhere yet */
byte bytes[SLOTS];
#define Junk 0

/* The records of the lanes, which are there up to published, and what is still in a buffer. */
byte record_slot[LANES * RECORDS], record_generation[LANES * RECORDS];
byte published[LANES];
byte late[LANES], late_slot[LANES];     /* the buffer of each */
#define Record 1
#define Both 2              /* the record, then Where */
#define Where 3

/* A subscriber. */
#define None 0
#define Joining 1
#define Live 2
byte state[ALL], cursor[ALL * LANES];
byte hold[ALL], hold_generation[ALL];       /* hold: slot + 1 */

#define Dead 1              /* and nobody has recovered it */
#define Gone 2
byte publisher[LANES], subscriber[ALL];
bool killing[LANES + ALL];
byte deaths, aborts = ABORTS;

/* What is so. */
byte at[ALL * LANES];       /* where each reads on */
byte done[LANES];

#define number(l, p) ((l) * RECORDS + (p) + 1)
#define record(l, p) ((l) * RECORDS + (p))

/* The first that is in the buffer; all. */
inline flush_one(l) {
    if
    :: late[l] == Record -> late[l] = 0; published[l]++
    :: late[l] == Both -> late[l] = Where; published[l]++
    :: late[l] == Where -> late[l] = 0; where[late_slot[l]] = published[l] + 1; late_slot[l] = 0
    :: else
    fi
}

inline flush(l) {
    flush_one(l);
    flush_one(l)
}

/* Its record is there, and behind the cursors of all who block. A publisher sees its own stores before others do. */
#define SEEN(s) (late[me] > Record && late_slot[me] == s -> p + 1 : where[s])
#if BLOCKS == 0
#define BEHIND(s) (SEEN(s) > 0)
#elif BLOCKS == 1
#define BEHIND(s) (SEEN(s) > 0 && (state[0] == None || SEEN(s) <= cursor[by[s]] + 1))
#else
#define BEHIND(s) (SEEN(s) > 0 && (state[0] == None || SEEN(s) <= cursor[by[s]] + 1) && \
    (state[1] == None || SEEN(s) <= cursor[LANES + by[s]] + 1))
#endif

/* Who was held up by somebody tries again when that is over. */
#define HELD(s) (hold[0] == s + 1 || hold[ALL - 1] == s + 1)
#define TAKE(n) \
    atomic { n < SLOTS && kind[n] == Free && !HELD(n) -> s = n; k = Free }; goto take; \
    :: atomic { n < SLOTS && kind[n] == Published && !HELD(n) && BEHIND(n) -> s = n; k = Published; g = generation[n] }; goto take

proctype Publisher(byte me) {
    byte p, s, g, k, i, x;
    {
        skip;
    next:
        if
        :: atomic { p == RECORDS -> goto over }
        :: p < RECORDS
        fi;
        /* 0, a fence */
#if BROKEN != 8
        atomic { flush(me) };
#endif
    end_lease:
        /* 1 */
        if
        :: TAKE(0)
#if SLOTS > 1
        :: TAKE(1)
#endif
#if SLOTS > 2
        :: TAKE(2)
#endif
        fi;
    take:
        /* Not where nothing is looked at from here on. */
        atomic {
            if
            :: k == Free -> g = generation[s]
            :: else
            fi
        };
#if BROKEN == 2
        do
        :: atomic { i == ALL -> i = 0; break }
        :: atomic { i < ALL && hold[i] == s + 1 -> i = 0; s = 0; g = 0; k = 0; goto next }
        :: atomic { i < ALL && hold[i] != s + 1 -> i++ }
        od;
#endif
        /* 2 and 3, a fence */
        atomic {
            flush(me);
            if
            :: kind[s] == k && generation[s] == g -> kind[s] = Filling; generation[s]++; x = by[s]; by[s] = me
            :: else -> s = 0; g = 0; k = 0; goto next
            fi
        };
#if BROKEN == 18
        bytes[s] = Junk;
#endif
        /* 4 */
#if BROKEN != 2 && BROKEN != 4
        do
        :: atomic { i == ALL -> i = 0; break }
#if BROKEN == 5
        :: atomic { i == 0 && k == Free -> break }
#endif
#if BROKEN == 6
#define HOLDS (hold[i] == s + 1 && hold_generation[i] == g)
#else
#define HOLDS (hold[i] == s + 1)
#endif
        :: atomic { i < ALL && HOLDS -> i = 0; goto back }
        :: atomic { i < ALL && !HOLDS -> i++ }
        od;
#endif
        atomic { where[s] = 0; bytes[s] = Junk; x = 0 };
        if
        :: true
        /* Aborts. */
        :: atomic { aborts > 0 -> aborts--; kind[s] = Free; s = 0; g = 0; k = 0; goto next }
        fi;
        bytes[s] = number(me, p);
#if BROKEN == 9
        atomic { record_slot[record(me, p)] = s; record_generation[record(me, p)] = g + 1; published[me]++ };
        kind[s] = Published;
        where[s] = p + 2;
#else
#if BROKEN == 16
        where[s] = p + 2;
#endif
        kind[s] = Published;
        atomic { record_slot[record(me, p)] = s; record_generation[record(me, p)] = g + 1; late[me] = Record };
#if BROKEN != 16
        atomic { late[me] = (late[me] == Record -> Both : Where); late_slot[me] = s };
#endif
#endif
        atomic { p++; done[me] = p; s = 0; g = 0; k = 0 };
        goto next;
    back:
        atomic {
            kind[s] = k; generation[s] = g; by[s] = x;
            s = 0; g = 0; k = 0; i = 0; x = 0
        };
        goto next;
    over:
        skip
    } unless { atomic { killing[me] -> killing[me] = false; publisher[me] = Dead; flush(me); p = 0; s = 0; g = 0; k = 0; i = 0; x = 0 } }
}

/* A step at a time: l is the lane, s and g are what its record tells of. */
proctype Subscriber(byte me) {
    byte l, s, g, k, promised[LANES];
    bool had;
    {
        skip;
#if BLOCKS
        /* Joins at any record that is there. */
        if
        :: me >= BLOCKS
        :: me < BLOCKS ->
            do
            :: atomic { l == LANES -> l = 0; break }
            :: atomic { l < LANES -> select(s : 0 .. published[l]); at[me * LANES + l] = s; cursor[me * LANES + l] = s; s = 0; l++ }
            od;
            state[me] = Joining;
            /* A fence. What is published from here on it is to have. */
            do
            :: atomic { l == LANES -> l = 0; break }
            :: atomic { l < LANES -> promised[l] = published[l]; l++ }
            od;
            state[me] = Live
        fi;
#endif
    look:
    end_look:
        /* 1 */
        if
        :: atomic { at[me * LANES] < published[0] -> l = 0 }
#if LANES > 1
        :: atomic { at[me * LANES + 1] < published[1] -> l = 1 }
#endif
        fi;
        atomic { s = record_slot[record(l, at[me * LANES + l])]; g = record_generation[record(l, at[me * LANES + l])] };
#if BROKEN == 7
        if
        :: me < BLOCKS -> cursor[me * LANES + l] = at[me * LANES + l] + 1
        :: else
        fi;
#endif
#if BROKEN == 19
#define SURE (me < BLOCKS)
#else
#define SURE (me < BLOCKS && at[me * LANES + l] >= promised[l])
#endif
        if
        :: SURE ->
            /* Nobody takes it before the cursor goes on: it may be used before others see the hold, which only comes before the cursor. */
            assert(bytes[s] == number(l, at[me * LANES + l]));
#if BROKEN == 20
            cursor[me * LANES + l] = at[me * LANES + l] + 1;
            atomic { hold[me] = s + 1; hold_generation[me] = g };
#else
            atomic { hold[me] = s + 1; hold_generation[me] = g };
            cursor[me * LANES + l] = at[me * LANES + l] + 1;
#endif
            had = true;
            goto use
        :: else
        fi;
#if BROKEN == 13
#define STILL (kind[s] == Published)
#else
#define STILL (kind[s] == Published && generation[s] == g)
#endif
#if BROKEN == 1
        had = STILL;
        atomic { hold[me] = s + 1; hold_generation[me] = g };
#else
        /* 2 */
        atomic { hold[me] = s + 1; hold_generation[me] = g };
        /* 3, a fence, and 4 */
#if BROKEN == 3
        had = true;
#else
        had = STILL;
#endif
#endif
        if
        :: me < BLOCKS -> cursor[me * LANES + l] = at[me * LANES + l] + 1
        :: else
        fi;
    use:
        if
        :: had ->
#if BROKEN == 14
            hold[me] = 0;
#endif
            assert(bytes[s] == number(l, at[me * LANES + l]));
            /* And is so until it lets go. */
            atomic { assert(bytes[s] == number(l, at[me * LANES + l])); had = false }
        :: !had
        fi;
        atomic { hold[me] = 0; hold_generation[me] = 0; at[me * LANES + l]++; l = 0; s = 0; g = 0 };
        goto look
    } unless { atomic { killing[LANES + me] -> killing[LANES + me] = false; subscriber[me] = Dead; l = 0; s = 0; g = 0; had = false } }
}

proctype Buffer() {
end_buffer:
    do
    :: atomic { late[0] -> flush_one(0) }
#if LANES > 1
    :: atomic { late[1] -> flush_one(1) }
#endif
    od
}

/* Each step may be repeated; who dies between them is followed by another. */
proctype Recoverer() {
    byte d, i;
end_recover:
    do
    :: atomic { d < LANES && publisher[d] == Dead };
        do
        :: atomic { i < SLOTS ->
                if
#if BROKEN != 12
                :: kind[i] == Filling && by[i] == d -> kind[i] = Free
#endif
#if BROKEN == 15
                :: kind[i] == Published && by[i] == d && !where[i] -> kind[i] = Free
#elif BROKEN != 11
                :: kind[i] == Published && by[i] == d && !where[i] -> where[i] = published[d] + 1
#endif
                :: else
                fi;
                i++
            }
        :: atomic { i == SLOTS -> i = 0; publisher[d] = Gone; d = 0; break }
        od
    :: atomic { d < ALL && subscriber[d] == Dead };
#if BROKEN != 17
        state[d] = None;
#endif
        atomic {
#if BROKEN != 10
            hold[d] = 0; hold_generation[d] = 0;
#endif
            subscriber[d] = Gone; d = 0
        }
    :: atomic { d == 0 && LANES + ALL > 2 && publisher[0] != Dead && subscriber[0] != Dead &&
            (LANES > 1 && publisher[LANES - 1] == Dead || ALL > 1 && subscriber[ALL - 1] == Dead) -> d = 1 }
    :: atomic { d == 1 && (LANES == 1 || publisher[LANES - 1] != Dead) && (ALL == 1 || subscriber[ALL - 1] != Dead) -> d = 0 }
    od
}

#define KILL_PUBLISHER(n) atomic { n < LANES && deaths > 0 && !publisher[n] && !killing[n] -> deaths--; killing[n] = true }
#define KILL_SUBSCRIBER(n) atomic { n < ALL && deaths > 0 && !subscriber[n] && !killing[LANES + n] -> \
    deaths--; killing[LANES + n] = true }

proctype Killer() {
end_kill:
    do
    :: KILL_PUBLISHER(0)
    :: KILL_SUBSCRIBER(0)
#if LANES > 1
    :: KILL_PUBLISHER(1)
#endif
#if ALL > 1
    :: KILL_SUBSCRIBER(1)
#endif
    od
}

init {
    byte n;
    atomic {
        select(deaths : 0 .. DEATHS);
        for (n : 0 .. ALL - 1) {
            run Subscriber(n)
        }
        for (n : 0 .. LANES - 1) {
            run Publisher(n)
        }
        run Buffer();
        run Recoverer();
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    atomic {
        for (n : 0 .. LANES - 1) {
            assert(publisher[n] != Dead && (publisher[n] == Gone || done[n] == RECORDS))
        }
        for (n : 0 .. ALL * LANES - 1) {
            assert(subscriber[n / LANES] != Dead && (subscriber[n / LANES] == Gone || at[n] == published[n % LANES]))
        }
    }
}
