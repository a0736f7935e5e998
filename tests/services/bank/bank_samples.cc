#include "tests/services/bank/bank_samples.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "events/seal.h"
#include "services/bank/schema.h"
#include "tests/print.h"

namespace ipep {

Told told(const std::string& xml) {
    Told told{.verdict = Digest{}, .heads = {}, .lines = {}};
    std::istringstream in(xml);
    told.verdict = read_bank_message(in, {.head = [&](const BankMessageHead& head) -> Verdict<> {
                                              told.heads.push_back(head);
                                              return {};
                                          },
                                          .line = [&](const BankLine& line) -> Verdict<> {
                                              told.lines.push_back(line);
                                              return {};
                                          }});
    return told;
}

std::string document(const std::string& message, const std::string& element, const std::string& content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + message +
           "\">\n<" + element + ">\n<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-06-16T06:30:00+02:00</CreDtTm></GrpHdr>\n" +
           content + "\n</" + element + ">\n</Document>\n";
}

Told told_sound(const std::string& message, const std::string& element, const std::string& content) {
    const std::string xml = document(message, element, content);
    if (const std::string folder = schema_folder(); std::filesystem::exists(folder + '/' + message + ".xsd")) {
        std::istringstream in(xml);
        const auto valid = check_schema(in, folder, message);
        EXPECT_TRUE(valid) << valid.error().sentence() << '\n' << xml;
    }
    Told all = told(xml);
    EXPECT_TRUE(all.verdict) << all.verdict.error().sentence();
    if (!all.verdict) return all;
    EXPECT_EQ(*all.verdict, sha256(xml));
    return all;
}

std::string own_account() { return sound_iban(351); }

std::string entry(bool recent, const Entry& one) {
    return "<Ntry><NtryRef>E1</NtryRef><Amt Ccy=\"EUR\">" + one.amount + "</Amt><CdtDbtInd>" + one.direction +
           "</CdtDbtInd>" + one.reversal +
           (recent ? "<Sts><Cd>" + one.status + "</Cd></Sts>" : "<Sts>" + one.status + "</Sts>") +
           "<BookgDt><Dt>2026-06-15</Dt></BookgDt><ValDt><Dt>2026-06-16</Dt></ValDt><AcctSvcrRef>BANK-7</"
           "AcctSvcrRef>" +
           one.code + one.details + "</Ntry>";
}

std::string statement(const std::string& entries, const std::string& id, const std::string& account) {
    const auto balance = [](const char* code, const char* amount, const char* direction) {
        return std::string("<Bal><Tp><CdOrPrtry><Cd>") + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + amount +
               "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd><Dt><Dt>2026-06-15</Dt></Dt></Bal>";
    };
    return "<Stmt><Id>" + id + "</Id><CreDtTm>2026-06-16T06:30:00</CreDtTm><Acct><Id><IBAN>" + account +
           "</IBAN></Id><Ccy>EUR</Ccy></Acct>" + balance("OPBD", "1000.00", "CRDT") + balance("CLBD", "250.5", "DBIT") +
           entries + "</Stmt>";
}

std::string party(bool recent, const std::string& role, const std::string& name, const std::string& iban) {
    return "<" + role + ">" + (recent ? "<Pty><Nm>" + name + "</Nm></Pty>" : "<Nm>" + name + "</Nm>") + "</" + role +
           "><" + role + "Acct><Id><IBAN>" + iban + "</IBAN></Id></" + role + "Acct>";
}

}  // namespace ipep
