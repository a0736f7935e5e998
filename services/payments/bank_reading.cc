// Reading what the bank says: each line matched by EndToEndId or by batch, and made an act of the order it speaks of.
#include <filesystem>
#include <fstream>

#include "events/seal.h"
#include "ledger/code.h"
#include "ledger/personal.h"
#include "services/bank/bank_message.h"
#include "services/payments/payment_desk.h"

namespace ipep {
namespace {

// Reads the file once through, line by line. Gives its digest.
Verdict<std::string> read_through(const std::string& path, const std::function<void(const BankMessageHead&)>& see_head,
                                  const std::function<void(const BankLine&)>& see_line) {
    std::ifstream in(path, std::ios::binary);
    if (in && std::filesystem::is_directory(path)) errno = EISDIR, in.setstate(std::ios::failbit);
    if (!in) return refuse(Code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    const BankMessageVisitor visitor{[&](const BankMessageHead& head) -> Verdict<> {
                                         see_head(head);
                                         return {};
                                     },
                                     [&](const BankLine& line) -> Verdict<> {
                                         see_line(line);
                                         return {};
                                     }};
    const auto digest = read_bank_message(in, visitor);
    IPEP_TRY(digest);
    return to_hex(bytes_of(*digest));
}

bool one_of(const std::string& status, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, status) != list.end();
}

// What a line means for an order; nothing where it means nothing yet.
std::optional<BankAnswer> answer_of(const BankLine& line) {
    if (line.kind == BankLine::Kind::returned) return BankAnswer::returned;
    if (line.kind == BankLine::Kind::booked) return line.credit ? BankAnswer::returned : BankAnswer::paid;
    if (line.kind != BankLine::Kind::status) return std::nullopt;
    if (line.status == "RJCT") return BankAnswer::rejected;
    if (one_of(line.status, {"ACSC", "ACCC"})) return BankAnswer::paid;
    if (one_of(line.status, {"ACTC", "ACCP", "ACSP", "ACWC", "ACWP"})) return BankAnswer::accepted;
    return std::nullopt;  // PART, PDNG, RCVD …: the transfers' own lines will tell
}

std::string status_text(const BankLine& line) {
    std::string text = line.reason_code.empty() ? line.status : line.reason_code;
    return line.reason_text.empty() ? text : text + (text.empty() ? "" : " ") + line.reason_text;
}

// Twice through: whole before anything of it counts, then each line where it belongs, many lines a batch. The summary
// comes last: a file that was taken in part, because the program ended, is taken again; what is known stays as it is.
class Reading {
public:
    // Gives the file of a message that was issued.
    using IssuedFile = std::function<Verdict<FileIssued>(const std::string& message)>;

    Reading(LedgerService& ledger, const Acting& by, const std::string& path, BankReading& result, IssuedFile issued)
        : ledger_(ledger), by_(by), path_(path), result_(result), issued_file_(std::move(issued)) {}

    // Whose account it speaks of, or whose order: where several CPAM pay from the account, or none is known by it.
    Verdict<> look_through() {
        std::string account = "-";
        std::set<CpamId> of_account;
        CpamId of_order;
        std::string message;  // of the file that order went out in
        const auto digest = read_through(
            path_,
            [&](const BankMessageHead& head) {
                if (head_.message.empty()) head_ = head;
                if (head.account.empty()) return;
                account = head.account;
                for (const CpamId& id : book().cpams())
                    if (book().find(id)->account == head.account) of_account.insert(id);
            },
            [&](const BankLine& line) {
                if (!of_order.text.empty()) return;
                for (const OrderId& id : orders_of(line))
                    of_order = orders().row(id)->cpam, message = orders().row(id)->message;
            });
        IPEP_TRY(digest);
        sha256_ = *digest;
        result_.cpam = of_account.empty() || of_account.contains(of_order) ? of_order : *of_account.begin();
        const bool is_foreign = of_account.empty() && iban_checks(account) && !was_debited(account, message);
        if (!result_.cpam.text.empty() && !is_foreign) return {};
        return refuse(Code::bank_account_unknown, {{"account", account}});
    }
    const std::string& sha256() const { return sha256_; }

    Verdict<> take() {
        std::vector<BankLine> lines;
        Verdict<> taken;
        const auto digest = read_through(path_, [](const BankMessageHead&) {}, [&](const BankLine& line) {
            if (!taken || line.kind == BankLine::Kind::pending) return;
            lines.push_back(line);
            if (lines.size() == kTogether) taken = take_lines(std::exchange(lines, {}));
        });
        IPEP_TRY(taken);
        IPEP_TRY(digest);
        if (*digest != sha256_)
            return refuse(Code::file_unreadable, {{"path", path_}, {"what", "it changed while it was read"}});
        IPEP_TRY(take_lines(lines));
        return ledger_.record(by_.person, [&](const LedgerService::Keep& keep) { return close(keep); });
    }

private:
    // Whether the file was paid from this account, which may have been changed since. A payee's own statement names our
    // references too: what came in there did not come back to us.
    bool was_debited(const std::string& account, const std::string& message) const {
        if (message.empty()) return false;  // it never went out
        const auto file = issued_file_(message);
        return file && file->debtorIban == account;
    }

    Verdict<> take_lines(const std::vector<BankLine>& lines) {
        IPEP_TRY(ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
            for (const BankLine& line : lines) {
                const auto orders = own_orders_of(line);
                if (line.kind == BankLine::Kind::status) {
                    for (const OrderId& id : orders) told_[id] = line;
                    if (orders.empty() && line.scope == BankLine::Scope::transfer) unmatched(line, "unknown reference");
                } else {
                    book_line(line, orders, keep);
                }
            }
            return {};
        }));
        if (lines.size() == kTogether) ledger_.rest();
        return {};
    }

    // The bank tells file, then batch, then transfer: of a status the last word on an order counts.
    Verdict<> close(const LedgerService::Keep& keep) {
        for (const auto& [id, line] : told_) apply(id, line, keep);
        keep({day_of(result_.cpam, by_.on), FactKey{std::string(kBankKey) + sha256_}, {}, summary()});
        for (const Unmatched& one : result_.unmatched)
            keep({day_of(result_.cpam, by_.on), {}, {},
                  BankLineUnmatched{result_.cpam, sha256_, one.reference, one.amount, one.why}});
        return {};
    }

    const Book& book() const { return ledger_.book(); }
    OrderView& orders() const { return ledger_.views().orders(); }

    std::vector<OrderId> orders_of(const BankLine& line) const {
        if (const auto one = orders().of_end_to_end(line.end_to_end_id)) return {*one};
        if (line.scope == BankLine::Scope::transfer && !line.end_to_end_id.empty()) return {};
        if (const std::string message = orders().message_of_batch(line.batch_id); !message.empty())
            return orders().of_file(message);
        return line.scope == BankLine::Scope::file ? orders().of_file(line.message_id) : std::vector<OrderId>{};
    }

    // Whose account the file speaks of, or whose first order: its DCF speaks for no other CPAM.
    std::vector<OrderId> own_orders_of(const BankLine& line) const {
        auto named = orders_of(line);
        std::erase_if(named, [&](const OrderId& id) { return orders().row(id)->cpam != result_.cpam; });
        return named;
    }

    BankFileRead summary() const {
        return {result_.cpam, head_.message, head_.statement_id.empty() ? head_.message_id : head_.statement_id,
                sha256_,      result_.matched, static_cast<std::int64_t>(result_.unmatched.size())};
    }

    // Never before what it follows, never in a closed month.
    Day day_of(const CpamId& cpam, const std::optional<Day>& told, Day earliest) const {
        return day_of(cpam, std::max(told ? *told : by_.on, earliest));
    }
    Day day_of(const CpamId& cpam, Day on) const {
        const CpamPage* page = book().find(cpam);
        return page && page->open ? std::max(on, *page->open) : on;
    }

    // One booking: of one transfer, or of what is left of a batch.
    void book_line(const BankLine& line, std::vector<OrderId> orders, const LedgerService::Keep& keep) {
        if (orders.size() > 1 || line.scope == BankLine::Scope::batch)
            std::erase_if(orders, [&](const OrderId& id) {
                const OrderState state = book().find(id)->state;
                return state == OrderState::rejected || state == OrderState::cancelled;
            });
        if (orders.empty()) return unmatched(line, "unknown reference");
        Money sum;
        for (const OrderId& id : orders) sum += book().find(id)->ordered.amount;
        if (!line.amount || *line.amount != sum) return unmatched(line, "another amount than ordered");
        for (const OrderId& id : orders) apply(id, line, keep);
    }

    void apply(const OrderId& id, const BankLine& line, const LedgerService::Keep& keep) {
        const Order& order = *book().find(id);
        const auto answer = answer_of(line);
        if (!answer) {
            ++result_.matched;
            return;
        }
        const std::string reference = line.bank_reference.empty() ? line.entry_reference : line.bank_reference;
        const BankResult told{*answer, status_text(line), reference, sha256_,
                              line.kind != BankLine::Kind::status};
        auto acts = take_bank_result(book(), id, told, day_of(order.ordered.cpam, line.booked_on, order.lastOn));
        if (!acts) return unmatched(line, "the order is " + std::string(state_text(order)));
        const bool another = told.booked && another_booking(id, order, line, reference);
        if (another && acts->empty()) return unmatched(line, "the order is booked already");
        ++result_.matched;
        for (Draft& act : *acts) {
            if (std::holds_alternative<OrderPaid>(act.body)) result_.paid.push_back(id);
            if (std::holds_alternative<OrderRejected>(act.body)) result_.rejected.push_back(id);
            if (std::holds_alternative<OrderReturned>(act.body)) result_.returned.push_back(id);
            keep(std::move(act));
        }
    }

    // Whether what is known already is told of other money: a file tells a booking once, and what is booked on a later
    // day under another reference is not the booking that is known.
    bool another_booking(const OrderId& id, const Order& order, const BankLine& line, const std::string& reference) {
        if (!booked_.emplace(id, line.credit).second) return true;
        return line.booked_on && *line.booked_on > order.lastOn && reference != orders().row(id)->bank;
    }

    static const char* state_text(const Order& order) { return boost::describe::enum_to_string(order.state, ""); }

    void unmatched(const BankLine& line, std::string why) {
        const std::string& reference = !line.end_to_end_id.empty() ? line.end_to_end_id
                                       : !line.batch_id.empty()    ? line.batch_id
                                                                   : line.bank_reference;
        const Money amount = line.amount.value_or(Money());
        result_.unmatched.push_back({reference, std::move(why), line.credit ? amount : -amount});
    }

    LedgerService& ledger_;
    const Acting& by_;
    const std::string& path_;
    BankReading& result_;
    IssuedFile issued_file_;
    BankMessageHead head_;  // the first one
    std::map<OrderId, BankLine> told_;
    std::set<std::pair<OrderId, bool>> booked_;  // orders and the way the money went
    std::string sha256_;
};

}  // namespace

Verdict<BankReading> PaymentDesk::read_bank_file(const std::string& path) {
    BankReading result;
    Reading reading(ledger_, by_, path, result, [this](const std::string& message) { return issued_file(message); });
    Verdict<> seen = reading.look_through();
    if (const auto known = ledger_.store().position_of({std::string(kBankKey) + reading.sha256()})) {
        const Event event = ledger_.event(*known, false);
        const auto& read = std::get<BankFileRead>(event.body);
        result.cpam = read.cpam;
        result.matched = read.matched;
        result.repeated = true;
        IPEP_TRY(authorize(book().common(), by_.person, Right::pay, result.cpam));
        return result;
    }
    IPEP_TRY(seen);
    IPEP_TRY(authorize(book().common(), by_.person, Right::pay, result.cpam));
    IPEP_TRY(reading.take());
    return result;
}

}  // namespace ipep
