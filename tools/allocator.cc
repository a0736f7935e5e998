// How the allocator that the programs are linked with gives memory back to the system: late, because what a batch lets
// go of the next one takes again, and each page that the system gives anew is cleared and mapped once more.
//
// Source: ops/decisions/0054-memory-allocator.md, measured; the options of mimalloc 2.0.
#include <mimalloc.h>

namespace {

constexpr long kPages = 1000, kSegments = 10'000;  // milliseconds; 25 and 500, where nothing is set

[[maybe_unused]] const bool kSet = [] {
    mi_option_set_default(mi_option_decommit_delay, kPages);  // what the environment says goes before
    mi_option_set_default(mi_option_segment_decommit_delay, kSegments);
    return true;
}();

}  // namespace
