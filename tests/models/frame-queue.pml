/*
 * Frames through a queue: what a reader has stays as it is until it is done or given back; each frame whose record came is done; nobody
 * is given another frame than its record tells of; nobody waits for the dead: in the end every writer that lives has written
 * all, and every slot can be taken.
 *
 * A record is one step here, and so are a lease, its end and the look at the bound: those are in queue.pml, and this goes by what is
 * checked there. State of a slot is one word: what it is, its generation, who fills it. A frame's bytes are one number,
 * that of its record, and Junk while they are filled. Stores come in their order, as their releases want. Anybody is killed between
 * any two of his steps.
 *
 * BROKEN=1 the slot is free before the lease is done     6 takes what is published, wherever its record is
 *        2 Where after the record                        7 what is given back is free
 *        3 recovery leaves a slot without a record       8 Where is read before State
 *        4 recovery frees what the dead has published    9 takes any generation
 *        5 a reader frees any generation                10 recovery leaves a slot that was being filled
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef LANES
#define LANES 2             /* writers */
#endif
#ifndef RECORDS
#define RECORDS 2           /* of each */
#endif
#ifndef READERS
#define READERS 2
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef BACKS
#define BACKS 1             /* frames that are given back */
#endif

/* A slot is */
#define Free 0
#define Filling 1
#define Published 2
byte kind[SLOTS], generation[SLOTS], by[SLOTS];
byte where_lane[SLOTS], where[SLOTS];       /* where: behind so many records of the lane; 0: never said */
byte bytes[SLOTS];
#define Junk 0

/* A record is */
#define None 0
#define Waits 1             /* there, or given back, or left by the dead */
#define Leased 2
#define Done 3
byte record[LANES * RECORDS], record_slot[LANES * RECORDS], record_generation[LANES * RECORDS];
byte leased_by[LANES * RECORDS];

bool killing[LANES + READERS];
byte deaths, backs = BACKS, gone;

#define number(l, p) ((l) * RECORDS + (p) + 1)
#define at(l, p) ((l) * RECORDS + (p))

/* So many records of a lane, from its first on, are done. */
#if RECORDS == 1
#define BOUND(l) (record[at(l, 0)] == Done)
#elif RECORDS == 2
#define BOUND(l) (record[at(l, 0)] != Done -> 0 : 1 + (record[at(l, 1)] == Done))
#else
#define BOUND(l) (record[at(l, 0)] != Done -> 0 : (record[at(l, 1)] != Done -> 1 : 2 + (record[at(l, 2)] == Done)))
#endif
#define CAN(s) (kind[s] == Free || (kind[s] == Published && (BROKEN == 6 || (where[s] > 0 && where[s] <= BOUND(where_lane[s])))))

inline recover_writer(me) {
    i = 0;
    do
    :: i == SLOTS -> break
    :: i < SLOTS ->
        if
        :: by[i] == me + 1 && kind[i] == Filling && BROKEN != 10 -> kind[i] = Free; by[i] = 0
        :: by[i] == me + 1 && kind[i] == Published && BROKEN != 3 && where_lane[i] == me && (BROKEN == 4 || where[i] > p + came) -> kind[i] = Free; by[i] = 0
        :: else
        fi;
        i++
    od;
    i = 0
}

proctype Writer(byte me) {
    byte p, s, g, k, w, l, i;
    byte came;                  /* the record of p is there */
    {
        skip;
    next:
        if
        :: atomic { p == RECORDS -> goto over }
        :: p < RECORDS
        fi;
    look:
        if
        :: atomic { CAN(0) -> s = 0 }
#if SLOTS > 1
        :: atomic { CAN(1) -> s = 1 }
#endif
        fi;
#if BROKEN == 8
        atomic { w = where[s]; l = where_lane[s] };
        atomic { k = kind[s]; g = generation[s] };
#else
        atomic { k = kind[s]; g = generation[s] };
        atomic { w = where[s]; l = where_lane[s] };
#endif
        if
        :: atomic { k == Free }
        :: atomic { k == Published && (BROKEN == 6 || (w > 0 && w <= BOUND(l))) }
        :: atomic { else -> w = 0; l = 0; k = 0; g = 0; goto look }
        fi;
        atomic {
            if
            :: kind[s] == k && (generation[s] == g || BROKEN == 9) -> kind[s] = Filling; generation[s]++; by[s] = me + 1; w = 0; l = 0; k = 0; g = 0
            :: else -> w = 0; l = 0; k = 0; g = 0; goto look
            fi
        };
        bytes[s] = Junk;
        bytes[s] = number(me, p);
#if BROKEN != 2
        atomic { where_lane[s] = me; where[s] = p + 1 };
#endif
        atomic { assert(BROKEN || (kind[s] == Filling && by[s] == me + 1)); kind[s] = Published };
        atomic {
            record_slot[at(me, p)] = s;
            record_generation[at(me, p)] = generation[s];
            record[at(me, p)] = Waits;
            came = 1
        };
#if BROKEN == 2
        atomic { where_lane[s] = me; where[s] = p + 1 };
#endif
        atomic { came = 0; p++; s = 0; goto next }
    } unless {
        atomic { killing[me] -> recover_writer(me) }
    };
over:
    atomic { gone++; p = 0; came = 0; s = 0 }
}

#define LEASE(n) atomic { record[n] == Waits -> r = n; record[n] = Leased; leased_by[n] = me + 1 }

/* By compare and exchange from what was read. */
inline release() {
    atomic {
        if
        :: kind[record_slot[r]] == Published && (generation[record_slot[r]] == record_generation[r] || BROKEN == 5) -> kind[record_slot[r]] = Free; by[record_slot[r]] = 0
        :: else
        fi
    }
}

proctype Reader(byte me) {
    byte r, i;
    {
        skip;
    end_next:
        if
        :: LEASE(0)
#if LANES * RECORDS > 1
        :: LEASE(1)
#endif
#if LANES * RECORDS > 2
        :: LEASE(2)
#endif
#if LANES * RECORDS > 3
        :: LEASE(3)
#endif
        fi;
        /* The first use, and the last. */
        assert(bytes[record_slot[r]] == r + 1);
        atomic { assert(bytes[record_slot[r]] == r + 1 && kind[record_slot[r]] == Published && generation[record_slot[r]] == record_generation[r]) };
        if
        :: atomic { backs > 0 -> backs--; record[r] = Waits; leased_by[r] = 0 };
#if BROKEN == 7
            release();
#endif
            atomic { r = 0; goto end_next }
        :: skip
        fi;
#if BROKEN == 1
        release();
        atomic { record[r] = Done; leased_by[r] = 0 };
#else
        atomic { record[r] = Done; leased_by[r] = 0 };
        release();
#endif
        atomic { r = 0; goto end_next }
    } unless {
        atomic {
            killing[LANES + me] ->
            i = 0;
            do
            :: i == LANES * RECORDS -> break
            :: i < LANES * RECORDS ->
                if
                :: leased_by[i] == me + 1 -> record[i] = Waits; leased_by[i] = 0
                :: else
                fi;
                i++
            od;
            i = 0; r = 0
        }
    }
}

proctype Killer() {
    byte who;
end_kill:
    do
    :: atomic { deaths < DEATHS -> deaths++; select(who : 0 .. LANES + READERS - 1); killing[who] = true; who = 0 }
    :: deaths == DEATHS -> break
    od
}

/* When nothing goes on any more. */
proctype End() {
    byte i;
end_wait:
    atomic {
        timeout ->
        assert(gone == LANES);
        i = 0;
        do
        :: i == SLOTS -> break
        :: i < SLOTS -> assert(CAN(i)); i++
        od;
        i = 0;
        do
        :: i == LANES * RECORDS -> break
        :: i < LANES * RECORDS -> assert(record[i] == None || record[i] == Done); i++
        od
    }
}

init {
    byte i;
    atomic {
        i = 0;
        do
        :: i == LANES -> break
        :: i < LANES -> run Writer(i); i++
        od;
        i = 0;
        do
        :: i == READERS -> break
        :: i < READERS -> run Reader(i); i++
        od;
        run Killer();
        run End()
    }
}
