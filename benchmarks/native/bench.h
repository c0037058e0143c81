/* What the C programs here share: memory between two processes, each on a processor of its own, and the clock. */
#ifndef MAPWIRE_BENCH_H
#define MAPWIRE_BENCH_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE _Alignas(128)

static void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static inline uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void pin(int processor)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        fail("pin");
}

static __attribute__((unused)) void *share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap");
    return memory;
}

/* A second process that runs one function on a processor of its own, and dies with the first. */
static __attribute__((unused)) pid_t start(void (*side)(void), int processor)
{
    pid_t process = fork();
    if (process < 0)
        fail("fork");
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(processor);
        side();
        _exit(0);
    }
    return process;
}

static __attribute__((unused)) void await_end(pid_t process)
{
    int status;
    if (waitpid(process, &status, 0) != process || !WIFEXITED(status) || WEXITSTATUS(status)) {
        fprintf(stderr, "the other process failed\n");
        exit(1);
    }
}

/* Both processes wait here for each other; looking, so that both go on at once. */
static __attribute__((unused)) void meet(_Atomic uint32_t *arrived, uint32_t expected)
{
    atomic_fetch_add(arrived, 1);
    while (atomic_load_explicit(arrived, memory_order_acquire) < expected)
        relax();
}

static __attribute__((unused)) int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static inline long number(int count, char **words, int at, long standard)
{
    return count > at ? strtol(words[at], NULL, 10) : standard;
}
#endif
