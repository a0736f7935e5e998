// Issued ledger: three groupements of one CPAM, settled, their six orders in one file at the bank. For tests of what
// the bank tells after that.
//
// Shape:  made once a program; each BankLife is a copy that goes on by itself, with random choices of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "ledger/calendar.h"
#include "ledger/year.h"
#include "services/payments/payment_commands.h"
#include "tests/scratch.h"

namespace ipep {

inline const char kAccount[] = "FR7630006000011234567890189";
inline const CpamId kBankCpam{"351"};

struct SentOrder {
    OrderId order;
    std::string end_to_end;
    Money amount;
};

// One ledger with a file of six transfers at the bank, made once; each life has a copy.
class Issued {
public:
    static const Issued& once() {
        static const Issued issued;
        return issued;
    }
    std::shared_ptr<LogMemory> copy() const { return ledger_.copy(); }
    const std::vector<SentOrder>& transfers() const { return transfers_; }
    const FileIssued& file() const { return file_; }
    std::string debtor() const { return scratch_.path("debtor.toml"); }

private:
    Issued() {
        ledger_.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) ledger_.settle(year);
        std::ofstream(debtor()) << "name = \"CPAM\"\niban = \"" << kAccount << "\"\nbic = \"AGRIFRPP\"\n";
        PaymentCommands director(ledger_.service(), {"martin"}, std::nullopt);
        const auto ids = director.order({kBankCpam, {}, {}});
        PaymentCommands dcf(ledger_.service(), {"durand"}, std::nullopt);
        if (!ids || !dcf.approve(*ids)) throw std::runtime_error("no orders");
        for (const OrderId& id : *ids) {
            const PaymentOrdered& what = ledger_.service().book().find(id)->ordered;
            transfers_.push_back({id, what.endToEndId, what.amount});
        }
        file_ = dcf.issue({kBankCpam, debtor(), scratch_.path("out.xml"), day_of(2024, 6, 3), 9})->file;
        ledger_.close();
    }

    Scratch scratch_;
    TrialLedger ledger_{"random bank"};
    std::vector<SentOrder> transfers_;
    FileIssued file_;
};

// A copy of it that goes on.
class BankLife {
public:
    explicit BankLife(std::uint64_t seed) : random_(seed) {
        ledger_ = std::make_unique<LedgerService>(Issued::once().copy(), Access::write);
    }

    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    template <class T>
    const T& any_of(const std::vector<T>& list) {
        return list[below(list.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        std::shuffle(list.begin(), list.end(), random_);
    }

    Verdict<BankReading> read(const std::string& content) {
        const std::string path = scratch_.path("bank.xml");
        std::ofstream(path, std::ios::binary) << content;
        return PaymentCommands(*ledger_, {"durand"}, std::nullopt).read_bank_file(path);
    }
    OrderState state(const OrderId& id) const { return ledger_->book().find(id)->state; }
    LedgerService& ledger() { return *ledger_; }
    std::string path(const std::string& name) const { return scratch_.path(name); }

private:
    std::mt19937_64 random_;
    Scratch scratch_;
    std::unique_ptr<LedgerService> ledger_;
};

}  // namespace ipep
