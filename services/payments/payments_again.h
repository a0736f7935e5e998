// Payments again: what the acts on payments took from outside the rules, made once more from the events they name.
// Each voucher from its event; what a visa found of the account and the debts; each file for the bank, byte by byte.
//
// Shape:  a file's digest stands for all of it: debtor, MsgId, PmtInfId, EndToEndId, payees, count and sum. Where a
//         payee was erased since, the file cannot be made again: told, and no difference.
// Source: contract, `verify`; ISO 20022 pain.001.
#pragma once

#include "events/store.h"
#include "ledger/book.h"

namespace ipep {

struct UnmadeFile {
    std::string message, why;
};

class PaymentsAgain {
public:
    using Differs = std::function<void(std::string where, std::string expected, std::string found)>;

    PaymentsAgain(const Store& store, Differs differs) : store_(store), differs_(std::move(differs)) {}
    // Each event in order, before it is folded into the book.
    void take(const Book& book, const Event& event);
    std::uint64_t made() const { return made_; }
    std::vector<UnmadeFile> take_unmade() { return std::move(unmade_); }

private:
    struct Taking;
    Payee payee(const PaymentOrdered& order) const;
    void make_file();

    const Store& store_;
    Differs differs_;
    std::optional<FileIssued> file_;  // whose orders come now
    std::vector<PaymentOrdered> orders_;
    std::uint64_t made_ = 0;
    std::vector<UnmadeFile> unmade_;
};

}  // namespace ipep
