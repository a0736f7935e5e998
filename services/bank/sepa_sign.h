// SEPA sign: how a sign that banks do not carry is written with those they do.
//
// Shape:  one code point to a few characters of the basic Latin set; an empty text drops it (quotation marks, accents
//         without a letter, marks that nobody sees). Currencies are their ISO 4217 codes.
// Source: EPC217-08, best practices, where a reader would know the sign again; else our own reading.
#pragma once

#include <optional>
#include <string_view>

namespace ipep {

std::optional<std::string_view> sepa_sign(char32_t sign);

}  // namespace ipep
