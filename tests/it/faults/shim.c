/* Loaded before the C library: lets the system calls with which a database is written fail, end
 * the process, or be lost with the power; and shifts the clocks. A page of shared memory,
 * mapped from the file in SHIM_CONTROL, says what to do and counts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* The order is known to shim.rs. */
struct control {
    int64_t calls;  /* how many calls there were */
    int64_t at;     /* the call at which something happens; 0 for none */
    int64_t count;  /* and at how many after it */
    int64_t action; /* one of those below */
    int64_t error;  /* errno for FAIL */
    int64_t clock;  /* seconds added to the wall clock */
    int64_t durable;/* whether each sync copies the file to <file>.durable */
    int64_t ran;    /* seconds added to the clock that never jumps */
};

enum {
    FAIL = 1,        /* the call fails */
    EXIT_BEFORE = 2, /* the process ends in its place */
    EXIT_AFTER = 3,  /* the process ends after it */
    LOSE = 4,        /* a sync fails, and what was written since the last one is lost, as on Linux */
    FORGET = 5,      /* a sync fails, what was written can be read, and no later sync writes it, as on
                        Linux, where a page that could not be written is clean from then on */
};

#define PAGE 4096

static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("SHIM_CONTROL");
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0) return;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED) control = page;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* The file's name, if it is the database or its write-ahead log. */
static int is_database(int fd, char *name) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, 4000);
    if (length < 0) return 0;
    name[length] = 0;
    const char *file = strrchr(name, '/');
    return file && (!strcmp(file, "/bookhook.db") || !strcmp(file, "/bookhook.db-wal"));
}

/* In place, for others may be reading it. */
static void copy(const char *from, const char *to) {
    static __typeof__(&pwrite) real_pwrite;
    static __typeof__(&ftruncate) real_ftruncate;
    if (!real_pwrite) real_pwrite = (__typeof__(&pwrite))dlsym(RTLD_NEXT, "pwrite");
    if (!real_ftruncate) real_ftruncate = (__typeof__(&ftruncate))dlsym(RTLD_NEXT, "ftruncate");
    char piece[65536];
    ssize_t length;
    off_t at = 0;
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT, 0600);
    if (in < 0 || out < 0) abort();
    while ((length = read(in, piece, sizeof piece)) > 0) {
        if (real_pwrite(out, piece, (size_t)length, at) != length) abort();
        at += length;
    }
    if (real_ftruncate(out, at) != 0) abort();
    close(in);
    close(out);
}

/* Copies the pages that were written again since a sync was forgotten, which `written` marks. */
static void copy_written(const char *from, const char *to, const char *written) {
    static __typeof__(&pwrite) real_pwrite;
    if (!real_pwrite) real_pwrite = (__typeof__(&pwrite))dlsym(RTLD_NEXT, "pwrite");
    char page[PAGE], mark;
    ssize_t length;
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT, 0600), marks = open(written, O_RDONLY);
    if (in < 0 || out < 0 || marks < 0) abort();
    for (off_t at = 0; (length = pread(in, page, PAGE, at)) > 0; at += length) {
        if (pread(marks, &mark, 1, at / PAGE) != 1 || !mark) continue;
        if (real_pwrite(out, page, (size_t)length, at) != length) abort();
    }
    close(in);
    close(out);
    close(marks);
}

/* Marks pages as written, if a sync was forgotten. Nothing else is told: not even of a process that died. */
static void mark(int fd, size_t size, off_t at) {
    char name[4096], written[4200];
    if (!control || !control->durable || !is_database(fd, name)) return;
    static __typeof__(&pwrite) real_pwrite;
    if (!real_pwrite) real_pwrite = (__typeof__(&pwrite))dlsym(RTLD_NEXT, "pwrite");
    snprintf(written, sizeof written, "%s.written", name);
    int marks = open(written, O_WRONLY);
    if (marks < 0) return;
    for (off_t page = at / PAGE; size > 0 && page <= (at + (off_t)size - 1) / PAGE; page++)
        if (real_pwrite(marks, "\1", 1, page) != 1) abort();
    close(marks);
}

/* What a failed sync lost, each open file of the same name is told once, as Linux does. */
static int64_t losses[2], told[4096][2];

static int64_t *told_of(int fd, const char *name, int64_t *lost) {
    int log = strstr(name, "-wal") != NULL;
    *lost = losses[log];
    return &told[fd % 4096][log];
}

/* Counts a call; 1 when it is to fail. `after` says whether the process has to end after it. */
static int intercept(int fd, int sync, int *after) {
    char name[4096], kept[4200];
    *after = 0;
    if (!control || !is_database(fd, name)) return 0;
    int64_t call = __atomic_add_fetch(&control->calls, 1, __ATOMIC_SEQ_CST);
    int64_t at = control->at;
    int64_t lost, *its = told_of(fd, name, &lost);
    if (sync && *its != lost) {
        *its = lost;
        errno = EIO;
        return 1;
    }
    if (at == 0 || call < at || call >= at + control->count) return 0;
    if (control->action == EXIT_BEFORE) _exit(137);
    *after = control->action == EXIT_AFTER;
    if (control->action == LOSE && sync) {
        snprintf(kept, sizeof kept, "%s.durable", name);
        if (access(kept, F_OK) == 0) copy(kept, name);
        *its = ++losses[strstr(name, "-wal") != NULL];
    }
    if (control->action == FORGET && sync) {
        snprintf(kept, sizeof kept, "%s.written", name);
        close(open(kept, O_WRONLY | O_CREAT | O_TRUNC, 0600));
    }
    if (control->action == FAIL || ((control->action == LOSE || control->action == FORGET) && sync)) {
        errno = (int)control->error;
        return 1;
    }
    return 0;
}

/* What has been synced survives a loss of power. */
static void keep(int fd) {
    char name[4096], kept[4200], written[4200];
    if (!control || !control->durable || !is_database(fd, name)) return;
    snprintf(kept, sizeof kept, "%s.durable", name);
    snprintf(written, sizeof written, "%s.written", name);
    if (access(written, F_OK) == 0) copy_written(name, kept, written);
    else copy(name, kept);
}

#define RUN(call, sync)                                                                            \
    int after;                                                                                     \
    if (intercept(fd, sync, &after)) return -1;                                                    \
    __typeof__(call) result = call;                                                                \
    if (sync && result == 0) keep(fd);                                                             \
    if (after) _exit(137);                                                                         \
    return result

/* A file that is opened now has lost nothing. */
static int opened(int fd) {
    char name[4096];
    int64_t lost;
    if (fd >= 0 && control && is_database(fd, name)) *told_of(fd, name, &lost) = lost;
    return fd;
}

static int mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; }

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        REAL(name);                                                                                \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        int mode = mode_of(flags, rest);                                                           \
        va_end(rest);                                                                              \
        return opened(real(path, flags, mode));                                                    \
    }

OPEN(open)
OPEN(open64)

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REAL(pwrite); mark(fd, size, at); RUN(real(fd, data, size, at), 0); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { REAL(pwrite64); mark(fd, size, at); RUN(real(fd, data, size, at), 0); }
ssize_t write(int fd, const void *data, size_t size) { REAL(write); RUN(real(fd, data, size), 0); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); RUN(real(fd, size), 0); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); RUN(real(fd, size), 0); }
int fsync(int fd) { REAL(fsync); RUN(real(fd), 1); }
int fdatasync(int fd) { REAL(fdatasync); RUN(real(fd), 1); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(clock_gettime);
    int result = real(clock, time);
    if (result == 0 && control && clock == CLOCK_REALTIME) time->tv_sec += control->clock;
    if (result == 0 && control && clock == CLOCK_MONOTONIC) time->tv_sec += control->ran;
    return result;
}
