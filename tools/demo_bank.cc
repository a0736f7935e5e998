#include "tools/demo_bank.h"

namespace ipep {
namespace {

constexpr std::int64_t kBank = 30006, kOffice = 1;

std::string in(const std::string& element, const std::string& content) {
    return content.empty() ? "" : '<' + element + '>' + content + "</" + element + '>';
}

std::string message(const std::string& name, const std::string& root, const std::string& id, Day day,
                    const std::string& content) {
    const std::string head = in("GrpHdr", in("MsgId", id) + in("CreDtTm", to_text(day) + "T06:30:00"));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + name +
           "\">" + in(root, head + content) + "</Document>\n";
}

std::string entry(const DemoEntry& one, Day day, const std::string& reference) {
    const std::string more = in("RltdPties", in(one.credit ? "Dbtr" : "Cdtr", in("Nm", one.party))) +
                             in("RmtInf", in("Ustrd", one.text)) + in("RtrInf", in("Rsn", in("Cd", one.reason)));
    return in("Ntry", "<Amt Ccy=\"EUR\">" + to_text(one.amount) + "</Amt>" +
                          in("CdtDbtInd", one.credit ? "CRDT" : "DBIT") + in("Sts", in("Cd", "BOOK")) +
                          in("BookgDt", in("Dt", to_text(day))) + in("AcctSvcrRef", reference) +
                          in("NtryDtls", in("TxDtls", in("Refs", in("EndToEndId", one.end_to_end)) + more)));
}

std::string digits(std::int64_t number, std::size_t width) {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::string demo_status_report(const std::string& id, Day day, const DemoFile& file,
                               const std::vector<DemoStatus>& statuses) {
    std::string lines;
    for (const DemoStatus& one : statuses)
        lines += in("TxInfAndSts", in("OrgnlEndToEndId", one.end_to_end) + in("TxSts", one.status) +
                                       in("StsRsnInf", in("Rsn", in("Cd", one.reason))));
    return message("pain.002.001.10", "CstmrPmtStsRpt", id, day,
                   in("OrgnlGrpInfAndSts",
                      in("OrgnlMsgId", file.message) + in("OrgnlMsgNmId", "pain.001.001.09") + in("GrpSts", "PART")) +
                       in("OrgnlPmtInfAndSts", in("OrgnlPmtInfId", file.batch) + lines));
}

std::string demo_statement(const std::string& id, Day day, const std::string& iban,
                           const std::vector<DemoEntry>& entries) {
    std::string lines;
    for (std::size_t at = 0; at < entries.size(); ++at)
        lines += entry(entries[at], day, id + '-' + std::to_string(at + 1));
    return message("camt.053.001.08", "BkToCstmrStmt", id, day,
                   in("Stmt", in("Id", id) + in("CreDtTm", to_text(day) + "T06:30:00") +
                                  in("Acct", in("Id", in("IBAN", iban)) + in("Ccy", "EUR")) + lines));
}

// The RIB key, then that of the IBAN (FR00: 152700) by the digits from left to right.
std::string demo_iban(std::int64_t account) {
    const std::int64_t key = 97 - (89 * kBank + 15 * kOffice + 3 * account) % 97;
    const std::string national = digits(kBank, 5) + digits(kOffice, 5) + digits(account, 11) + digits(key, 2);
    std::int64_t rest = 0;
    for (const char digit : national + "152700") rest = (rest * 10 + (digit - '0')) % 97;
    return "FR" + digits(98 - rest, 2) + national;
}

}  // namespace ipep
