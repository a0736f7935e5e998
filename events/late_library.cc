#include "events/late_library.h"

#include <dlfcn.h>

namespace ipep {

NotInstalled::NotInstalled(const char* missing, const char* package)
    : std::runtime_error(missing), name(missing), advice("install the package " + std::string(package)) {}

LateLibrary::LateLibrary(const char* name, const char* package)
    : name_(name), package_(package), handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
    if (!handle_) throw NotInstalled(name_, package_);
}

LateLibrary::Found LateLibrary::find(const char* function) const {
    void* const address = ::dlsym(handle_, function);
    if (!address) throw NotInstalled(name_, package_);
    return {address};
}

}  // namespace ipep
