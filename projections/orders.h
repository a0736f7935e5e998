// Orders: which orders there are, found without opening the others: by CPAM and state, by file, by the bank's words.
//
// Shape:  one row an order, and one a key it is found by; one a file; one a line of the bank that matched nothing.
// Errors: none; what is unknown is found nowhere.
// Source: contract, `orders`, `bank`, `reconcile`.
#pragma once

#include "ledger/judge_again.h"
#include "projections/table.h"

namespace ipep {

// `bank`: the reference of the last word of the bank on it, or the digest of the file that said so.
struct OrderRow {
    CpamId cpam;
    OrderState state = OrderState::ordered;
    std::string message, bank;
};
BOOST_DESCRIBE_STRUCT(OrderRow, (), (cpam, state, message, bank))

struct FileRow {
    std::string batch, sha256;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (batch, sha256))

class OrderView {
public:
    static constexpr const char* name = "orders";
    explicit OrderView(const RowSource& source, PastView* past = nullptr)
        : rows_(source, past, kPastOrders),
          files_(source, past, kPastOrders),
          unmatched_(source, past, kPastOrders),
          keys_(source, past, kPastOrders) {}
    void fold(const Event& event);
    void take_changes(Rows& to);
    std::size_t in_memory() const {
        return rows_.in_memory() + files_.in_memory() + unmatched_.in_memory() + keys_.in_memory();
    }
    void drop() {
        rows_.drop();
        files_.drop();
        unmatched_.drop();
        keys_.drop();
    }

    // Those of a CPAM, in one state or in all, in order of number.
    std::vector<OrderId> of_cpam(const CpamId& cpam, std::optional<OrderState> state = {});
    // Those of which the bank told what made no step, and no step or person came after it.
    std::vector<OrderId> told_of(const CpamId& cpam);
    std::optional<OrderId> of_end_to_end(const std::string& id);
    std::vector<OrderId> of_file(const std::string& message);
    // The MsgId of the file with this PmtInfId; empty where there is none.
    std::string message_of_batch(const std::string& batch);

    const OrderRow* row(const OrderId& order);
    const FileRow* file(const std::string& message) { return files_.find("f" + message); }
    // Lines that matched nothing, all or under one reference, each with the position it was recorded at.
    std::vector<std::pair<Position, BankLineUnmatched>> unmatched(const CpamId& cpam,
                                                                  const std::optional<std::string>& reference = {});

private:
    struct Fold;
    std::vector<OrderId> behind(const std::string& prefix);
    void step(const OrderId& order, OrderState state);
    void hush(const OrderId& order);

    Table<OrderRow> rows_;
    Table<FileRow> files_;
    Table<BankLineUnmatched> unmatched_;
    Table<std::string> keys_;  // from what is asked to what is found
};

OrdersKnown orders_known(OrderView& view);

}  // namespace ipep
