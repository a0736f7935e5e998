// What a pain.001 must hold, said a second time and in another way than it is written: names opened and text found,
// leaf by leaf. Where the writer and this list differ, no file leaves.
#include <deque>

#include "services/bank/sepa_checks.h"
#include "services/bank/sepa_text.h"
#include "services/bank/transfer_file.h"
#include "services/bank/xml_reader.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// A leaf: the path that was open before, the names opened since the last leaf, the text.
struct Leaf {
    std::string_view under, opened;
    std::string text;
};

constexpr std::string_view kFile = "Document/CstmrCdtTrfInitn", kGroup = "Document/CstmrCdtTrfInitn/GrpHdr",
                           kBatch = "Document/CstmrCdtTrfInitn/PmtInf",
                           kTransfer = "Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf";

class WrittenFile : public XmlVisitor {
public:
    WrittenFile(const TransferFile& meant, const TransferSource& transfers) : meant_(meant), transfers_(transfers) {
        expect_head();
    }

    Verdict<> open(const XmlElement& element) override {
        if (element.path == "Document") {
            if (element.space != "urn:iso:std:iso:20022:tech:xsd:" + message_name(meant_)) return differs(element);
            return checks_.head(meant_);
        }
        if (element.path == kTransfer) read_ = {};
        if (!opened_.empty()) opened_ += '/';
        opened_ += element.name;
        return {};
    }

    Verdict<> leaf(const XmlElement& element, std::string_view text) override {
        if (expected_.empty() && !expect_transfer()) return differs(element);
        const Leaf want = std::move(expected_.front());
        expected_.pop_front();
        const bool placed = element.path == std::string(want.under) + '/' + std::string(want.opened);
        if (!placed || opened_ != want.opened || text != want.text) return differs(element);
        if (element.currency != (element.name == "InstdAmt" ? "EUR" : "")) return differs(element);
        if (!is_sepa_text(text) && element.name != "CreDtTm") return differs(element);
        opened_.clear();
        return keep(element.name, text);
    }

    Verdict<> close(const XmlElement& element) override {
        if (!opened_.empty()) return differs(element);
        if (element.path != kTransfer) return {};
        if (!expected_.empty()) return differs(element);
        return checks_.transfer(read_);
    }

    // After the last byte.
    Verdict<> end() {
        if (!expected_.empty() || transfers_()) return differs({.path = kFile});
        return checks_.end();
    }

private:
    static Verdict<> differs(const XmlElement& element) {
        return refuse(code::transfer_file_differs,
                      {{"line", std::to_string(element.line)}, {"element", std::string(element.path)}});
    }

    void expect_head() {
        const Debtor& debtor = meant_.debtor;
        const std::string count = std::to_string(meant_.totals.count), sum = to_text(meant_.totals.sum);
        const std::string name = sepa_text(debtor.name, kNameLimit, meant_.signs);
        const bool old = meant_.format_version == 3;
        expected_ = {{"Document", "CstmrCdtTrfInitn/GrpHdr/MsgId", meant_.message_id},
                     {kGroup, "CreDtTm", creation_time(meant_)},
                     {kGroup, "NbOfTxs", count},
                     {kGroup, "CtrlSum", sum},
                     {kGroup, "InitgPty/Nm", name},
                     {kFile, "PmtInf/PmtInfId", meant_.batch_id},
                     {kBatch, "PmtMtd", "TRF"},
                     {kBatch, "BtchBookg", debtor.batch_booking ? "true" : "false"},
                     {kBatch, "NbOfTxs", count},
                     {kBatch, "CtrlSum", sum},
                     {kBatch, "PmtTpInf/SvcLvl/Cd", "SEPA"},
                     {kBatch, old ? "ReqdExctnDt" : "ReqdExctnDt/Dt", to_text(meant_.execute)},
                     {kBatch, "Dbtr/Nm", name},
                     {kBatch, "DbtrAcct/Id/IBAN", debtor.iban},
                     {kBatch, old ? "DbtrAgt/FinInstnId/BIC" : "DbtrAgt/FinInstnId/BICFI", debtor.bic},
                     {kBatch, "ChrgBr", "SLEV"}};
    }

    bool expect_transfer() {
        const auto transfer = transfers_();
        if (!transfer) return false;
        expected_.push_back({kBatch, "CdtTrfTxInf/PmtId/EndToEndId", transfer->end_to_end_id});
        expected_.push_back({kTransfer, "Amt/InstdAmt", to_text(transfer->amount)});
        if (!transfer->creditor_bic.empty())
            expected_.push_back({kTransfer,
                                 meant_.format_version == 3 ? "CdtrAgt/FinInstnId/BIC" : "CdtrAgt/FinInstnId/BICFI",
                                 transfer->creditor_bic});
        expected_.push_back({kTransfer, "Cdtr/Nm", sepa_text(transfer->creditor_name, kNameLimit, meant_.signs)});
        expected_.push_back({kTransfer, "CdtrAcct/Id/IBAN", transfer->creditor_iban});
        if (std::string text = sepa_text(transfer->remittance, kRemittanceLimit, meant_.signs); !text.empty())
            expected_.push_back({kTransfer, "RmtInf/Ustrd", std::move(text)});
        return true;
    }

    // The transfer as it is read, not as it was meant: the rules are checked on this one.
    Verdict<> keep(std::string_view name, std::string_view text) {
        if (name == "EndToEndId") read_.end_to_end_id = text;
        if (name == "InstdAmt") read_.amount = parse_money(text).value_or(Money());
        if (name == "BIC" || name == "BICFI") read_.creditor_bic = text;
        if (name == "Nm") read_.creditor_name = text;
        if (name == "IBAN") read_.creditor_iban = text;
        if (name == "Ustrd") read_.remittance = text;
        return {};
    }

    const TransferFile& meant_;
    const TransferSource& transfers_;
    SepaChecks checks_;
    std::deque<Leaf> expected_;
    std::string opened_;
    Transfer read_;
};

}  // namespace

Verdict<Digest> check_transfer_file(const TransferFile& meant, const TransferSource& transfers, std::istream& written) {
    WrittenFile file(meant, transfers);
    const auto digest = read_xml(written, file);
    if (!digest) return digest;
    IPEP_TRY(file.end());
    return digest;
}

}  // namespace ipep
