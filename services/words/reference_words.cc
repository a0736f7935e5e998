#include "services/words/reference_words.h"

#include <algorithm>
#include <set>

#include "events/describe.h"
#include "ledger/reference.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

template <class T>
constexpr bool kIsDecimal = std::is_base_of_v<Decimal, T>;
template <Optional T>
constexpr bool kIsDecimal<T> = kIsDecimal<typename T::value_type>;

// The names of members whose type is a decimal, of every kind and what it nests.
template <class T>
void add_decimals(std::set<std::string, std::less<>>& names) {
    for_each_member_type<T>([&]<class Member>(const char* name) {
        if constexpr (kIsDecimal<Member>)
            names.insert(name);
        else if constexpr (Described<Member>)
            add_decimals<Member>(names);
    });
}

}  // namespace

std::string spoken_reference(const std::string& text) {
    const auto reference = Reference::parse(text);
    if (!reference || reference->kind == Reference::Kind::order) return text;
    return title_of(asked_of(text));
}

std::string spoken_voucher(const std::string& reference) {
    const auto space = std::min(reference.find(' '), reference.size());
    const std::string kind = reference.substr(0, space);
    const auto day = parse_day(reference.substr(std::min(space + 1, reference.size())));
    const bool is_kind = std::ranges::find(kKinds, kind) != std::end(kKinds);
    return day && is_kind ? titled(kind) + ' ' + shown(*day) : reference;
}

bool is_decimal_member(std::string_view name) {
    static const auto names = [] {
        std::set<std::string, std::less<>> all{"exactScore"};
        boost::mp11::mp_for_each<boost::mp11::mp_iota_c<Body::size>>(
            [&](auto index) { add_decimals<std::variant_alternative_t<index, Body::Kinds>>(all); });
        return all;
    }();
    return names.contains(name);
}

}  // namespace ipep
