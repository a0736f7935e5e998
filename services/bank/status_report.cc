// pain.002: the bank says of the file, of the batch, of each transfer what became of it. The more special comes later
// and goes before; a transfer without a status of its own has its batch's, and that the file's.
#include <unordered_map>

#include "services/bank/bank_message_reader.h"
#include "services/bank/bank_value.h"

namespace ipep {
namespace {

constexpr std::string_view kOriginalGroup = "OrgnlGrpInfAndSts", kOriginalBatch = "OrgnlPmtInfAndSts",
                           kTransactionStatus = "OrgnlPmtInfAndSts/TxInfAndSts";

const std::unordered_map<std::string_view, std::string BankLine::*> kTexts = {
    {"OrgnlMsgId", &BankLine::message_id},
    {"GrpSts", &BankLine::status},
    {"OrgnlPmtInfId", &BankLine::batch_id},
    {"PmtInfSts", &BankLine::status},
    {"OrgnlEndToEndId", &BankLine::end_to_end_id},
    {"TxSts", &BankLine::status},
    {"AcctSvcrRef", &BankLine::bank_reference},
    {"StsRsnInf/Rsn/Cd", &BankLine::reason_code},
    {"StsRsnInf/Rsn/Prtry", &BankLine::reason_code},
    {"OrgnlTxRef/Cdtr/Nm", &BankLine::party_name},
    {"OrgnlTxRef/Cdtr/Pty/Nm", &BankLine::party_name},
    {"OrgnlTxRef/CdtrAcct/Id/IBAN", &BankLine::party_iban},
};

class StatusReport : public BankMessageReader {
public:
    StatusReport(BankMessageHead head, const BankMessageVisitor& visitor) : head_(std::move(head)), visitor_(visitor) {}

    Verdict<> open(const XmlElement& element) override {
        if (element.path == kOriginalGroup) return begin_group(element);
        if (element.path == kOriginalBatch) {
            if (!head_told_) return element_missing(kOriginalGroup, element.line);
            batch_ = line(BankLine::Scope::batch, group_);
            batch_told_ = batch_named_ = false;
        }
        if (element.path == kTransactionStatus) {
            transaction_ = line(BankLine::Scope::transfer, batch_);
            transaction_.batch_id = batch_.batch_id;
            return tell_batch(element.line);
        }
        return {};
    }

    Verdict<> leaf(const XmlElement& element, std::string_view text) override {
        if (element.path == kOriginalGroup || element.path == kOriginalBatch || element.path == kTransactionStatus)
            return close(element);
        if (element.path == "GrpHdr/MsgId") head_.message_id = text;
        if (element.path == "GrpHdr/CreDtTm") head_.created_at = text;
        if (element.path.starts_with(kTransactionStatus) && element.path.size() > kTransactionStatus.size())
            return take(transaction_, element, element.path.substr(kTransactionStatus.size() + 1), text);
        if (element.path.starts_with("OrgnlPmtInfAndSts/"))
            return take(batch_, element, element.path.substr(kOriginalBatch.size() + 1), text);
        if (element.path.starts_with("OrgnlGrpInfAndSts/"))
            return take(group_, element, element.path.substr(kOriginalGroup.size() + 1), text);
        return {};
    }

    Verdict<> close(const XmlElement& element) override {
        if (element.path == kOriginalGroup) {
            if (!group_named_) return element_missing("OrgnlMsgId", element.line);
            return tell(group_);
        }
        if (element.path == kOriginalBatch) return tell_batch(element.line);
        if (element.path == kTransactionStatus) {
            if (transaction_.status.empty()) inherit();
            return tell(transaction_);
        }
        return {};
    }

    Verdict<> end() override { return head_told_ ? Verdict<>{} : element_missing(kOriginalGroup, 0); }

private:
    static BankLine line(BankLine::Scope scope, const BankLine& outer) {
        BankLine made;
        made.scope = scope;
        made.message_id = outer.message_id;
        return made;
    }

    Verdict<> begin_group(const XmlElement& element) {
        if (head_.message_id.empty()) return element_missing("MsgId", element.line);
        group_ = {};
        group_named_ = false;
        group_.scope = BankLine::Scope::file;
        head_told_ = true;
        return visitor_.head(head_);
    }

    Verdict<> take(BankLine& line, const XmlElement& element, std::string_view path, std::string_view text) {
        if (path == "OrgnlCtrlSum" || path == "OrgnlTxRef/Amt/InstdAmt") {
            line.currency = element.currency.empty() ? "EUR" : element.currency;
            if (!read_amount(element, text, line.amount)) line.amount.reset();  // nothing depends on it
            return {};
        }
        if (path == "OrgnlNbOfTxs" && !read_count(element, text, line.count)) line.count.reset();
        if (path == "OrgnlMsgId") group_named_ = true;
        if (path == "OrgnlPmtInfId") batch_named_ = true;
        if (path == "StsRsnInf/AddtlInf") append_text(line.reason_text, text, ' ');
        if (const auto found = kTexts.find(path); found != kTexts.end()) {
            std::string& to = line.*found->second;
            if (to.empty() || found->second != &BankLine::reason_code)  // the first reason is the main one
                keep_reference(to, text);
        }
        return {};
    }

    void inherit() {
        const BankLine& outer = batch_.status.empty() ? group_ : batch_;
        transaction_.status = outer.status;
        if (transaction_.reason_code.empty()) transaction_.reason_code = outer.reason_code;
        if (transaction_.reason_text.empty()) transaction_.reason_text = outer.reason_text;
    }

    Verdict<> tell_batch(std::int64_t at) {
        if (batch_told_) return {};
        batch_told_ = true;
        if (!batch_named_) return element_missing("OrgnlPmtInfId", at);
        return tell(batch_);
    }
    Verdict<> tell(const BankLine& line) const { return line.status.empty() ? Verdict<>{} : visitor_.line(line); }

    BankMessageHead head_;
    const BankMessageVisitor& visitor_;
    BankLine group_, batch_, transaction_;
    bool head_told_ = false, group_named_ = false, batch_told_ = false, batch_named_ = false;
};

}  // namespace

std::unique_ptr<BankMessageReader> status_report_reader(BankMessageHead head, const BankMessageVisitor& visitor) {
    return std::make_unique<StatusReport>(std::move(head), visitor);
}

}  // namespace ipep
