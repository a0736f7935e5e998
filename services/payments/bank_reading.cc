// Reading what the bank says: each line matched to the orders it speaks of, and made a step of theirs, or kept.
#include "ledger/acting.h"
#include "services/bank/bank_message.h"
#include "services/bank/bank_value.h"
#include "services/payments/bank_survey.h"
#include "services/payments/payment_commands.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::int32_t kMostDaysAhead = 31;

bool one_of(const std::string& status, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, status) != list.end();
}

// What a line means for an order.
BankAnswer answer_of(const BankLine& line) {
    if (line.kind == BankLine::Kind::returned) return BankAnswer::returned;
    if (line.kind == BankLine::Kind::booked) return line.credit ? BankAnswer::returned : BankAnswer::paid;
    if (line.kind == BankLine::Kind::pending) return BankAnswer::nothing;
    if (line.status == "RJCT") return BankAnswer::rejected;
    if (one_of(line.status, {"ACSC", "ACCC"})) return BankAnswer::paid;
    if (one_of(line.status, {"ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "ACFC"})) return BankAnswer::accepted;
    return BankAnswer::nothing;
}

// Where a file or batch is rejected as a whole, the account at fault is the one it is paid from.
bool is_of_no_payee(const BankLine& line) {
    return line.kind == BankLine::Kind::status && line.scope != BankLine::Scope::transfer &&
           !account_rejected_by(line.reason_code).empty();
}

// "AC04 closed account"; of what is no step, or of no payee's account, the status too, "PDNG AM04"; of a booking its
// code, "PMNT/ICDT/RRTN".
std::string status_text(const BankLine& line) {
    const bool is_word = answer_of(line) == BankAnswer::nothing || is_of_no_payee(line);
    const bool is_booked = line.status == "BOOK";
    const std::string& status = is_booked ? line.bank_transaction_code : line.status;
    std::string text = is_word || line.reason_code.empty() ? status : line.reason_code;
    if (is_word && !line.reason_code.empty()) text += ' ' + line.reason_code;
    return line.reason_text.empty() ? text : text + (text.empty() ? "" : " ") + line.reason_text;
}

std::string reference_of(const BankLine& line) {
    return line.bank_reference.empty() ? line.entry_reference : line.bank_reference;
}

// What a bank took besides, or kept, so that the account shows another amount than was ordered; nothing where the bank
// does not say so.
std::optional<Money> charges_of(const BankLine& line, Money ordered, bool comes_back) {
    if (!line.amount) return std::nullopt;
    const Money difference = comes_back ? ordered - *line.amount : *line.amount - ordered;
    if (difference == Money()) return Money();
    if (difference < Money() || difference >= ordered) return std::nullopt;
    if (line.charges == difference || (comes_back && line.ordered == ordered)) return difference;
    return std::nullopt;
}

// By what a bank's line is known again: the bank's reference, the day, ours, the amount.
using BankBooking = std::tuple<std::string, std::string, std::string, Money>;

struct HeadTold {
    std::string reference;
    std::optional<Day> on;  // when the bank wrote it
};

struct Heard {
    BankLine line;
    std::size_t statement = 0;
};

// What was kept of orders' transfers, and not of another amount, by reference: the step that comes after explains it.
class KeptLines {
public:
    KeptLines(LedgerService& ledger, const CpamId& cpam) : cpam_(cpam) {
        for (auto& [position, line] : ledger.views().orders().unmatched(cpam))
            if (line.why.starts_with("the order is")) at_.emplace(std::move(line.reference), position);
    }
    void match(const PaymentOrdered& what, Day on, const LedgerService::Keep& keep) {
        const auto [from, until] = at_.equal_range(what.endToEndId);
        for (auto at = from; at != until; ++at) keep({on, {}, {}, BankLineMatched{cpam_, at->second}});
        at_.erase(from, until);
    }

private:
    CpamId cpam_;
    std::multimap<std::string, Position> at_;
};

// Twice through: whole before anything of it counts, then each line where it belongs, many lines a batch. What came
// back is told last, and the summary after it: a file that was taken in part, because the program ended, is taken
// again; what is known stays as it is.
class Reading {
public:
    Reading(LedgerService& ledger, BankMatching& matching, const BankSurvey& survey, const Acting& by,
            const std::string& path, const FactKey& key, BankReading& result)
        : ledger_(ledger),
          matching_(matching),
          survey_(survey),
          by_(by),
          path_(path),
          key_(key),
          result_(result),
          kept_(ledger, result.cpam) {}

    Verdict<> take() {
        std::vector<Heard> lines;
        const auto digest = IPEP_TRY(read_bank_file_through(
            path_,
            [&](const BankMessageHead& head) {
                heads_.push_back({reference_of(head), day_told(head)});
            },
            [&](const BankLine& line, std::size_t statement) -> Verdict<> {
                if (!is_read(statement)) return {};
                lines.push_back({line, statement});
                return lines.size() == kTogether ? take_lines(std::exchange(lines, {})) : Verdict<>{};
            }));
        if (digest != survey_.sha256)
            return refuse(code::file_unreadable, {{"path", path_}, {"what", "it changed while it was read"}});
        IPEP_TRY(take_lines(lines));
        return ledger_.record(by_.person, [&](const LedgerService::Keep& keep) { return close(keep); });
    }

private:
    static const std::string& reference_of(const BankMessageHead& head) {
        return head.statement_id.empty() ? head.message_id : head.statement_id;
    }
    static std::optional<Day> day_told(const BankMessageHead& head) {
        std::optional<Day> day;
        return read_day({}, head.created_at, day) ? day : std::nullopt;
    }
    // A report names no account: it is read for the orders it names.
    bool is_read(std::size_t statement) const {
        const CpamId& whose = survey_.statements[statement];
        return whose == result_.cpam || (whose.text.empty() && survey_.head.account.empty());
    }

    Verdict<> take_lines(const std::vector<Heard>& lines) {
        IPEP_TRY(ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
            for (const Heard& one : lines) hear(one, keep);
            return {};
        }));
        if (lines.size() == kTogether) ledger_.rest();
        return {};
    }

    // The bank tells file, then batch, then transfer: of a report the last word on an order counts.
    void hear(const Heard& heard, const LedgerService::Keep& keep) {
        if (heard.statement != statement_) end_report(keep);
        statement_ = heard.statement;
        const BankLine& line = heard.line;
        const auto orders = own(matching_.named(line));
        if (line.kind == BankLine::Kind::status) {
            hear_status(line, orders);
        } else if (line.kind == BankLine::Kind::pending) {
            if (line.scope == BankLine::Scope::transfer)
                for (const OrderId& id : orders) apply(id, heard, {}, keep);
        } else if (!orders.empty() && line.credit) {
            back_.push_back(heard);
        } else {
            book(heard, orders.empty() ? own(matching_.by_count_and_sum(result_.cpam, line)) : orders, keep);
        }
    }
    void hear_status(const BankLine& line, const std::vector<OrderId>& orders) {
        const bool others_tell = line.scope != BankLine::Scope::transfer && line.status == "PART";
        if (!others_tell)
            for (const OrderId& id : orders) told_[id] = line;
        if (orders.empty() && (line.scope != BankLine::Scope::batch || !line.batch_id.empty()))
            unmatched(line, "unknown reference");
    }
    void end_report(const LedgerService::Keep& keep) {
        for (const auto& [id, line] : std::exchange(told_, {})) apply(id, {line, statement_}, {}, keep);
    }

    Verdict<> close(const LedgerService::Keep& keep) {
        end_report(keep);
        for (const Heard& one : std::exchange(batches_, {})) book_batch_again(one, keep);
        for (const OrderId& id : std::set(result_.rejected.begin(), result_.rejected.end())) match_again(id, keep);
        for (const Heard& one : back_) book(one, own(matching_.named(one.line)), keep);
        std::erase_if(result_.told, [&](const ToldWord& one) {  // what the same file explains
            const bool explained = book().find(one.order)->told.empty();
            result_.matched += explained;
            const auto is_its = [&](const Unmatched& line) { return line.kept == one.order; };
            if (explained) std::erase_if(result_.unmatched, is_its);
            return explained;
        });
        for (auto& [statement, line] : others_) {
            if (line.count == 1)
                line.count = 0;
            else
                line.reference = heads_.at(statement).reference, line.why = "lines of other business";
            result_.unmatched.push_back(std::move(line));
        }
        leave_out_what_waits();
        const BankMessageHead& head = survey_.head;
        keep({day_of(result_.cpam, by_.on),
              key_,
              {},
              BankFileRead{result_.cpam, head.message, reference_of(head), survey_.sha256, result_.matched,
                           static_cast<std::int64_t>(result_.unmatched.size())}});
        for (const Unmatched& one : result_.unmatched) keep_unmatched(one, keep);
        return {};
    }
    // A booking told by a notification, a statement and the statement sent again is one: where a line of an earlier
    // file waits under the bank's own reference, of that day and amount, this one is it.
    void leave_out_what_waits() {
        std::multiset<BankBooking> waiting;
        for (const OpenLine& open : book().find(result_.cpam)->lines)  // what was set aside too
            if (const BankLineUnmatched& line = open.line;
                line.sha256 != survey_.sha256 && line.bankReference && line.bookedOn)
                waiting.insert({*line.bankReference, *line.bookedOn, line.reference, line.amount});
        std::erase_if(result_.unmatched, [&](const Unmatched& one) {
            if (!one.bank_reference || !one.booked_on || one.count > 0) return false;
            const auto same = waiting.find({*one.bank_reference, *one.booked_on, one.reference, one.amount});
            if (same == waiting.end()) return false;
            waiting.erase(same);
            return true;
        });
    }
    void keep_unmatched(const Unmatched& one, const LedgerService::Keep& keep) {
        const Position line = keep({day_of(result_.cpam, by_.on),
                                    {},
                                    {},
                                    BankLineUnmatched{result_.cpam, survey_.sha256, one.reference, one.amount, one.why,
                                                      one.count, one.booked_on, one.bank_reference}});
        if (one.count == 0) keep_words(keep, result_.cpam, line, one.words);
    }

    // A batch may be debited before the bank says which of it was rejected: once more, when it has.
    void book_batch_again(const Heard& heard, const LedgerService::Keep& keep) {
        const auto booked = matching_.booked(own(matching_.named(heard.line)), heard.line);
        if (booked.empty()) return unmatched(heard.line, "another amount than ordered");
        for (const OrderId& id : booked) apply(id, heard, {}, keep);
    }
    // The same of what an earlier file left unmatched.
    void match_again(const OrderId& rejected, const LedgerService::Keep& keep) {
        const Order& order = *book().find(rejected);
        for (const std::string& name : {order.batch, order.message})
            for (const auto& [position, line] : ledger_.views().orders().unmatched(result_.cpam, name)) {
                Heard heard{{}, survey_.statements.size() + position};
                heard.line.kind = BankLine::Kind::booked;
                heard.line.scope = BankLine::Scope::batch;
                heard.line.amount = -line.amount;
                heard.line.booked_on = parse_day(line.bookedOn.value_or(""));
                heard.line.bank_reference = line.bankReference.value_or("");
                const auto booked = matching_.booked(own(ledger_.views().orders().of_file(order.message)), heard.line);
                if (booked.empty() || line.amount >= Money()) continue;
                for (const OrderId& id : booked) apply(id, heard, {}, keep);
                keep({day_of(result_.cpam, by_.on), {}, {}, BankLineMatched{result_.cpam, position}});
            }
    }

    const Book& book() const { return ledger_.book(); }

    // Whose account the file speaks of, or whose first order: its DCF speaks for no other CPAM.
    std::vector<OrderId> own(std::vector<OrderId> named) const {
        std::erase_if(named, [&](const OrderId& id) { return ledger_.views().orders().row(id)->cpam != result_.cpam; });
        return named;
    }

    // Never before what it follows, never in a closed month.
    Day day_of(const CpamId& cpam, Day on) const {
        const CpamState* page = book().find(cpam);
        return page && page->open ? std::max(on, *page->open) : on;
    }

    // One booking: of one transfer, of a batch or of what is left of it.
    void book(const Heard& heard, const std::vector<OrderId>& named, const LedgerService::Keep& keep) {
        const BankLine& line = heard.line;
        if (named.empty()) return other(heard);
        if (line.instructed && survey_.unsure.contains({heard.statement, line.entry}))
            return unmatched(line, "the amounts of the entry do not add up");
        if (named.size() == 1 && line.scope == BankLine::Scope::transfer) {
            const auto charges = charges_of(line, book().find(named.front())->ordered.amount, line.credit);
            if (!charges) return unmatched(line, "another amount than ordered");
            return apply(named.front(), heard, *charges, keep);
        }
        const auto booked = matching_.booked(named, line);
        if (booked.empty() && !line.credit) return batches_.push_back(heard);
        if (booked.empty()) return unmatched(line, "another amount than ordered");
        for (const OrderId& id : booked) apply(id, heard, {}, keep);
    }

    // The bank's day; of a word without one the day of its message, whenever that is read. Banks book some days ahead;
    // one further off is a slip that nothing could follow for years.
    Day booked_on(const Heard& heard) const {
        const bool is_read_here = heard.statement < heads_.size();
        const Day said = is_read_here ? std::min(heads_[heard.statement].on.value_or(by_.on), by_.on) : by_.on;
        const Day told = heard.line.booked_on.value_or(said);
        return told.since_1970 <= by_.today.since_1970 + kMostDaysAhead ? told : by_.today;
    }

    void apply(const OrderId& id, const Heard& heard, Money charges, const LedgerService::Keep& keep) {
        const BankLine& line = heard.line;
        const Order& order = *book().find(id);
        const bool moved = line.kind == BankLine::Kind::booked || line.kind == BankLine::Kind::returned;
        const BankResult told{answer_of(line),
                              status_text(line),
                              ipep::reference_of(line),
                              survey_.sha256,
                              moved,
                              charges,
                              moved && another_booking(id, order, heard)};
        const Day on = day_of(order.ordered.cpam, std::max(booked_on(heard), order.lastOn));
        const std::string why = order.booked && !line.credit ? "the order is booked already"
                                                             : "the order is " + std::string(state_text(order));
        auto acts = take_bank_result(book(), id, told, on);
        if (!acts) return unmatched(line, why);
        bool kept = false, moves = acts->empty();
        for (Draft& act : *acts) {
            if (std::holds_alternative<OrderPaid>(act.body)) result_.paid.push_back(id);
            if (std::holds_alternative<OrderRejected>(act.body)) result_.rejected.push_back(id);
            if (std::holds_alternative<OrderReturned>(act.body)) result_.returned.push_back(id);
            const bool is_kept = std::holds_alternative<OrderTold>(act.body);
            (is_kept ? kept : moves) = true;
            keep(std::move(act));
        }
        if (moves) ++result_.matched;
        const Order& now = *book().find(id);
        if (kept && moved) unmatched(of_the_order(line, now.ordered), why, id);
        if (kept) result_.told.push_back({id, told.answer, told.status});
        const bool explains = kept ? now.told.empty() : !acts->empty();  // what came back explains what left
        if (moved && explains) kept_.match(now.ordered, on, keep);
    }
    // Of a line on several orders, what is one order's: by that it is known again.
    static BankLine of_the_order(const BankLine& line, const PaymentOrdered& ordered) {
        if (line.scope == BankLine::Scope::transfer) return line;
        BankLine one = line;
        one.amount = ordered.amount;
        one.end_to_end_id = ordered.endToEndId;
        return one;
    }

    // Whether what is known already is told of other money: a statement tells a booking once, and what is booked on a
    // later day under another reference is not the booking that is known.
    bool another_booking(const OrderId& id, const Order& order, const Heard& heard) {
        const BankLine& line = heard.line;
        if (!booked_.emplace(heard.statement, id, line.credit).second) return true;
        const std::string reference = ipep::reference_of(line);
        return line.booked_on && booked_on(heard) > known_day(order, line.credit) && !reference.empty() &&
               reference != ledger_.views().orders().row(id)->bank;
    }
    static Day known_day(const Order& order, bool credit) {
        const Day of_state = credit ? order.lastOn : order.booked ? order.bookedOn : order.lastOn;
        const bool is_told = (credit ? order.back : order.out) != Money();
        return is_told ? std::max(order.toldOn, of_state) : of_state;
    }

    static const char* state_text(const Order& order) { return boost::describe::enum_to_string(order.state, ""); }

    // A line that names no order. One that is about us waits by itself, the others together.
    void other(const Heard& heard) {
        const BankLine& line = heard.line;
        if (matching_.concerns(result_.cpam, line)) return unmatched(line, "unknown reference");
        Unmatched one = as_unmatched(line, "unknown reference");
        auto [at, fresh] = others_.try_emplace(heard.statement, one);
        if (!fresh) at->second.amount += one.amount;
        ++at->second.count;
    }
    void unmatched(const BankLine& line, std::string why, const OrderId& kept = {}) {
        result_.unmatched.push_back(as_unmatched(line, std::move(why)));
        result_.unmatched.back().kept = kept;
    }
    static Unmatched as_unmatched(const BankLine& line, std::string why) {
        const std::string& reference = !line.end_to_end_id.empty() ? line.end_to_end_id
                                       : !line.batch_id.empty()    ? line.batch_id
                                       : !line.message_id.empty()  ? line.message_id
                                                                   : line.bank_reference;
        const Money amount = line.amount.value_or(Money());
        Unmatched one{reference, std::move(why), line.credit ? amount : -amount};
        if (line.booked_on) one.booked_on = to_text(*line.booked_on);
        if (const std::string of_bank = ipep::reference_of(line); !of_bank.empty()) one.bank_reference = of_bank;
        one.words = {line.party_name, line.remittance.empty() ? line.reason_text : line.remittance};
        return one;
    }

    LedgerService& ledger_;
    BankMatching& matching_;
    const BankSurvey& survey_;
    const Acting& by_;
    const std::string& path_;
    const FactKey& key_;
    BankReading& result_;
    KeptLines kept_;
    std::vector<HeadTold> heads_;  // of the statements
    std::size_t statement_ = 0;
    std::map<OrderId, BankLine> told_;         // in the report that is being read
    std::vector<Heard> batches_, back_;        // debits that agree with no choice of their batch; what came back
    std::map<std::size_t, Unmatched> others_;  // by statement
    std::set<std::tuple<std::size_t, OrderId, bool>> booked_;  // statement, order and the way the money went
};

// The first whose part of the file the person may read and nobody has read; else the first.
struct Chosen {
    CpamId cpam;
    FactKey key;
    std::optional<Position> read;  // by whom it was read before
};
Chosen choose(LedgerService& ledger, const BankSurvey& survey, const PersonId& person) {
    std::optional<Chosen> known;
    for (const CpamId& cpam : survey.cpams) {
        const bool is_first = cpam == survey.cpams.front();
        const FactKey key{std::string(kBankKey) + survey.sha256 + (is_first ? "" : ":" + cpam.text)};
        Chosen one{cpam, key, ledger.store().position_of(key)};
        if (!one.read && may(ledger.book().common(), person, Right::pay, cpam)) return one;
        if (!known) known = std::move(one);
    }
    return *known;
}

}  // namespace

Verdict<> PaymentCommands::resolve(const OrderId& order, const Resolution& resolution) {
    auto acts = IPEP_TRY(resolve_order(book(), order, resolution, by_));
    return ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        for (Draft& act : acts) keep(std::move(act));
        if (resolution.became == Became::seen) return {};  // money that was seen waits for what explains it
        const PaymentOrdered& what = book().find(order)->ordered;
        KeptLines(ledger_, what.cpam).match(what, by_.on, keep);
        return {};
    });
}

Verdict<BankReading> PaymentCommands::read_bank_file(const std::string& path) {
    BankReading result;
    BankMatching matching(ledger_);
    const auto survey = IPEP_TRY(
        survey_bank_file(path, ledger_, matching, [this](const std::string& message) { return issued_file(message); }));
    const Chosen chosen = choose(ledger_, survey, by_.person);
    result.cpam = chosen.cpam;
    IPEP_TRY(authorize(book().common(), by_.person, Right::pay, result.cpam));
    IPEP_TRY(has_come(by_));
    if (chosen.read) {
        result.matched = std::get<BankFileRead>(ledger_.event(*chosen.read, false).body).matched;
        result.repeated = true;
        return result;
    }
    IPEP_TRY(Reading(ledger_, matching, survey, by_, path, chosen.key, result).take());
    return result;
}

}  // namespace ipep
