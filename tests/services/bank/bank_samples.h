// Bank samples: what banks send, with the values a test gives; and how it is read.
#pragma once

#include <string>
#include <vector>

#include "services/bank/bank_message.h"
#include "tests/services/bank/transfers.h"

namespace ipep {

struct Told {
    Verdict<Digest> verdict;
    std::vector<BankMessageHead> heads;
    std::vector<BankLine> lines;
};
Told told(const std::string& xml);

std::string document(const std::string& message, const std::string& element, const std::string& content);
// The program must read whatever ISO allows, so that a sample that ISO does not allow would prove nothing.
Told told_sound(const std::string& message, const std::string& element, const std::string& content);

inline constexpr const char* kCode =
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>";
inline constexpr const char* kReturnCode =
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>";
std::string own_account();

struct Entry {
    std::string amount, direction = "DBIT", status = "BOOK", reversal = "", code = kCode, details = "";
};
// Of one generation of messages or the other.
std::string entry(bool recent, const Entry& one);
std::string statement(const std::string& entries, const std::string& id = "S1",
                      const std::string& account = own_account());
std::string party(bool recent, const std::string& role, const std::string& name, const std::string& iban);

}  // namespace ipep
