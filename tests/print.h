// Print: how values read in a failed expectation. Every test that compares one includes this, so that all print alike.
#pragma once

#include <gtest/gtest.h>

#include "ledger/event.h"
#include "ledger/rejection.h"

namespace ipep {

void PrintTo(Money amount, std::ostream* out);
void PrintTo(const Code& code, std::ostream* out);
std::string shown(const Body& body);  // as JSON

}  // namespace ipep

template <>
inline void testing::internal::UniversalPrinter<ipep::Exact>::Print(const ipep::Exact& number, std::ostream* out) {
    *out << ipep::to_text(number);
}

template <>
inline void testing::internal::UniversalPrinter<ipep::Body>::Print(const ipep::Body& body, std::ostream* out) {
    *out << ipep::shown(body);
}
