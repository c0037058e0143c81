/* The round trip over two auto-reset events with the steps that Mapwire's take: a word that is set and a bell to sleep on.
 * event COUNT PROCESSOR PROCESSOR [SPIN]   SPIN: for how many nanoseconds to look before sleeping; 0: sleep at once
 * Prints one line of JSON: the mean of COUNT trips, then the percentiles of COUNT others, each taken by the clock. */
#include "bench.h"
#include <linux/futex.h>
#include <sys/syscall.h>

enum { IsSet = 1, Waiters = 2, Idle = 0, Waits = 1, Sleeps = 3, Rung = 8, PausesBetweenLooks = 16 };
#define ONE (1ull << 32)

typedef struct {
    LINE _Atomic uint64_t word;
    LINE _Atomic uint32_t bell;
} event_t;

typedef struct {
    event_t there, back;
    LINE _Atomic uint32_t arrived;
    LINE _Atomic uint32_t is_over;
} shared_t;

static shared_t *shared;
static uint64_t spin;

static inline int try_wait(event_t *event)
{
    uint64_t word = atomic_load_explicit(&event->word, memory_order_acquire);
    while (word & IsSet)
        if (atomic_compare_exchange_strong(&event->word, &word, word & ~(uint64_t)IsSet))
            return 1;
    return 0;
}

/* Who fails has said that somebody waits. */
static int try_pass(event_t *event)
{
    while (!try_wait(event)) {
        uint64_t word = atomic_load_explicit(&event->word, memory_order_acquire);
        if (!(word & IsSet) && ((word & Waiters) || atomic_compare_exchange_strong(&event->word, &word, word | Waiters)))
            return 0;
    }
    return 1;
}

static int try_spin(event_t *event)
{
    uint64_t end = now_ns() + spin;
    while (now_ns() < end)
        for (int i = 0; i < PausesBetweenLooks; i++) {
            relax();
            if (try_wait(event))
                return 1;
        }
    return 0;
}

static void wait_for(event_t *event)
{
    if (try_wait(event) || (spin && try_spin(event)))
        return;
    while (1) {
        uint32_t waits = Waits;
        atomic_exchange(&event->bell, Waits);
        if (try_pass(event))
            break;
        if (atomic_compare_exchange_strong(&event->bell, &waits, Sleeps))
            syscall(SYS_futex, &event->bell, FUTEX_WAIT, Sleeps, NULL, NULL, 0);
    }
    atomic_exchange(&event->bell, Idle);
}

static int try_ring(event_t *event)
{
    uint32_t value = atomic_load_explicit(&event->bell, memory_order_acquire);
    do
        if (value == Idle || value == Rung)
            return 0;
    while (!atomic_compare_exchange_strong(&event->bell, &value, Rung));
    if (value == Sleeps)
        syscall(SYS_futex, &event->bell, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
    return 1;
}

static void set(event_t *event)
{
    uint64_t word = atomic_load_explicit(&event->word, memory_order_acquire);
    while (!atomic_compare_exchange_strong(&event->word, &word, (word | IsSet) + ONE))
        ;
    while (1) {
        word = atomic_load_explicit(&event->word, memory_order_acquire);
        if (!(word & Waiters) || try_ring(event))
            return;
        if (!(word & IsSet) || atomic_compare_exchange_strong(&event->word, &word, word & ~(uint64_t)Waiters))
            return;
    }
}

static void second(void)
{
    meet(&shared->arrived, 2);
    while (1) {
        wait_for(&shared->there);
        if (atomic_load(&shared->is_over))
            return;
        set(&shared->back);
    }
}

static inline void trip(void)
{
    set(&shared->there);
    wait_for(&shared->back);
}

int main(int count, char **words)
{
    long trips = number(count, words, 1, 20000);
    uint64_t since, mean, *took;
    pid_t other;
    if (trips <= 0) {
        fprintf(stderr, "event COUNT PROCESSOR PROCESSOR [SPIN]\n");
        return 64;
    }
    spin = (uint64_t)number(count, words, 4, 0);
    took = calloc((size_t)trips, sizeof *took);
    memset(took, 0, (size_t)trips * sizeof *took);
    pin((int)number(count, words, 2, 0));
    shared = share(sizeof *shared);
    other = start(second, (int)number(count, words, 3, 1));
    meet(&shared->arrived, 2);
    for (long i = 0; i < trips / 10; i++)
        trip();
    since = now_ns();
    for (long i = 0; i < trips; i++)
        trip();
    mean = now_ns() - since;
    for (long i = 0; i < trips; i++) {
        since = now_ns();
        trip();
        took[i] = now_ns() - since;
    }
    atomic_store(&shared->is_over, 1);
    set(&shared->there);
    await_end(other);
    qsort(took, (size_t)trips, sizeof *took, compare);
    printf("{\"mean_ns\":%.1f,\"min_ns\":%lu,\"p50_ns\":%lu,\"p99_ns\":%lu,\"max_ns\":%lu}\n", (double)mean / (double)trips, took[0],
        took[trips / 2], took[trips * 99 / 100], took[trips - 1]);
    return 0;
}
