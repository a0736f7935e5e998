// SEPA text: what banks may carry, made from what people are called.
//
// Shape:  a–z A–Z 0–9 / - ? : ( ) . , ' + and the space. Letters and digits are transliterated (ICU, "Any-Latin;
//         Latin-ASCII", raised ones too), signs that mean something are written out (& as +, n° as no, € as EUR), what
//         is left over is dropped, blanks are drawn together. For the file only: the ledger keeps the name as it is.
// Source: EPC217-08, basic Latin character set and its best practices (& as +, brackets, an unknown sign as a point);
//         notes on SEPA.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ipep {

inline constexpr std::size_t kNameLimit = 70, kReferenceLimit = 35, kRemittanceLimit = 140;

// `dropped` is how files were written before signs were: a file of then is written again in its own bytes.
enum class Signs : std::uint8_t { written, dropped };

// At most `limit` characters, cut there; empty where nothing of the text can be written.
std::string sepa_text(std::string_view utf8, std::size_t limit, Signs signs = Signs::written);
bool is_sepa_text(std::string_view text);

}  // namespace ipep
