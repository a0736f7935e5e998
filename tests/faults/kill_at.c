/* kill_at: preloaded into a program, it ends it by SIGKILL just before its Nth call that changes a file (KILL_AT=N). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static void count(void) {
    static int left = -1;
    if (left < 0) {
        const char* wish = getenv("KILL_AT");
        left = wish ? atoi(wish) : 0;
    }
    if (left > 0 && __atomic_sub_fetch(&left, 1, __ATOMIC_SEQ_CST) == 0) kill(getpid(), SIGKILL);
}

#define COUNTED(type, name, parameters, arguments)                                    \
    type name parameters {                                                            \
        static type(*real) parameters;                                                \
        if (!real) *(void**)&real = dlsym(RTLD_NEXT, #name);                          \
        count();                                                                      \
        return real arguments;                                                        \
    }

COUNTED(ssize_t, write, (int file, const void* bytes, size_t size), (file, bytes, size))
COUNTED(ssize_t, writev, (int file, const struct iovec* parts, int count_), (file, parts, count_))
COUNTED(ssize_t, pwrite, (int file, const void* bytes, size_t size, off_t at), (file, bytes, size, at))
COUNTED(ssize_t, pwrite64, (int file, const void* bytes, size_t size, off64_t at), (file, bytes, size, at))
COUNTED(int, fsync, (int file), (file))
COUNTED(int, fdatasync, (int file), (file))
COUNTED(int, ftruncate, (int file, off_t size), (file, size))
COUNTED(int, rename, (const char* from, const char* to), (from, to))
COUNTED(int, renameat2, (int a, const char* from, int b, const char* to, unsigned how), (a, from, b, to, how))
COUNTED(int, mkostemp, (char* path, int flags), (path, flags))
COUNTED(int, unlink, (const char* path), (path))
COUNTED(int, close, (int file), (file))
