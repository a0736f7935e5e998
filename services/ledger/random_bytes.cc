#include "services/ledger/random_bytes.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "events/code.h"
#include "events/fault.h"

namespace ipep {

RandomBytes::~RandomBytes() { OPENSSL_cleanse(drawn_.data(), drawn_.size()); }

std::string RandomBytes::next() {
    if (left_ == 0) {
        if (RAND_bytes(drawn_.data(), static_cast<int>(drawn_.size())) != 1)
            throw Fault(code::machine_exhausted, {{"what", "random bytes"}});
        left_ = kValues;
    }
    unsigned char* const value = drawn_.data() + --left_ * kValue;
    std::string given(reinterpret_cast<const char*>(value), kValue);
    OPENSSL_cleanse(value, kValue);
    return given;
}

}  // namespace ipep
