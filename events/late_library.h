// LateLibrary: a shared library that few commands need, loaded when one of its functions is first wanted.
//
// Shape:  a struct with a LateLibrary and an IPEP_LATE(function) for each function that is called, made once; the
//         functions are as the library's own header declares them. All are looked for at once, so that one that is
//         missing is not found out in the middle of work.
// Errors: NotInstalled.
// Source: dlopen(3), dlsym(3); ops/decisions/0052-loaded-when-needed.md.
#pragma once

#include <stdexcept>
#include <string>

namespace ipep {

struct NotInstalled : std::runtime_error {
    NotInstalled(const char* missing, const char* package);
    std::string name, advice;
};

class LateLibrary {
public:
    // By the name that the dynamic linker knows, and the Debian package it comes in.
    LateLibrary(const char* name, const char* package);

    struct Found {
        void* address;
        template <class Function>
        operator Function*() const {  // NOLINT(google-explicit-constructor): whatever the header declares
            return reinterpret_cast<Function*>(address);
        }
    };
    // In the library, or in one that it needs.
    Found find(const char* function) const;

private:
    const char *name_, *package_;
    void* handle_;  // for as long as the process lives
};

}  // namespace ipep

#define IPEP_LATE(function) decltype(&::function) function = library.find(#function)
