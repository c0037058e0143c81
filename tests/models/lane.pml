/*
 * The lane, as docs/protocols.md tells it: readers are given exactly the records that were published, in order and whole; no bytes of
 * an earlier lap, of an aborted record or of a dead writer's are taken for a record; what a reader has claimed stays as it is until
 * it lets go; a successor finds the end; nobody waits forever.
 *
 * Every word of the ring that could be taken for a record's can be read as one: a payload word is the record's number, and so
 * looks like the word of a record of that length; the lane begins anywhere in a ring full of an earlier lap. The lap in a record's
 * word is left out: the zero at the place of the next record has to be enough. Claims are hands in queue.pml; here a claim is one
 * step, and so is the look at the Bound.
 *
 * The writer's publication is a store with release: it is behind all earlier stores, and may come after later loads and stores of the
 * writer: it stays in a buffer until that is emptied, at any moment, or by a fence: a compare and exchange of the writer's, the
 * next publication, the reader's barrier, the end of the process.
 *
 * A mark is one step: who dies in it leaves the one before. The writer makes it after a record or does not, as it likes.
 *
 * A writer is killed between any two of its steps.
 *
 * BROKEN=1 publishes before the payload             6 has room up to the Bound, with no word more
 *        2 publishes before the word behind is 0    7 (WAITS) no barrier
 *        3 leaves the word behind as it is          8 (WAITS) turns ReadersWait off whatever it has become
 *        4 the pad first, then the record           9 the successor begins where the mark is
 *        5 marks first, then the record's word     10 (WAITS) ReadersWait first, then the bell
 *       11 has one mark, and writes it in two steps
 *       12 writes over the place of the mark
 *       13 publishes the first of two before the second is written
 * With LONGEST=3 and RING=6 a record may be longer than half of the ring, for which there may never be room.
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef RING
#define RING 6
#endif
#ifndef LONGEST
#define LONGEST 2           /* words of payload */
#endif
#ifndef RECORDS
#define RECORDS 3
#endif
#ifndef STARTS
#define STARTS RING         /* places where it begins */
#endif
#ifndef LEFT
#define LEFT 2              /* the ring begins full of these */
#endif
#ifndef READERS
#define READERS 2           /* or 1 */
#endif
#ifndef RUN
#define RUN 2               /* records claimed at once, at most */
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef ABORTS
#define ABORTS 1
#endif
#ifndef WAITS
#define WAITS 0             /* readers wait by bells and ReadersWait; otherwise they just go on when there is something */
#endif
#define WRITERS (DEATHS + 1)

/* The word of a record is its length, that of a pad its length and this. */
#define Pad 16
/* What is written into a record that is aborted. */
#define Junk 5

/* A bell. Waits and Sleeps are one here. */
#define Idle 0
#define Waits 1
#define Rung 2

byte ring[RING];
byte head, tail;            /* tail and marked: the mark */
byte marked;
byte owner;                 /* writer + 1 */
byte stored_at, stored;     /* the buffer; 0 is empty */
byte bell[READERS];
bool readers_wait;
bool unchanged;             /* nobody turned ReadersWait on since the writer looked at it: its count */
byte deaths, aborts = ABORTS;
bool dead[WRITERS];
bool killed;                /* the owner, and nobody has recovered it */

/* What is so. */
byte written;               /* records that were published, though perhaps still in the buffer */
byte taken;                 /* records that were claimed */
byte ends[RECORDS + 1];     /* where each ends, from 1 on */
byte hold[READERS];         /* the claim of each: its start + 1 */

#define at(p) ring[(p) % RING]
#define empty_buffer() if :: stored -> at(stored_at) = stored; stored = 0; stored_at = 0 :: else fi

inline publish(p, word) {
#if WAITS
    atomic { !stored -> stored_at = p; stored = word; written++; ends[written] = q + size + 1 }
#else
    atomic { at(p) = word; written++; ends[written] = q + size + 1 }
#endif
}

#if BROKEN == 11
#define make_mark() tail = t; marked = written
#else
#define make_mark() atomic { tail = t; marked = written }
#endif

#if BROKEN == 6
#define MORE 0
#else
#define MORE 1
#endif

#define BEHIND (q + size + 1 + MORE)
#define ROOM (BEHIND <= head + RING && (!hold[0] || BEHIND <= hold[0] - 1 + RING) && \
    (!hold[READERS - 1] || BEHIND <= hold[READERS - 1] - 1 + RING))

proctype Writer(byte me) {
    byte t, q, size, i, value;
    bool two;
end_other:
    atomic { owner == 0 && (me == 0 || dead[me - 1]) -> owner = me + 1; t = tail; i = marked };
    {
        skip;
#if BROKEN != 9
        do
        :: atomic { at(t) == 0 -> assert(t == ends[written] && i == written); i = 0; break }
        :: atomic { at(t) != 0 && at(t) < Pad -> i++; t = t + at(t); assert(t <= ends[written]) }
        :: atomic { at(t) > Pad -> t = t + at(t) - Pad; assert(t <= ends[written]) }
        od;
        make_mark();
#endif
    next:
        atomic {
            if
            :: written == RECORDS -> goto done
            :: else
            fi;
            q = 0; value = 0; i = 0;
            if
            :: select(size : 1 .. LONGEST);
                if
                :: t % RING + size + 1 <= RING -> q = t
                :: else -> q = t - t % RING + RING
                fi
#if !WAITS
            :: written + 2 <= RECORDS && t % RING + 4 < RING -> two = true; q = t; size = 3
#endif
            fi;
            if
            :: value = written + 1
            :: aborts > 0 -> aborts--; value = Junk
            fi
        };
        /* 1 */
        ROOM;
#if BROKEN != 12
        if
        :: q + size + 1 >= tail + RING -> make_mark()
        :: else
        fi;
#endif
#if !WAITS
        if
        :: two ->
            /* Several, 2 to 4. */
            if
            :: atomic { value == Junk -> two = false; goto next }
            :: value != Junk
            fi;
            at(q + 4) = 0;
#if BROKEN != 13
            at(q + 3) = value + 1;
            at(q + 2) = 2;
#endif
            at(q + 1) = value;
            atomic { at(q) = 2; ends[written + 1] = q + 2; ends[written + 2] = q + 4; written = written + 2 };
#if BROKEN == 13
            at(q + 3) = value + 1;
            at(q + 2) = 2;
#endif
            two = false;
            goto published
        :: else
        fi;
#endif
#if BROKEN == 1
        if
        :: atomic { value != Junk && q == t -> goto zero }
        :: value == Junk || q != t
        fi;
#endif
        /* 2 */
        i = 1;
        do
        :: atomic { i <= size -> at(q + i) = value; i++ }
        :: atomic { i > size && value == Junk -> i = 0; goto next }
        :: atomic { i > size && value != Junk -> i = 0; break }
        od;
    zero:
        /* 3 */
#if BROKEN != 2 && BROKEN != 3
        at(q + size + 1) = 0;
#endif
        /* 4 */
#if BROKEN == 5
        atomic { tail = q + size + 1; marked = written + 1 };
#endif
        if
        :: q == t -> publish(q, size + 1)
        :: q != t ->
#if BROKEN == 4
            publish(t, Pad + q - t);
            at(q) = size + 1
#else
            at(q) = size + 1;
            publish(t, Pad + q - t)
#endif
        fi;
#if BROKEN == 1
        i = 1;
        do
        :: atomic { i <= size -> at(q + i) = value; i++ }
        :: atomic { i > size -> i = 0; break }
        od;
#endif
#if BROKEN == 2
        at(q + size + 1) = 0;
#endif
    published:
        atomic { t = q + size + 1; q = 0; size = 0; value = 0 };
        if
        :: make_mark()
        :: skip
        fi;
#if WAITS
        /* 5 */
        if
        :: !readers_wait -> goto next
        :: atomic { readers_wait -> unchanged = true }
        fi;
        i = 0;
        do
        :: atomic { i < READERS && bell[i] == Waits -> empty_buffer(); bell[i] = Rung; i = 0; goto next }
        :: atomic { i < READERS && bell[i] != Waits -> i++ }
        :: atomic { i == READERS -> i = 0; break }
        od;
        atomic {
            empty_buffer();
            if
#if BROKEN == 8
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
    } unless { atomic { dead[me] -> t = 0; q = 0; size = 0; i = 0; value = 0; two = false } }
}

proctype Buffer() {
end_buffer:
    do
    :: atomic { stored -> empty_buffer() }
    od
}

/* Who recovers the dead writer: 3 and 4 of Recover. */
proctype Recoverer() {
    byte i;
end_recover:
    do
    :: atomic { killed ->
            empty_buffer();
            killed = false;
            owner = 0;
            for (i : 0 .. READERS - 1) {
                if
                :: bell[i] == Waits -> bell[i] = Rung
                :: else
                fi
            }
            i = 0
        }
    od
}

/* The records of [h, e) are those from number n + 1 on. */
inline check_run() {
    w = h; k = n;
    do
    :: w == e -> break
    :: w != e && at(w) >= Pad -> w = w + at(w) - Pad
    :: w != e && at(w) < Pad ->
        k++;
        assert(at(w) > 0);
        for (i : 1 .. at(w) - 1) {
            assert(at(w + i) == k)
        }
        w = w + at(w)
    od;
    assert(w == e);
    w = 0; k = 0; i = 0
}

proctype Reader(byte me) {
    byte h, e, k, n, i, w;
    bool waits, rung;
look:
    atomic { h = head; e = head; k = 0 };
scan:
    atomic {
        w = at(e);
        if
        :: w == 0 && k == 0 -> w = 0; h = 0; e = 0; goto nothing
        :: w == 0 && k > 0
        :: w >= Pad -> e = e + w - Pad; w = 0; goto scan
        :: w > 0 && w < Pad -> e = e + w; k++; w = 0;
            if
            :: k < RUN -> goto scan
            :: else
            fi
        fi
    };
    atomic {
        if
        :: head != h -> h = 0; e = 0; k = 0; goto look
        :: else ->
            n = taken;
            taken = taken + k;
            /* What was read of the ring was true. */
            assert(taken <= written && e == ends[taken]);
            for (i : n .. taken - 1) {
                ends[i] = 0
            }
            head = e;
            hold[me] = h + 1;
            check_run()
        fi
    };
#if WAITS
    if
    :: !waits
    :: atomic { waits -> waits = false; rung = (bell[me] == Rung); bell[me] = Idle };
        if
        :: atomic { rung && at(head) != 0 -> rung = false };
            i = 0;
            do
            :: atomic { i < READERS && bell[i] == Waits -> bell[i] = Rung; i = 0; break }
            :: atomic { i < READERS && bell[i] != Waits -> i++ }
            :: atomic { i == READERS -> i = 0; break }
            od
        :: atomic { !rung || at(head) == 0 -> rung = false }
        fi
    fi;
#endif
    /* Lets go. */
    atomic { check_run(); hold[me] = 0; h = 0; e = 0; k = 0; n = 0; goto look };
nothing:
#if WAITS
    if
    :: waits
#if BROKEN == 10
    :: atomic { !waits -> readers_wait = true; unchanged = false };
        atomic { waits = true; bell[me] = Waits };
        atomic { empty_buffer() };
        goto look
#else
    :: atomic { !waits -> waits = true; bell[me] = Waits }; goto waiting
#endif
    fi;
end_sleep:
    atomic { bell[me] == Rung -> bell[me] = Waits };
waiting:
    atomic { readers_wait = true; unchanged = false };
#if BROKEN != 7
    atomic { empty_buffer() };
#endif
    goto look
#else
end_sleep:
    atomic { at(head) != 0 -> goto look }
#endif
}

proctype Killer() {
end_kill:
    do
    :: atomic { deaths > 0 && owner != 0 && !killed -> dead[owner - 1] = true; killed = true; deaths--; unchanged = false }
    od
}

init {
    byte n;
    atomic {
        select(deaths : 0 .. DEATHS);
        select(n : 0 .. STARTS - 1);
        head = n; tail = n; ends[0] = n;
        /* What an earlier lap left. */
        for (n : 0 .. RING - 1) {
            ring[n] = LEFT
        }
        at(head) = 0;
        for (n : 0 .. READERS - 1) {
            run Reader(n)
        }
        for (n : 0 .. WRITERS - 1) {
            run Writer(n)
        }
#if WAITS
        run Buffer();
#endif
        run Recoverer();
        run Killer();
        n = 0
    };
    /* Nobody can do anything any more. */
    timeout;
    assert(written == RECORDS && taken == RECORDS)
}
