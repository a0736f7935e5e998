#include "services/payments/bank_survey.h"

#include <cstring>
#include <filesystem>
#include <fstream>

#include "events/seal.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// Some banks give an account by a number of their own; an IBAN says whose it is, whether its key checks or not.
bool looks_like_iban(std::string_view account) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return account.size() >= 15 && is_letter(account[0]) && is_letter(account[1]) && is_digit(account[2]) &&
           is_digit(account[3]);
}

class Surveyor {
public:
    Surveyor(LedgerService& ledger, BankMatching& matching, const FindIssuedFile& issued_file, BankSurvey& survey)
        : ledger_(ledger), matching_(matching), issued_file_(issued_file), survey_(survey) {}

    void see(const BankMessageHead& head) {
        end_statement();
        if (survey_.head.message.empty()) survey_.head = head;
        current_ = {};
        current_.account = head.account;
        for (const CpamId& id : ledger_.book().cpams())
            if (!head.account.empty() && ledger_.book().find(id)->account == head.account)
                current_.by_account.insert(id);
        open_ = true;
    }

    Verdict<> see(const BankLine& line, std::size_t statement) {
        const auto orders = matching_.named(line);
        if (!orders.empty() && current_.of_order.text.empty()) {
            const OrderRow& row = *ledger_.views().orders().row(orders.front());
            current_.of_order = row.cpam;
            current_.message = row.message;
        }
        if (line.odd && !odd_ && (!orders.empty() || concerns(line))) odd_ = line.odd;
        add_up(line, statement);
        return {};
    }

    Verdict<> end() {
        end_statement();
        end_entry();
        if (survey_.cpams.empty()) return refuse(code::bank_account_unknown, {{"account", account_}});
        if (odd_) return std::unexpected(odd_->why);
        return {};
    }

private:
    struct Statement {
        std::string account;
        std::set<CpamId> by_account;
        CpamId of_order;
        std::string message;  // of the file that order went out in
    };

    bool concerns(const BankLine& line) {
        return std::ranges::any_of(current_.by_account, [&](const CpamId& id) { return matching_.concerns(id, line); });
    }

    // Whether the file was paid from this account, which may have been changed since. A payee's own statement names our
    // references too: what came in there did not come back to us.
    bool was_debited() const {
        if (current_.message.empty()) return false;  // it never went out
        const auto file = issued_file_(current_.message);
        return file && file->debtorIban == current_.account;
    }

    void end_statement() {
        if (!open_) return;
        open_ = false;
        const Statement& one = current_;
        account_ = one.account.empty() ? "-" : one.account;
        const bool is_foreign = one.by_account.empty() && looks_like_iban(one.account) && !was_debited();
        CpamId whose =
            one.by_account.empty() || one.by_account.contains(one.of_order) ? one.of_order : *one.by_account.begin();
        if (is_foreign) whose = {};
        if (!whose.text.empty() && std::ranges::find(survey_.cpams, whose) == survey_.cpams.end())
            survey_.cpams.push_back(whose);
        survey_.statements.push_back(std::move(whose));
    }

    // What the bank says was ordered is what was booked only where the entry comes to as much.
    void add_up(const BankLine& line, std::size_t statement) {
        if (entry_ != std::pair(statement, line.entry)) {
            end_entry();
            entry_ = {statement, line.entry};
            entry_amount_ = line.entry_amount;
            sum_ = Money();
            any_instructed_ = false;
        }
        any_instructed_ = any_instructed_ || line.instructed;
        if (sum_ && line.amount)
            *sum_ += line.credit ? *line.amount : -*line.amount;
        else
            sum_.reset();
    }
    void end_entry() {
        if (!any_instructed_) return;
        const bool agrees = sum_ && entry_amount_ && (*sum_ == *entry_amount_ || -*sum_ == *entry_amount_);
        if (!agrees) survey_.unsure.insert(entry_);
    }

    LedgerService& ledger_;
    BankMatching& matching_;
    const FindIssuedFile& issued_file_;
    BankSurvey& survey_;
    Statement current_;
    bool open_ = false;
    std::string account_ = "-";
    std::optional<OddValue> odd_;
    std::pair<std::size_t, std::int64_t> entry_;
    std::optional<Money> entry_amount_, sum_;
    bool any_instructed_ = false;
};

}  // namespace

Verdict<std::string> read_bank_file_through(const std::string& path, const SeeHead& see_head, const SeeLine& see_line) {
    std::ifstream in(path, std::ios::binary);
    if (in && std::filesystem::is_directory(path)) errno = EISDIR, in.setstate(std::ios::failbit);
    if (!in) return refuse(code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    std::size_t heads = 0;
    const BankMessageVisitor visitor{[&](const BankMessageHead& head) -> Verdict<> {
                                         ++heads;
                                         see_head(head);
                                         return {};
                                     },
                                     [&](const BankLine& line) { return see_line(line, heads - 1); }};
    const auto digest = IPEP_TRY(read_bank_message(in, visitor));
    return to_hex(bytes_of(digest));
}

Verdict<BankSurvey> survey_bank_file(const std::string& path, LedgerService& ledger, BankMatching& matching,
                                     const FindIssuedFile& issued_file) {
    BankSurvey survey;
    Surveyor surveyor(ledger, matching, issued_file, survey);
    auto digest = IPEP_TRY(read_bank_file_through(
        path, [&](const BankMessageHead& head) { surveyor.see(head); },
        [&](const BankLine& line, std::size_t at) { return surveyor.see(line, at); }));
    survey.sha256 = std::move(digest);
    IPEP_TRY(surveyor.end());
    return survey;
}

}  // namespace ipep
