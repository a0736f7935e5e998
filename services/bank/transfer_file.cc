#include "services/bank/transfer_file.h"

#include <date/date.h>

#include "services/bank/sepa_checks.h"

namespace ipep {
namespace {

// What differs between the two versions.
struct Names {
    const char* execution;
    const char* agent;
};
Names names_of(const TransferFile& file) {
    return file.format_version == 3 ? Names{"ReqdExctnDt", "FinInstnId/BIC"}
                                    : Names{"ReqdExctnDt/Dt", "FinInstnId/BICFI"};
}

void write_agent(XmlWriter& xml, const char* role, const Names& names, const std::string& bic) {
    xml.open(role);
    xml.nested(names.agent, bic);
    xml.close();
}

void write_totals(XmlWriter& xml, const TransferTotals& totals) {
    xml.leaf("NbOfTxs", std::to_string(totals.count));
    xml.leaf("CtrlSum", to_text(totals.sum));
}

void write_head(XmlWriter& xml, const TransferFile& file) {
    xml.open("CstmrCdtTrfInitn");
    xml.open("GrpHdr");
    xml.leaf("MsgId", file.message_id);
    xml.leaf("CreDtTm", creation_time(file));
    write_totals(xml, file.totals);
    xml.nested("InitgPty/Nm", sepa_text(file.debtor.name, kNameLimit, file.signs));
    xml.close();
    xml.open("PmtInf");
    xml.leaf("PmtInfId", file.batch_id);
    xml.leaf("PmtMtd", "TRF");
    xml.leaf("BtchBookg", file.debtor.batch_booking ? "true" : "false");
    write_totals(xml, file.totals);
    xml.nested("PmtTpInf/SvcLvl/Cd", "SEPA");
    xml.nested(names_of(file).execution, to_text(file.execute));
    xml.nested("Dbtr/Nm", sepa_text(file.debtor.name, kNameLimit, file.signs));
    xml.nested("DbtrAcct/Id/IBAN", file.debtor.iban);
    write_agent(xml, "DbtrAgt", names_of(file), file.debtor.bic);
    xml.leaf("ChrgBr", "SLEV");
}

void write_transfer(XmlWriter& xml, const TransferFile& file, const Transfer& transfer) {
    xml.open("CdtTrfTxInf");
    xml.nested("PmtId/EndToEndId", transfer.end_to_end_id);
    xml.open("Amt");
    xml.amount("InstdAmt", to_text(transfer.amount), "EUR");
    xml.close();
    if (!transfer.creditor_bic.empty()) write_agent(xml, "CdtrAgt", names_of(file), transfer.creditor_bic);
    xml.nested("Cdtr/Nm", sepa_text(transfer.creditor_name, kNameLimit, file.signs));
    xml.nested("CdtrAcct/Id/IBAN", transfer.creditor_iban);
    const std::string remittance = sepa_text(transfer.remittance, kRemittanceLimit, file.signs);
    if (!remittance.empty()) xml.nested("RmtInf/Ustrd", remittance);
    xml.close();
}

}  // namespace

std::string message_name(const TransferFile& file) {
    return file.format_version == 3 ? "pain.001.001.03" : "pain.001.001.09";
}

std::string creation_time(const TransferFile& file) {
    const date::sys_time<std::chrono::microseconds> at{std::chrono::microseconds(file.created_at)};
    return date::format("%FT%TZ", date::floor<std::chrono::seconds>(at));
}

Verdict<Digest> write_transfer_file(const TransferFile& file, const TransferSource& transfers, const ByteSink& sink) {
    SepaChecks checks;
    IPEP_TRY(checks.head(file));
    XmlWriter xml(sink, "Document", "urn:iso:std:iso:20022:tech:xsd:" + message_name(file));
    write_head(xml, file);
    while (const auto transfer = transfers()) {
        IPEP_TRY(checks.transfer(*transfer));
        write_transfer(xml, file, *transfer);
    }
    IPEP_TRY(checks.end());
    return xml.finish();
}

}  // namespace ipep
