#include "ledger/guard.h"

#include <algorithm>

#include "ledger/event.h"

namespace ipep {
namespace {

using enum Role;

// What stands in most rows.
constexpr std::string_view kNotApprover = "who recorded it approves no order it makes";
constexpr std::string_view kSecondOfCnam = "another Cnam person validates";
constexpr std::string_view kValidated = "another Cnam person validates; who recorded it approves no order of it";
constexpr std::string_view kVisa = "the DCF's visa";
constexpr std::string_view kNothing = "moves no money";

const Guard kGuards[] = {
    {"rulesAdopted", {cnam}, "the rules' own invariants", kSecondOfCnam},
    {"groupementAdmitted", {cnam}, "rules in force, minimum of patients; looks like no other", kNotApprover},
    {"conventionSigned", {director}, "IBAN and BIC check; once, never corrected", kVisa},
    {"seedCreditAssessed", {cnam}, "range of the modulation, floor and ceiling of the rules", kNotApprover},
    {"roadmapReceived", {director}, "releases the second tranche, from its day on", kVisa},
    {"indicatorsChosen", {cnam}, "1 to the rules' maximum, none of them core; final", kSecondOfCnam},
    {"indicatorTargetsSet", {cnam}, "target not worse than intermediate", kValidated},
    {"indicatorMeasured", {cnam}, "a year of the group, a known indicator", kValidated},
    {"experienceThresholdsSet", {cnam}, "target not below intermediate", kValidated},
    {"experienceMeasured", {cnam}, "a year of the group", kValidated},
    {"patientsCounted", {cnam}, "a year of the group", kValidated},
    {"expenditureMeasured", {cnam}, "not negative; the caps of the group and of all", kValidated},
    {"envelopeBudgeted", {cnam}, "not negative; shown, not spent", kNothing},
    {"groupementWithdrew", {cnam}, "no year that is settled; no year more", kSecondOfCnam},
    {"advanceWriteOffDecided", {cnam}, "after the last result year, what is outstanding", kNothing},
    {"personalDataErased", {admin}, "nothing of the group under way", "no order of an erased payee passes its visa"},
    {"payeeChanged", {director}, "IBAN and BIC check; waits", "another person confirms, then the DCF's visa"},
    {"oppositionNotified", {dcf}, "stops every visa of the group", kNothing},
    {"oppositionLifted", {dcf}, "one that stands", "the director orders"},
    {"creditNotified", {cnam}, "not negative; counts from its day on", "the director orders, the DCF gives the visa"},
    {"refundReceived",
     {dcf},
     "what is overpaid, or a line of the bank that no other refund names",
     "who recorded it approves no order that pays it back, and none of the group before the bank shows it"},
    {"overpaymentWriteOffDecided", {director}, "what is overpaid", kVisa},
    {"accrualEstimated", {dcf}, "a year of the group; reversed on 1 January", kNothing},
    {"roleGranted",
     {admin},
     "never director and DCF of one CPAM; looks like no other",
     "another admin confirms, once there are two"},
    {"roleRevoked", {admin}, "never the last admin", "one of two admins goes by themselves"},
    {"observationRecorded", {cnam}, "any year, any population; enters no settlement", kNothing},
    {"groupementDescribed", {cnam}, "a known group; the past keeps its own", kNothing},
    {"paymentTakenOver",
     {director, dcf},
     "a debt the group can have; waits",
     "another person confirms; it enters no file for a bank"},
    {"adjustmentModelAdopted", {cnam}, "once under a name, by the digest of its file", kNothing},
    {"amendmentOpinionGiven", {cnam}, "once for a group and rules", kNothing},
    {"chosenIndicatorValidated", {cnam}, "one the group chose, once", kNothing},
    {"engagementSigned", {cnam}, "a known group, once", kNothing},
    {"experimentScheduled", {cnam}, "five years at most, once", kNothing},
    {"factCorrected", {}, "as the fact it corrects; same kind, same subject", "as the fact it corrects"},
    {"yearSettled", {cnam}, "computed from the facts, never entered", kValidated},
    {"payeeConfirmed", {director, dcf}, "not before the change", "never who recorded the change"},
    {"settlementValidated", {cnam}, "the latest revision", "never who settled it"},
    {"paymentOrdered", {director}, "what is due on its day, validated, less what is ordered; ceiling", kVisa},
    {"orderSuspended", {dcf}, "in writing", kNothing},
    {"orderRequisitioned", {director}, "ceiling, account and vouchers alone; no final ground, no opposition", kVisa},
    {"orderApproved",
     {dcf},
     "ten checks; credits of the year of its day; ceiling",
     "never who ordered, freed or recorded the debt"},
    {"orderCancelled", {director}, "before it is issued", kNothing},
    {"fileIssued", {dcf}, "what passes its last check; a TARGET day from today on", "the director ordered each"},
    {"fileWritten", {dcf}, "the bytes that were issued", kNothing},
    {"bankFileRead", {dcf}, "lines of this CPAM's account or orders, once", "the bank says it"},
    {"monthClosed", {dcf}, "the oldest open month, once it is over", kNothing},
    {"orderResolved",
     {director, dcf},
     "what the bank told, or never told; in writing",
     "who frees a debt so approves no order that replaces it"},
    {"roleConfirmed", {admin}, "what excludes nothing by then", "never who granted it, nor who is given it"},
    {"takeOverConfirmed", {director, dcf}, "not before the payment", "never who recorded it"},
    {"settlementRefused", {cnam}, "the latest revision, not validated; in writing", "never who settled it"},
    {"bankLineExplained",
     {dcf},
     "a line nothing explains; the order whose step it can be, or a refund of as much; in writing",
     "another person confirms, where it has an amount"},
    {"bankLineConfirmed", {director, dcf}, "what still holds by then", "never who explained it"},
};

// A kind of fact without a row would take that of the next.
constexpr std::size_t kNoFacts = 18;
static_assert(std::size(kGuards) == Fact::size + kNoFacts);

// An agreement's payee too: a correction would change it without the second person.
constexpr std::string_view kUndoneByAnother[] = {"personalDataErased", "conventionSigned", "payeeChanged",
                                                 "oppositionNotified", "oppositionLifted", "roleGranted",
                                                 "roleRevoked"};

std::string listed(const std::vector<Role>& roles) {
    std::string text;
    for (const Role role : roles)
        text += (text.empty() ? "" : ", ") + std::string(boost::describe::enum_to_string(role, ""));
    return text.empty() ? "as the fact" : text;
}

}  // namespace

std::span<const Guard> guards() { return kGuards; }

const Guard& guard_of(std::size_t fact) { return kGuards[fact]; }

bool is_correctable(std::string_view kind) {
    return std::ranges::find(kUndoneByAnother, kind) == std::end(kUndoneByAnother);
}

std::string guards_page() {
    std::string text = "| recorded | by | bounded by | who else must act |\n| --- | --- | --- | --- |\n";
    for (const Guard& one : guards())
        text += "| `" + std::string(one.kind) + "` | " + listed(one.roles) + " | " + std::string(one.bound) + " | " +
                std::string(one.second) + " |\n";
    return text;
}

}  // namespace ipep
