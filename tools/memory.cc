#include "tools/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>

namespace ipep {
namespace {

constexpr int kHeap = 1 << 30;  // of addresses: memory is taken where it is touched
constexpr int kLargestInHeap = 32 << 20;
constexpr int kUsualPad = 128 << 10;
constexpr std::uintptr_t kLargePage = 2u << 20;

}  // namespace

void settle_memory() {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, kLargestInHeap);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);  // what is given back comes again as small pages
    const auto begin = reinterpret_cast<std::uintptr_t>(sbrk(0));
    mallopt(M_TOP_PAD, kHeap);
    void* volatile one = std::malloc(kLargePage);  // more than there is, so that the heap grows by it and the pad
    std::free(one);
    mallopt(M_TOP_PAD, kUsualPad);
    const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
    const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
    if (first < end) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
}

}  // namespace ipep
