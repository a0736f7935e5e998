// Owned: what a library in C gave, and the function that gives it back.
//
// Shape:  Owned<cairo_t, cairo_destroy>; empty where nothing was given.
#pragma once

#include <memory>

namespace ipep {

template <auto Free>
struct FreedBy {
    void operator()(auto* one) const { Free(one); }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreedBy<Free>>;

}  // namespace ipep
