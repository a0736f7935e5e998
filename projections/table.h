// Table: the rows of one view, ordered by key; those not in memory come from where the view is kept.
//
// Shape: `find` and `edit` fetch one row; `all` fetches what is left and gives every row in order of key; what was
//        erased stays known as gone. A view's own file makes its tables from projections/table_members.h.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "projections/row_source.h"
#include "projections/view.h"

namespace ipep {

template <class Row>
class Table {
public:
    explicit Table(RowSource source);
    ~Table();

    const Row* find(const std::string& key);
    // The row, made empty where there is none.
    Row& edit(const std::string& key);
    void erase(const std::string& key);
    // Rows whose key begins with `prefix`, in order of key.
    void all(std::string_view prefix, const std::function<void(const std::string& key, const Row& row)>& visit);
    // The changed rows as bytes; afterwards none counts as changed.
    void take_changes(Rows& to);

private:
    struct Slot {
        Row row{};
        bool changed = false, gone = false;
    };
    Slot& note(const std::string& key, Slot& slot);

    std::map<std::string, Slot> rows_;
    std::vector<std::string> changed_;
    RowSource source_;
};

}  // namespace ipep
