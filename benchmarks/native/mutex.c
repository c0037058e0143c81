/* A pthread mutex, robust and shared between processes.
 * mutex alone COUNT PROCESSOR               acquire and release with nobody else there
 * mutex contend COUNT PROCESSOR PROCESSOR [BETWEEN]
 *     two processes acquire, count and release, together COUNT times, and work BETWEEN nanoseconds of their own after each
 * Prints one line of JSON. */
#include "bench.h"
#include <pthread.h>

enum { Batch = 10000, HeatOfWarmUp = 500 };
#define WARM_UP_NS 1500000000u

typedef struct {
    LINE pthread_mutex_t mutex;
    LINE volatile int64_t counter;
    volatile int64_t last;
    LINE _Atomic uint32_t arrived;
    LINE volatile int64_t target;
    LINE volatile int64_t others;
    volatile int64_t others_handoffs;
} shared_t;

static shared_t *shared;
static uint32_t expected;
static uint64_t between;

static void prepare(void)
{
    pthread_mutexattr_t how;
    shared = share(sizeof *shared);
    if (pthread_mutexattr_init(&how) || pthread_mutexattr_setpshared(&how, PTHREAD_PROCESS_SHARED)
        || pthread_mutexattr_setrobust(&how, PTHREAD_MUTEX_ROBUST) || pthread_mutex_init(&shared->mutex, &how))
        fail("pthread_mutex_init");
}

static inline void enter(void)
{
    int error = pthread_mutex_lock(&shared->mutex);
    if (__builtin_expect(error != 0, 0)) {
        errno = error;
        fail("pthread_mutex_lock");
    }
}

static inline void leave(void)
{
    int error = pthread_mutex_unlock(&shared->mutex);
    if (__builtin_expect(error != 0, 0)) {
        errno = error;
        fail("pthread_mutex_unlock");
    }
}

static void alone(long count)
{
    long batches = count / Batch > 0 ? count / Batch : 1;
    uint64_t *took = malloc((size_t)batches * sizeof *took), begun = now_ns();
    while (now_ns() - begun < WARM_UP_NS / 3)
        for (int i = 0; i < Batch; i++) {
            enter();
            leave();
        }
    for (long batch = 0; batch < batches; batch++) {
        uint64_t since = now_ns();
        for (int i = 0; i < Batch; i++) {
            enter();
            leave();
        }
        took[batch] = now_ns() - since;
    }
    qsort(took, (size_t)batches, sizeof *took, compare);
    printf("{\"ns\":%.3f}\n", (double)took[batches / 2] / Batch);
}

static void work(void)
{
    uint64_t end = now_ns() + between;
    while (now_ns() < end)
        ;
}

static void heat(int64_t side, int64_t target, int64_t *mine, int64_t *handoffs)
{
    *mine = *handoffs = 0;
    while (1) {
        enter();
        if (shared->counter >= target) {
            leave();
            return;
        }
        shared->counter++;
        ++*mine;
        if (shared->last != side) {
            shared->last = side;
            ++*handoffs;
        }
        leave();
        if (between)
            work();
    }
}

/* The first process says with the target how far to count; 0 ends. */
static void second(void)
{
    while (1) {
        int64_t mine, handoffs;
        meet(&shared->arrived, expected += 2);
        if (shared->target == 0)
            return;
        heat(2, shared->target, &mine, &handoffs);
        shared->others = mine;
        shared->others_handoffs = handoffs;
        meet(&shared->arrived, expected += 2);
    }
}

static uint64_t together(int64_t count, int64_t *mine, int64_t *handoffs)
{
    uint64_t since, took;
    shared->counter = 0;
    shared->target = count;
    meet(&shared->arrived, expected += 2);
    since = now_ns();
    heat(1, count, mine, handoffs);
    meet(&shared->arrived, expected += 2);
    took = now_ns() - since;
    if (shared->counter != count || *mine + shared->others != count) {
        fprintf(stderr, "updates were lost\n");
        exit(1);
    }
    return took;
}

static void contend(int64_t count, int processor)
{
    int64_t mine, handoffs;
    pid_t other = start(second, processor);
    uint64_t took, begun = now_ns();
    while (now_ns() - begun < WARM_UP_NS)
        together(HeatOfWarmUp, &mine, &handoffs);
    took = together(count, &mine, &handoffs);
    handoffs += shared->others_handoffs;
    shared->target = 0;
    meet(&shared->arrived, expected += 2);
    await_end(other);
    printf("{\"ns\":%.3f,\"total_ms\":%.3f,\"share\":%.4f,\"handoffs\":%.5f}\n", (double)took / (double)count, (double)took / 1e6,
        (double)(mine < count - mine ? mine : count - mine) / (double)count, (double)handoffs / (double)count);
}

int main(int count, char **words)
{
    const char *verb = count > 1 ? words[1] : "";
    long times = number(count, words, 2, 1000000);
    if ((strcmp(verb, "alone") && strcmp(verb, "contend")) || times <= 0) {
        fprintf(stderr, "mutex alone COUNT PROCESSOR | mutex contend COUNT PROCESSOR PROCESSOR [BETWEEN]\n");
        return 64;
    }
    between = (uint64_t)number(count, words, 5, 0);
    pin((int)number(count, words, 3, 0));
    prepare();
    if (strcmp(verb, "alone") == 0)
        alone(times);
    else
        contend(times, (int)number(count, words, 4, 1));
    return 0;
}
