// Rejection: what the outside may get wrong, as a numbered value with a sentence that says what to do.
//
// Shape:  each layer lists its own in a rejection.def beside its code.h (ledger, events, services/words). Of these
//         lists come the sentences people read, their translations, ledger/REFUSALS.md and the tests.
//         `{name}` in a sentence stands for an argument.
// Errors: a fault (what the world may break: disk, damage, another writer) has a code of the same form, and exit code 3.
// Source: contract, "Codes of refusals named here are fixed".
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/id.h"
#include "ledger/year.h"

namespace ipep {

struct CodeText {
    std::string_view code, section, sentence;
};

// Which one: the entry of a catalogue. Its name is a constant of its layer's code.h.
class Code {
public:
    explicit constexpr Code(const CodeText& text) : text_(&text) {}
    friend constexpr bool operator==(Code a, Code b) { return a.text_ == b.text_; }
    friend constexpr auto operator<=>(Code a, Code b) { return a.text_->code <=> b.text_->code; }
    friend constexpr const CodeText& text_of(Code code) { return *code.text_; }

private:
    const CodeText* text_;
};

// One fact a settlement waits for.
struct Missing {
    std::string groupement;  // empty where it is common to all
    std::string fact;        // the kind that is expected
    std::string indicator;   // where the fact is about one
    ResultYear year = 0;     // 0 where the fact has none
    std::string name = {};   // of the indicator, as the rules in force or its validation call it; empty where none does
    bool operator==(const Missing&) const = default;
};

struct Rejection {
    Code code;
    std::vector<std::pair<std::string, std::string>> arguments = {};
    std::int64_t line = 0;  // of the input, from 1; 0 where there is none
    std::string key = {};
    std::vector<Missing> missing = {};

    // The catalogue's sentence, or a translation of it, with the arguments in place.
    std::string sentence(std::string_view translated) const;
    std::string sentence() const { return sentence(text_of(code).sentence); }
};

template <class T = void>
using Verdict = std::expected<T, Rejection>;

inline std::unexpected<Rejection> refuse(Code code, std::vector<std::pair<std::string, std::string>> arguments = {}) {
    return std::unexpected(Rejection{code, std::move(arguments)});
}

template <class T, class E>
T value_of(std::expected<T, E>&& verdict) {
    if constexpr (!std::is_void_v<T>) return *std::move(verdict);
}

// The value of a verdict. Where there is none, the function refuses as the verdict does. Never one inside another.
#define IPEP_TRY(...)                                                     \
    __extension__({                                                       \
        auto verdict = __VA_ARGS__;                                       \
        if (!verdict) return std::unexpected(std::move(verdict.error())); \
        value_of(std::move(verdict));                                     \
    })

}  // namespace ipep
