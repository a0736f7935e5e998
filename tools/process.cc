#include "tools/process.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "services/words/code.h"
#include "tools/commands/shell.h"

namespace ipep {

void settle_process(Closed closed) {
    ::umask(077);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // Opened the other way round than it is used, whatever is read or written there fails.
        const int contrary = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        // The lowest number that is free: those before it are open by now.
        if (::open("/dev/null", closed == Closed::fails ? contrary : O_RDWR) != descriptor) std::abort();
    }
}

int exit_code_told(int code) {
    std::cerr.flush();
    return std::cerr && std::ferror(stderr) == 0 ? code : kFault;
}

int exit_code_told(const char* program, int code) {
    std::cout.flush();
    if (!std::cout) {
        const Rejection lost{code::output_lost, {{"stream", "Standard output"}, {"what", std::strerror(errno)}}};
        std::cerr << program << ": " << text_of(lost.code).code << ": " << lost.sentence() << '\n';
        code = kFault;
    }
    return exit_code_told(code);
}

}  // namespace ipep
