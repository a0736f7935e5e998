// camt.053 and camt.054: statements of accounts and notifications, entry by entry. An entry without details, or with
// those of a batch only, is one line; otherwise each of its transactions is one.
#include <unordered_map>

#include "services/bank/bank_message_reader.h"
#include "services/bank/bank_value.h"

namespace ipep {
namespace {

// What of an entry or of a transaction in it is not told yet.
struct Draft {
    BankLine line;
    std::optional<bool> credit;
    std::optional<Money> instructed;  // InstdAmt, where the transaction has no amount of its own
    std::string creditor, creditor_iban, debtor, debtor_iban;
    std::string family;  // BkTxCd, domain to sub-family
    bool return_information = false;
};

const std::unordered_map<std::string_view, std::string BankLine::*> kEntryTexts = {
    {"NtryRef", &BankLine::entry_reference}, {"Sts", &BankLine::status},
    {"Sts/Cd", &BankLine::status},           {"Sts/Prtry", &BankLine::status},
    {"AcctSvcrRef", &BankLine::bank_reference},
};
const std::unordered_map<std::string_view, std::string BankLine::*> kTransactionTexts = {
    {"Refs/MsgId", &BankLine::message_id},        {"Refs/PmtInfId", &BankLine::batch_id},
    {"Refs/EndToEndId", &BankLine::end_to_end_id}, {"Refs/AcctSvcrRef", &BankLine::bank_reference},
    {"RtrInf/Rsn/Cd", &BankLine::reason_code},    {"RtrInf/Rsn/Prtry", &BankLine::reason_code},
};
const std::unordered_map<std::string_view, std::string Draft::*> kPartyTexts = {
    {"RltdPties/Cdtr/Nm", &Draft::creditor},     {"RltdPties/Cdtr/Pty/Nm", &Draft::creditor},
    {"RltdPties/Dbtr/Nm", &Draft::debtor},       {"RltdPties/Dbtr/Pty/Nm", &Draft::debtor},
    {"RltdPties/CdtrAcct/Id/IBAN", &Draft::creditor_iban}, {"RltdPties/DbtrAcct/Id/IBAN", &Draft::debtor_iban},
};
constexpr std::string_view kEntry = "Ntry/", kTransaction = "Ntry/NtryDtls/TxDtls", kBatch = "Ntry/NtryDtls/Btch/";

void keep_reference(std::string& to, std::string_view text) { to = text == "NOTPROVIDED" ? "" : text; }

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
        if (path.starts_with("Bal/")) return take_balance(element, path.substr(4), text);
        if (path.starts_with(kTransaction))
            return take_transaction(element, path.substr(kTransaction.size() + 1), text);
        if (path.starts_with(kBatch)) return take_batch(element, path.substr(kBatch.size()), text);
        if (path.starts_with(kEntry)) return take_entry(element, path.substr(kEntry.size()), text);
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
    Verdict<> take_balance(const XmlElement& element, std::string_view path, std::string_view text) {
        if (path == "Tp/CdOrPrtry/Cd") balance_.code = text;
        if (path == "Amt") return read_amount(element, text, balance_.amount);
        if (path == "CdtDbtInd") return read_credit(element, text, balance_.credit);
        return {};
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
        if (path == "ValDt/Dt" || path == "ValDt/DtTm") return read_day(element, text, line.value_on);
        if (path == "AddtlNtryInf") append_text(line.remittance, text, ' ');
        if (const auto found = kEntryTexts.find(path); found != kEntryTexts.end())
            keep_reference(line.*found->second, text);
        take_code(entry_, path, text);
        return {};
    }

    Verdict<> take_batch(const XmlElement& element, std::string_view path, std::string_view text) {
        if (path == "MsgId") keep_reference(entry_.line.message_id, text);
        if (path == "PmtInfId") keep_reference(entry_.line.batch_id, text);
        if (path == "NbOfTxs") return read_count(element, text, entry_.line.count);
        return {};
    }

    Verdict<> take_transaction(const XmlElement& element, std::string_view path, std::string_view text) {
        BankLine& line = transaction_.line;
        if (path == "Amt" || path == "AmtDtls/TxAmt/Amt") return take_money(line, element, text);
        if (path == "AmtDtls/InstdAmt/Amt") return read_amount(element, text, transaction_.instructed);
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

    // The last transaction is held back: alone in its entry it has the entry's amount where it gives none.
    Verdict<> end_transaction(std::int64_t at) {
        if (auto whole = check_entry(at); !whole) return whole;
        if (held_)
            if (auto told = tell(*held_); !told) return told;
        held_ = std::move(transaction_);
        complete(*held_);
        return {};
    }

    Verdict<> end_entry(std::int64_t at) {
        if (auto whole = check_entry(at); !whole) return whole;
        if (!held_) {
            complete(entry_);
            return tell(entry_);
        }
        if (transactions_ == 1) {
            held_->line.count = entry_.line.count;
            if (!held_->line.amount) {
                held_->line.amount = entry_.line.amount;
                held_->line.currency = entry_.line.currency;
            }
        }
        return tell(*held_);
    }

    Verdict<> check_entry(std::int64_t at) const {
        if (entry_.line.currency.empty()) return element_missing("Amt", at);
        if (!entry_.credit) return element_missing("CdtDbtInd", at);
        if (entry_.line.status.empty()) return element_missing("Sts", at);
        return {};
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
        if (!line.amount && line.currency == "EUR") line.amount = draft.instructed;
        line.entry = outer.entry;
        line.entry_reference = outer.entry_reference;
        line.status = outer.status;
        line.booked_on = outer.booked_on;
        line.value_on = outer.value_on;
        line.reversal = outer.reversal;
        line.credit = draft.credit.value_or(*entry_.credit);
    }

    Verdict<> tell(Draft& draft) const {
        BankLine& line = draft.line;
        const bool batch = line.end_to_end_id.empty() && !(line.batch_id.empty() && line.message_id.empty());
        line.scope = batch && transactions_ <= 1 ? BankLine::Scope::batch : BankLine::Scope::transfer;
        line.kind = kind_of(draft);
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
        return line.credit && back ? BankLine::Kind::returned : BankLine::Kind::booked;
    }

    BankMessageHead message_, head_;
    const BankMessageVisitor& visitor_;
    bool head_told_ = true;
    Balance balance_;
    Draft entry_, transaction_;
    std::optional<Draft> held_;
    std::int64_t statements_ = 0, entries_ = 0, transactions_ = 0;
};

}  // namespace

std::unique_ptr<BankMessageReader> statement_reader(BankMessageHead head, const BankMessageVisitor& visitor) {
    return std::make_unique<AccountStatement>(std::move(head), visitor);
}

}  // namespace ipep
