// VisaTable: the orders of a CPAM that wait for a visa, each with its checks as they come out now for the person who
// asks; chosen among, sorted, and a page at a time.
//
// Shape:   `find` examines all of them one behind the other, as one decision on all would; what is chosen among them is
//          told by the query: `check` (passes, fails, or the check that fails), `year` (of payment), `q` (order,
//          groupement or name, without accents or case), `sort` (order, groupement, year, amount), `dir` (down).
// Source:  CSS D.253-4; ledger/payment.h, examine_orders.
#pragma once

#include "ledger/year.h"
#include "services/console/visit.h"
#include "services/payments/payment_commands.h"

namespace ipep {

struct VisaRow {
    Examined examined;
    const PaymentOrdered* order = nullptr;
    std::string name;  // of the groupement
    std::set<PaymentYear> years;

    bool passes() const { return !examined.refused; }
    bool fails(CheckName check) const;
};

struct VisaChoice {
    std::string check, year, words, sort, dir;

    static VisaChoice of(const Visit& visit);
    bool takes(const VisaRow& row) const;
    // As a query, "?check=…&q=…", with these in place of its own.
    std::string query(std::map<std::string, std::string> other = {}) const;
};

struct CountAndSum {
    std::int64_t count = 0;
    Total sum;
    void add(Money amount) { ++count, sum += amount; }
};

class VisaTable {
public:
    static VisaTable find(const Visit& visit, const CpamId& cpam);

    const std::vector<VisaRow>& rows() const { return rows_; }
    // Those that are chosen, in the order asked for.
    std::vector<const VisaRow*> chosen(const VisaChoice& choice) const;

private:
    std::vector<VisaRow> rows_;
};

// The checks that fail, each with what it found, in the reader's words.
std::string failing_in_words(const std::vector<VisaCheck>& checks);
// Why an order would not be approved: the checks that fail, or what else stands in the way.
std::string why_refused(const Examined& examined);

}  // namespace ipep
