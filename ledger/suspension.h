// Suspension: why a DCF suspends an order, one of a list he chooses from, beside his own words.
//
// Shape:   recorded as text: the name of the ground, or name, colon and words: "serviceNotDone: lettre du 3 mai". Text
//          that begins with no name is read as before there was a list: one of the phrases of a ground at its
//          beginning, folded, makes it that ground; any other text is `other`.
// Source:  code de la sécurité sociale D.122-6: a requisition overrides neither an opposition, a contested claim, a
//          service that was not done, missing credits nor a suspended decision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace ipep {

enum class SuspensionGround : std::uint8_t {
    opposition,
    contestedClaim,
    serviceNotDone,
    noCredits,
    suspendedDecision,
    ceilingExceeded,
    accountInDoubt,
    voucherMissing,
    other,
};
BOOST_DESCRIBE_ENUM(SuspensionGround, opposition, contestedClaim, serviceNotDone, noCredits, suspendedDecision,
                    ceilingExceeded, accountInDoubt, voucherMissing, other)

struct Suspension {
    SuspensionGround ground = SuspensionGround::other;
    std::string words;  // the DCF's own; empty where the ground says it all
};

// What was recorded.
Suspension suspension_of(std::string_view recorded);
// What is recorded of a choice: `chosen` is the name of a ground, or a text of one's own. Empty where nothing is said:
// `other` takes words.
std::string suspension_text(const std::string& chosen, const std::string& words);
// Whether no requisition overrides it.
bool is_final(SuspensionGround ground);

// Every ground of the list with its name, in its order.
void each_ground(const auto& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<SuspensionGround>>(
        [&](auto d) { visit(d.value, std::string(d.name)); });
}

}  // namespace ipep
