// Reading what the bank says: each line matched by EndToEndId or by batch, and made an act of the order it speaks of.
#include <fstream>
#include <unordered_map>

#include "events/seal.h"
#include "services/bank/bank_message.h"
#include "services/payments/payment_desk.h"

namespace ipep {
namespace {

// The whole file, before anything of it counts.
struct BankFile {
    std::vector<BankMessageHead> heads;
    std::vector<BankLine> lines;
    std::string sha256;
};

Verdict<BankFile> read_whole(const std::string& path) {
    BankFile file;
    std::ifstream in(path, std::ios::binary);
    if (!in) return refuse(Code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    const BankMessageVisitor visitor{[&](const BankMessageHead& head) -> Verdict<> {
                                         file.heads.push_back(head);
                                         return {};
                                     },
                                     [&](const BankLine& line) -> Verdict<> {
                                         file.lines.push_back(line);
                                         return {};
                                     }};
    const auto digest = read_bank_message(in, visitor);
    IPEP_TRY(digest);
    file.sha256 = to_hex(bytes_of(*digest));
    return file;
}

bool one_of(const std::string& status, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, status) != list.end();
}

// What a line means for an order; nothing where it means nothing yet.
std::optional<BankAnswer> answer_of(const BankLine& line, const Order& order) {
    if (line.kind == BankLine::Kind::returned) return BankAnswer::returned;
    if (line.kind == BankLine::Kind::booked)
        return line.credit && order.state == OrderState::paid ? BankAnswer::returned : BankAnswer::paid;
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

class Reading {
public:
    Reading(LedgerService& ledger, const Acting& by, const BankFile& file, BankReading& result)
        : ledger_(ledger), by_(by), file_(file), result_(result) {
        for (const OrderId& id : book().orders()) {
            const Order& order = *book().find(id);
            by_end_to_end_.emplace(order.ordered.endToEndId, id);
            if (!order.batch.empty()) by_batch_[order.batch].push_back(id);
        }
    }

    Verdict<> find_cpam() {
        for (const CpamId& id : book().cpams())
            for (const BankMessageHead& head : file_.heads)
                if (!head.account.empty() && book().find(id)->account == head.account) result_.cpam = id;
        for (const BankLine& line : file_.lines)
            if (result_.cpam.text.empty())
                for (const OrderId& id : orders_of(line)) result_.cpam = book().find(id)->ordered.cpam;
        if (!result_.cpam.text.empty()) return {};
        return refuse(Code::bank_account_unknown,
                      {{"account", file_.heads.empty() ? std::string("-") : file_.heads.front().account}});
    }

    void take(const LedgerService::Keep& keep) {
        // The bank tells file, then batch, then transfer: of a status the last word on an order counts.
        std::map<OrderId, const BankLine*> told;
        for (const BankLine& line : file_.lines) {
            if (line.kind == BankLine::Kind::pending) continue;
            const auto orders = orders_of(line);
            if (line.kind == BankLine::Kind::status) {
                for (const OrderId& id : orders) told[id] = &line;
                if (orders.empty() && line.scope == BankLine::Scope::transfer) unmatched(line, "unknown reference");
            } else {
                book_line(line, orders, keep);
            }
        }
        for (const auto& [id, line] : told) apply(id, *line, keep);
        keep({day_of(result_.cpam, {}), FactKey{std::string(kBankKey) + file_.sha256}, {}, summary()});
        for (const Unmatched& one : result_.unmatched)
            keep({day_of(result_.cpam, {}), {}, {},
                  BankLineUnmatched{result_.cpam, file_.sha256, one.reference, one.amount, one.why}});
    }

private:
    const Book& book() const { return ledger_.views().book(); }

    std::vector<OrderId> orders_of(const BankLine& line) const {
        const auto one = by_end_to_end_.find(line.end_to_end_id);
        if (one != by_end_to_end_.end()) return {one->second};
        if (line.scope == BankLine::Scope::transfer && !line.end_to_end_id.empty()) return {};
        const auto batch = by_batch_.find(line.batch_id);
        if (batch != by_batch_.end()) return batch->second;
        if (line.scope != BankLine::Scope::file) return {};
        std::vector<OrderId> all;
        for (const auto& [name, orders] : by_batch_)
            for (const OrderId& id : orders)
                if (book().find(id)->message == line.message_id) all.push_back(id);
        return all;
    }

    BankFileRead summary() const {
        const BankMessageHead head = file_.heads.empty() ? BankMessageHead{} : file_.heads.front();
        return {result_.cpam,    head.message, head.statement_id.empty() ? head.message_id : head.statement_id,
                file_.sha256,    result_.matched, static_cast<std::int64_t>(result_.unmatched.size())};
    }

    // Never before what it follows, never in a closed month.
    Day day_of(const CpamId& cpam, const std::optional<Day>& told, Day earliest = {INT32_MIN}) const {
        Day on = std::max(told.value_or(by_.on), earliest);
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
        const auto answer = answer_of(line, order);
        if (!answer) {
            ++result_.matched;
            return;
        }
        const std::string reference = line.bank_reference.empty() ? line.entry_reference : line.bank_reference;
        const BankResult told{*answer, status_text(line), reference, file_.sha256,
                              line.kind != BankLine::Kind::status};
        auto acts = take_bank_result(book(), id, told, day_of(order.ordered.cpam, line.booked_on, order.lastOn));
        if (!acts) return unmatched(line, "the order is " + std::string(state_text(order)));
        ++result_.matched;
        for (Draft& act : *acts) {
            if (std::holds_alternative<OrderPaid>(act.body)) result_.paid.push_back(id);
            if (std::holds_alternative<OrderRejected>(act.body)) result_.rejected.push_back(id);
            if (std::holds_alternative<OrderReturned>(act.body)) result_.returned.push_back(id);
            keep(std::move(act));
        }
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
    const BankFile& file_;
    BankReading& result_;
    std::unordered_map<std::string, OrderId> by_end_to_end_;
    std::unordered_map<std::string, std::vector<OrderId>> by_batch_;
};

}  // namespace

Verdict<BankReading> PaymentDesk::read_bank_file(const std::string& path) {
    const auto file = read_whole(path);
    IPEP_TRY(file);
    BankReading result;
    if (const auto known = ledger_.store().position_of({std::string(kBankKey) + file->sha256})) {
        const Event event = ledger_.event(*known, false);
        const auto& read = std::get<BankFileRead>(event.body);
        result.cpam = read.cpam;
        result.matched = read.matched;
        result.repeated = true;
        IPEP_TRY(authorize(book().common(), by_.person, Right::pay, result.cpam));
        return result;
    }
    Reading reading(ledger_, by_, *file, result);
    IPEP_TRY(reading.find_cpam());
    IPEP_TRY(authorize(book().common(), by_.person, Right::pay, result.cpam));
    IPEP_TRY(ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        reading.take(keep);
        return {};
    }));
    return result;
}

}  // namespace ipep
