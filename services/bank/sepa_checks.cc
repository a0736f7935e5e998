#include "services/bank/sepa_checks.h"

#include <algorithm>

#include "ledger/calendar.h"
#include "ledger/personal.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr Money kLeast{1}, kMost{99'999'999'999};

// EPC409-09: the countries and territories of the SEPA schemes, by the letters their IBANs begin with.
constexpr std::string_view kSepa[] = {"AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE",
                                      "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT",
                                      "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO",
                                      "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"};

Verdict<> check_reference(const std::string& reference) {
    const auto invalid = [&](const char* what) {
        return refuse(code::transfer_reference_invalid, {{"reference", reference}, {"what", what}});
    };
    const auto edge = [](char c) { return c == '/' || c == ' '; };
    if (reference.empty()) return invalid("empty");
    if (reference.size() > kReferenceLimit) return invalid("longer than 35 characters");
    if (!is_sepa_text(reference)) return invalid("written with a character that banks do not carry");
    if (edge(reference.front()) || edge(reference.back())) return invalid("begun or ended with a slash or a blank");
    if (reference.find("//") != std::string::npos) return invalid("written with two slashes in a row");
    return {};
}

Verdict<> check_account(const std::string& id, const std::string& iban, const std::string& bic) {
    if (!iban_checks(iban)) return refuse(code::transfer_iban_invalid, {{"endToEndId", id}});
    if (std::ranges::find(kSepa, iban.substr(0, 2)) == std::end(kSepa))
        return refuse(code::transfer_iban_outside_sepa, {{"endToEndId", id}, {"country", iban.substr(0, 2)}});
    if (!bic.empty() && !bic_checks(bic)) return refuse(code::transfer_bic_invalid, {{"endToEndId", id}});
    return {};
}

}  // namespace

Verdict<> check_execution(Day execute, Day today) {
    if (execute < today)
        return refuse(code::execution_in_the_past, {{"day", to_text(execute)}, {"today", to_text(today)}});
    if (!is_target_day(execute))
        return refuse(code::execution_not_target_day,
                      {{"day", to_text(execute)}, {"next", to_text(next_target_day(execute))}});
    return {};
}

Verdict<> SepaChecks::head(const TransferFile& file) {
    if (file.format_version != 3 && file.format_version != 9)
        return refuse(code::format_version_unknown, {{"version", std::to_string(file.format_version)}});
    for (const std::string* id : {&file.message_id, &file.batch_id})
        if (auto sound = check_reference(*id); !sound) return sound;
    if (!is_target_day(file.execute))
        return refuse(code::execution_not_target_day,
                      {{"day", to_text(file.execute)}, {"next", to_text(next_target_day(file.execute))}});
    if (file.totals.count == 0) return refuse(code::transfer_file_empty);
    announced_ = file.totals;
    signs_ = file.signs;
    return check_account(file.message_id, file.debtor.iban, file.debtor.bic);
}

Verdict<> SepaChecks::transfer(const Transfer& transfer) {
    const std::string& id = transfer.end_to_end_id;
    if (auto sound = check_reference(id); !sound) return sound;
    if (!ids_.insert(id).second) return refuse(code::transfer_repeated, {{"endToEndId", id}});
    if (transfer.amount < kLeast || transfer.amount > kMost)
        return refuse(code::transfer_amount_out_of_range, {{"endToEndId", id}, {"amount", to_text(transfer.amount)}});
    if (auto sound = check_account(id, transfer.creditor_iban, transfer.creditor_bic); !sound) return sound;
    if (sepa_text(transfer.creditor_name, kNameLimit, signs_).empty())
        return refuse(code::transfer_name_unwritable, {{"endToEndId", id}});
    if (sepa_text(transfer.remittance, kRemittanceLimit + 1, signs_).size() > kRemittanceLimit)
        return refuse(code::transfer_remittance_too_long, {{"endToEndId", id}});
    ++seen_.count;
    seen_.sum += transfer.amount;
    return {};
}

Verdict<> SepaChecks::end() const {
    if (seen_ == announced_) return {};
    return refuse(code::transfer_totals_differ, {{"announced", std::to_string(announced_.count)},
                                                 {"announcedSum", to_text(announced_.sum)},
                                                 {"found", std::to_string(seen_.count)},
                                                 {"foundSum", to_text(seen_.sum)}});
}

}  // namespace ipep
