// camt.053 and camt.054: statements of accounts and notifications, entry by entry. An entry without details, or with
// those of a batch only, is one line; otherwise each of its transactions is one, those together that name no transfer.
//
// A value that cannot be read, or is not there, is the line's own: whether it matters depends on whose line it is.
#include <unordered_map>

#include "services/bank/bank_message_reader.h"
#include "services/bank/bank_value.h"

namespace ipep {
namespace {

// What of an entry or of a transaction in it is not told yet.
struct Draft {
    BankLine line;
    std::optional<bool> credit;
    std::optional<Money> instructed;  // InstdAmt
    std::string creditor, creditor_iban, debtor, debtor_iban;
    std::string family;  // BkTxCd, domain to sub-family
    bool return_information = false;
};

const std::unordered_map<std::string_view, std::string BankLine::*> kEntryTexts = {
    {"NtryRef", &BankLine::entry_reference},
    {"Sts", &BankLine::status},
    {"Sts/Cd", &BankLine::status},
    {"Sts/Prtry", &BankLine::status},
    {"AcctSvcrRef", &BankLine::bank_reference},
};
const std::unordered_map<std::string_view, std::string BankLine::*> kTransactionTexts = {
    {"Refs/MsgId", &BankLine::message_id},         {"Refs/PmtInfId", &BankLine::batch_id},
    {"Refs/EndToEndId", &BankLine::end_to_end_id}, {"Refs/AcctSvcrRef", &BankLine::bank_reference},
    {"RtrInf/Rsn/Cd", &BankLine::reason_code},     {"RtrInf/Rsn/Prtry", &BankLine::reason_code},
};
const std::unordered_map<std::string_view, std::string Draft::*> kPartyTexts = {
    {"RltdPties/Cdtr/Nm", &Draft::creditor},
    {"RltdPties/Cdtr/Pty/Nm", &Draft::creditor},
    {"RltdPties/Dbtr/Nm", &Draft::debtor},
    {"RltdPties/Dbtr/Pty/Nm", &Draft::debtor},
    {"RltdPties/CdtrAcct/Id/IBAN", &Draft::creditor_iban},
    {"RltdPties/DbtrAcct/Id/IBAN", &Draft::debtor_iban},
};
constexpr std::string_view kEntry = "Ntry/", kTransaction = "Ntry/NtryDtls/TxDtls", kEntryBatch = "Ntry/NtryDtls/Btch/";

class AccountStatement : public BankMessageReader {
public:
    AccountStatement(BankMessageHead head, const BankMessageVisitor& visitor)
        : message_(std::move(head)), visitor_(visitor) {}

    Verdict<> open(const XmlElement& element) override {
        const std::string_view path = below_statement(element.path);
        if (path.empty() && statement(element.path)) {
            head_ = message_;
            head_told_ = false;
        }
        if (path == "Bal") balance_ = {};
        if (path == "Ntry") {
            entry_ = {};
            entry_.line.entry = ++entries_;
            held_.reset();
            nameless_ = {};
            transactions_ = 0;
            return tell_head(element.line);
        }
        if (path == kTransaction) {
            transaction_ = {};
            ++transactions_;
        }
        return {};
    }

    Verdict<> leaf(const XmlElement& element, std::string_view text) override {
        if (element.path == "GrpHdr/MsgId") message_.message_id = text;
        if (element.path == "GrpHdr/CreDtTm") message_.created_at = text;
        const std::string_view path = below_statement(element.path);
        if (path == "Ntry" || path == kTransaction || (path.empty() && statement(element.path))) return close(element);
        if (path.starts_with("Bal/"))
            take_balance(element, path.substr(4), text);
        else if (path.starts_with(kTransaction))
            note(transaction_, take_transaction(element, path.substr(kTransaction.size() + 1), text));
        else if (path.starts_with(kEntryBatch))
            take_batch(element, path.substr(kEntryBatch.size()), text);
        else if (path.starts_with(kEntry))
            note(entry_, take_entry(element, path.substr(kEntry.size()), text));
        if (path == "Id") head_.statement_id = text;
        if (path == "Acct/Id/IBAN" || path == "Acct/Id/Othr/Id") head_.account = text;
        if (path == "Acct/Ccy") head_.currency = text;
        return {};
    }

    Verdict<> close(const XmlElement& element) override {
        const std::string_view path = below_statement(element.path);
        if (path == "Bal") keep_balance();
        if (path == kTransaction) return end_transaction(element.line);
        if (path == "Ntry") return end_entry(element.line);
        if (path.empty() && statement(element.path)) return tell_head(element.line);
        return {};
    }

    Verdict<> end() override { return statements_ > 0 ? Verdict<>{} : element_missing("Stmt", 0); }

private:
    static bool statement(std::string_view path) { return path == "Stmt" || path == "Ntfctn"; }
    static std::string_view below_statement(std::string_view path) {
        for (const std::string_view begin : {"Stmt/", "Ntfctn/"})
            if (path.starts_with(begin)) return path.substr(begin.size());
        return {};
    }

    static void note(Draft& draft, const Verdict<>& read) {
        if (!read && !draft.line.odd) draft.line.odd = OddValue{read.error()};
    }

    Verdict<> tell_head(std::int64_t at) {
        if (std::exchange(head_told_, true)) return {};
        if (head_.message_id.empty()) return element_missing("MsgId", at);
        if (head_.account.empty()) return element_missing("Acct", at);
        ++statements_;
        return visitor_.head(head_);
    }

    struct Balance {
        std::string code;
        std::optional<Money> amount;
        std::optional<bool> credit;
    };
    // Shown and no more: one that cannot be read is none.
    void take_balance(const XmlElement& element, std::string_view path, std::string_view text) {
        if (path == "Tp/CdOrPrtry/Cd") balance_.code = text;
        if (path == "Amt" && !read_amount(element, text, balance_.amount)) balance_.amount.reset();
        if (path == "CdtDbtInd" && !read_credit(element, text, balance_.credit)) balance_.credit.reset();
    }
    void keep_balance() {
        if (!balance_.amount || !balance_.credit) return;
        const Money signed_amount = *balance_.credit ? *balance_.amount : -*balance_.amount;
        if (balance_.code == "OPBD" || balance_.code == "PRCD") head_.opening = signed_amount;
        if (balance_.code == "CLBD") head_.closing = signed_amount;
    }

    static Verdict<> take_money(BankLine& line, const XmlElement& element, std::string_view text) {
        line.currency = element.currency;
        return read_amount(element, text, line.amount);
    }

    // BkTxCd has the same shape in an entry and in a transaction.
    static void take_code(Draft& draft, std::string_view path, std::string_view text) {
        if (path == "BkTxCd/Prtry/Cd") draft.line.bank_transaction_code = text;
        if (path == "BkTxCd/Domn/Cd" || path == "BkTxCd/Domn/Fmly/Cd" || path == "BkTxCd/Domn/Fmly/SubFmlyCd")
            append_text(draft.family, text, '/');
    }

    Verdict<> take_entry(const XmlElement& element, std::string_view path, std::string_view text) {
        BankLine& line = entry_.line;
        if (path == "Amt") return take_money(line, element, text);
        if (path == "CdtDbtInd") return read_credit(element, text, entry_.credit);
        if (path == "RvslInd") return read_flag(element, text, line.reversal);
        if (path == "BookgDt/Dt" || path == "BookgDt/DtTm") return read_day(element, text, line.booked_on);
        const bool is_value_day = path == "ValDt/Dt" || path == "ValDt/DtTm";
        if (is_value_day && !read_day(element, text, line.value_on)) line.value_on.reset();
        if (path == "Chrgs/TtlChrgsAndTaxAmt" || path == "Chrgs/Amt" || path == "Chrgs/Rcrd/Amt")
            add_charges(line, element, text);
        if (path == "AddtlNtryInf") append_text(line.remittance, text, ' ');
        if (const auto found = kEntryTexts.find(path); found != kEntryTexts.end())
            keep_reference(line.*found->second, text);
        take_code(entry_, path, text);
        return {};
    }

    // Of what is told twice, in total and one by one, the larger is the total.
    static void add_charges(BankLine& line, const XmlElement& element, std::string_view text) {
        std::optional<Money> one;
        if (read_amount(element, text, one) && one) line.charges = std::max(line.charges.value_or(Money()), *one);
    }

    void take_batch(const XmlElement& element, std::string_view path, std::string_view text) {
        if (path == "MsgId") keep_reference(entry_.line.message_id, text);
        if (path == "PmtInfId") keep_reference(entry_.line.batch_id, text);
        if (path == "NbOfTxs" && !read_count(element, text, entry_.line.count)) entry_.line.count.reset();
    }

    Verdict<> take_transaction(const XmlElement& element, std::string_view path, std::string_view text) {
        BankLine& line = transaction_.line;
        if (path == "Amt" || path == "AmtDtls/TxAmt/Amt") return take_money(line, element, text);
        if (path == "AmtDtls/InstdAmt/Amt" && !read_amount(element, text, transaction_.instructed))
            transaction_.instructed.reset();
        if (path == "Chrgs/TtlChrgsAndTaxAmt" || path == "Chrgs/Amt" || path == "Chrgs/Rcrd/Amt")
            add_charges(line, element, text);
        if (path == "CdtDbtInd") return read_credit(element, text, transaction_.credit);
        if (path == "RmtInf/Ustrd") append_text(line.remittance, text, ' ');
        if (path == "RtrInf/AddtlInf") append_text(line.reason_text, text, ' ');
        if (path.starts_with("RtrInf/")) transaction_.return_information = true;
        if (const auto found = kTransactionTexts.find(path); found != kTransactionTexts.end())
            keep_reference(line.*found->second, text);
        if (const auto found = kPartyTexts.find(path); found != kPartyTexts.end()) transaction_.*found->second = text;
        take_code(transaction_, path, text);
        return {};
    }

    // The last transaction is held back: alone in its entry it has the entry's amount. Those that name no transfer and
    // did not come back are one line together.
    Verdict<> end_transaction(std::int64_t at) {
        check_entry(at);
        complete(transaction_);
        if (held_) IPEP_TRY(tell_or_gather(*held_));
        held_ = std::move(transaction_);
        return {};
    }

    static bool named(const BankLine& line) { return !line.end_to_end_id.empty(); }

    struct Nameless {
        std::optional<Draft> first;
        std::int64_t count = 0;
        std::optional<Money> sum = Money();
    };
    Verdict<> tell_or_gather(Draft& draft) {
        if (named(draft.line) || kind_of(draft) == BankLine::Kind::returned || draft.line.credit != entry_credit())
            return tell(draft, BankLine::Scope::transfer);
        ++nameless_.count;
        if (!draft.line.amount || !nameless_.sum)
            nameless_.sum.reset();
        else
            *nameless_.sum += *draft.line.amount;
        if (!nameless_.first) nameless_.first = std::move(draft);
        return {};
    }
    // All of an entry's are the entry; some of them what is left of it.
    Verdict<> tell_gathered() {
        Draft rest = std::move(*nameless_.first);
        BankLine& line = rest.line;
        const bool whole = nameless_.count == transactions_;
        line.amount = whole ? entry_.line.amount : nameless_.sum;
        line.count = whole ? entry_.line.count.value_or(nameless_.count) : nameless_.count;
        line.instructed = false;
        if (!line.odd) line.odd = entry_.line.odd;
        return tell(rest, BankLine::Scope::batch);
    }

    Verdict<> end_entry(std::int64_t at) {
        check_entry(at);
        if (transactions_ == 0) {
            complete(entry_);
            return tell(entry_, scope_alone(entry_.line));
        }
        if (transactions_ > 1) {
            IPEP_TRY(tell_or_gather(*held_));
            return nameless_.first ? tell_gathered() : Verdict<>{};
        }
        BankLine& line = held_->line;
        line.count = entry_.line.count;
        const std::optional<Money> own = line.instructed ? std::nullopt : line.amount;
        if (!line.ordered) line.ordered = held_->instructed ? held_->instructed : own;
        line.amount = entry_.line.amount;
        if (line.ordered == line.amount) line.ordered.reset();
        line.currency = entry_.line.currency;
        line.instructed = false;
        if (!line.charges) line.charges = entry_.line.charges;
        if (entry_.line.odd) line.odd = entry_.line.odd;
        return tell(*held_, scope_alone(line));
    }

    static BankLine::Scope scope_alone(const BankLine& line) {
        const bool is_batch = !named(line) && !(line.batch_id.empty() && line.message_id.empty() && !line.count);
        return is_batch ? BankLine::Scope::batch : BankLine::Scope::transfer;
    }

    bool entry_credit() const { return entry_.credit.value_or(false); }

    void check_entry(std::int64_t at) {
        const auto missing = [&](const char* element) { note(entry_, element_missing(element, at)); };
        if (entry_.line.currency.empty()) missing("Amt");
        if (!entry_.credit) missing("CdtDbtInd");
        if (entry_.line.status.empty()) missing("Sts");
    }

    // What a transaction does not say itself, its entry says.
    void complete(Draft& draft) const {
        BankLine& line = draft.line;
        const BankLine& outer = entry_.line;
        const auto inherit = [](std::string& own, const std::string& from) {
            if (own.empty()) own = from;
        };
        inherit(line.message_id, outer.message_id);
        inherit(line.batch_id, outer.batch_id);
        inherit(line.bank_reference, outer.bank_reference);
        inherit(line.remittance, outer.remittance);
        inherit(line.currency, outer.currency);
        inherit(draft.family, entry_.family);
        if (!draft.family.empty()) line.bank_transaction_code = draft.family;
        inherit(line.bank_transaction_code, outer.bank_transaction_code);
        if (!line.amount && line.currency == "EUR" && &draft != &entry_) {
            line.amount = draft.instructed;
            line.instructed = line.amount.has_value();
        }
        line.entry_amount = outer.amount;
        if (!line.odd) line.odd = outer.odd;
        line.entry = outer.entry;
        line.entry_reference = outer.entry_reference;
        line.status = outer.status;
        line.booked_on = outer.booked_on;
        line.value_on = outer.value_on;
        line.reversal = outer.reversal;
        line.credit = draft.credit.value_or(entry_credit());
    }

    Verdict<> tell(Draft& draft, BankLine::Scope scope) const {
        BankLine& line = draft.line;
        line.scope = scope;
        line.kind = kind_of(draft);
        if (line.kind == BankLine::Kind::returned) line.credit = true;
        // The other side is the one whose account is not the statement's.
        const bool to_creditor =
            draft.debtor_iban == head_.account || (draft.creditor_iban != head_.account && !line.credit);
        line.party_name = to_creditor ? draft.creditor : draft.debtor;
        line.party_iban = to_creditor ? draft.creditor_iban : draft.debtor_iban;
        return visitor_.line(line);
    }

    static BankLine::Kind kind_of(const Draft& draft) {
        const BankLine& line = draft.line;
        if (line.status != "BOOK") return BankLine::Kind::pending;
        const bool back = draft.return_information || line.reversal || draft.family.ends_with("/RRTN") ||
                          draft.family.ends_with("/RPCR");
        return (line.credit && back) || line.reversal ? BankLine::Kind::returned : BankLine::Kind::booked;
    }

    BankMessageHead message_, head_;
    const BankMessageVisitor& visitor_;
    bool head_told_ = true;
    Balance balance_;
    Draft entry_, transaction_;
    std::optional<Draft> held_;
    Nameless nameless_;
    std::int64_t statements_ = 0, entries_ = 0, transactions_ = 0;
};

}  // namespace

std::unique_ptr<BankMessageReader> statement_reader(BankMessageHead head, const BankMessageVisitor& visitor) {
    return std::make_unique<AccountStatement>(std::move(head), visitor);
}

}  // namespace ipep
