#include "tests/services/payments/bank_documents.h"

namespace ipep {
namespace {

std::string in(const std::string& element, const std::string& content) {
    return content.empty() ? "" : '<' + element + '>' + content + "</" + element + '>';
}
std::string euros_in(const std::string& element, Money amount) {
    return '<' + element + " Ccy=\"EUR\">" + to_text(amount) + "</" + element + '>';
}
std::string document(const std::string& name, const std::string& root, const std::string& content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + name +
           "\">" + in(root, content) + "</Document>\n";
}
std::string header(const std::string& id) {
    return in("GrpHdr", in("MsgId", id) + in("CreDtTm", "2024-06-03T06:30:00"));
}
std::string reason_of(const std::string& code) { return in("StsRsnInf", in("Rsn", in("Cd", code))); }
std::string transaction_code(const std::string& sub) {
    return in("BkTxCd", in("Domn", in("Cd", "PMNT") + in("Fmly", in("Cd", "ICDT") + in("SubFmlyCd", sub))));
}

}  // namespace

std::string status_document(const std::string& message_id, const std::string& file, const std::string& group_status,
                            const std::string& reason, const std::vector<StatusLine>& lines) {
    std::string transfers;
    for (const StatusLine& one : lines)
        transfers +=
            in("TxInfAndSts", in("OrgnlEndToEndId", one.end_to_end) + in("TxSts", one.status) + reason_of(one.reason));
    const std::string batch =
        transfers.empty() ? "" : in("OrgnlPmtInfAndSts", in("OrgnlPmtInfId", "NOTPROVIDED") + transfers);
    return document("pain.002.001.10", "CstmrPmtStsRpt",
                    header(message_id) +
                        in("OrgnlGrpInfAndSts", in("OrgnlMsgId", file) + in("OrgnlMsgNmId", "pain.001.001.09") +
                                                    in("GrpSts", group_status) + reason_of(reason)) +
                        batch);
}

std::string entry_of(const EntryForm& form) {
    const bool comes_back = form.credit, reversed_debit = comes_back && form.back == "debit";
    const bool reversal = comes_back && (form.back == "reversal" || form.back == "debit");
    const std::string side = in("CdtDbtInd", comes_back && !reversed_debit ? "CRDT" : "DBIT");
    std::string details;
    if (form.end_to_end.empty()) {
        details = in("Btch", in("MsgId", form.file) + in("PmtInfId", form.batch) +
                                 in("NbOfTxs", form.count > 0 ? std::to_string(form.count) : ""));
    } else {
        std::string more = form.charges == Money() ? "" : in("AmtDtls", in("InstdAmt", euros_in("Amt", form.amount)));
        if (form.charges != Money()) more += in("Chrgs", in("Rcrd", euros_in("Amt", form.charges)));
        if (comes_back && form.back == "reason") more += in("RtrInf", in("Rsn", in("Cd", "AC04")));
        more += in("RltdPties", in(comes_back ? "Dbtr" : "Cdtr", in("Nm", form.party))) +
                in("RmtInf", in("Ustrd", form.text));
        details = in("TxDtls", in("Refs", in("EndToEndId", form.end_to_end)) + more);
    }
    return in("Ntry",
              euros_in("Amt", form.amount - form.charges) + side + in("RvslInd", reversal ? "true" : "") +
                  in("Sts", in("Cd", "BOOK")) + in("BookgDt", in("Dt", form.day)) + in("AcctSvcrRef", form.reference) +
                  transaction_code(comes_back && form.back == "code" ? "RRTN" : "ESCT") + in("NtryDtls", details));
}

std::string statement_document(const std::string& kind, const std::string& message_id, const std::string& account,
                               const std::vector<std::string>& entries) {
    const bool is_statement = kind == "camt.053";
    std::string all;
    for (const std::string& one : entries) all += one;
    return document(kind + ".001.08", is_statement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn",
                    header(message_id) + in(is_statement ? "Stmt" : "Ntfctn",
                                            in("Id", 'S' + message_id) + in("CreDtTm", "2024-06-03T06:30:00") +
                                                in("Acct", in("Id", in("IBAN", account)) + in("Ccy", "EUR")) + all));
}

}  // namespace ipep
