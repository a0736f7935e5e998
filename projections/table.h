// Table: the rows of one view, ordered by key; those not in memory come from where the view is kept.
//
// Shape: `find` and `edit` fetch one row and keep it; `all` gives every row in order of key and keeps none that it had
//        to fetch; what was erased stays known as gone. Of rows that are written once and never changed none stays in
//        memory when its change was taken. A view's own file makes its tables from
//        projections/table_members.h.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "projections/past.h"
#include "projections/row_source.h"

namespace ipep {

enum class RowsChange : std::uint8_t { never, often };

template <class Row>
class Table {
public:
    // `past` takes a version of each row for each event that writes it, under `letter`; null where none is kept.
    explicit Table(RowSource source, PastView* past = nullptr, char letter = {});
    Table(RowSource source, RowsChange change);
    ~Table();

    const Row* find(const std::string& key);
    // The row, made empty where there is none.
    Row& edit(const std::string& key);
    // The row becomes this one, whatever it was.
    void put(const std::string& key, Row row);
    // A row under a key that was never used.
    void add(const std::string& key, Row row);
    void erase(const std::string& key);
    // Rows whose key begins with `prefix`, in order of key; key and row are gone once `visit` returns. It edits none.
    void all(std::string_view prefix, const std::function<void(const std::string& key, const Row& row)>& visit);
    // The event at `position` is folded.
    void end_event(Position position);
    // The changed rows as bytes; afterwards none counts as changed.
    void take_changes(Rows& to);
    std::size_t in_memory() const { return rows_.size(); }
    // Lets go of what is decoded. Precondition: the changes were taken.
    void drop() { rows_.clear(); }

private:
    struct Slot {
        Row row{};
        bool changed = false, written = false, gone = false;
    };
    using Kept = std::pair<const std::string, Slot>;
    Slot& note(Kept& kept);

    std::map<std::string, Slot> rows_;
    std::vector<Kept*> changed_;
    std::vector<Kept*> written_;  // by this event, where versions are kept
    RowSource source_;
    PastView* past_;
    char letter_;
    RowsChange change_ = RowsChange::often;
};

}  // namespace ipep
