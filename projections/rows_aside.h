// RowsAside: the rows of one view that are newer than the store's, set aside in memory as packed bytes.
//
// Shape:   runs in order of key, the newest last; where two have a row, the newer one's counts. Runs of like size
//          become one, so that many small additions leave few runs, and a byte is copied about as often as there are
//          runs.
// Memory:  the bytes of keys and rows, and about five for each; while two runs become one, a few blocks more, and their
//          filters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/view.h"

namespace ipep {

class RowsAside {
    // Which keys a run may have: of those it has not, one in thirty is let through at most. Most keys that are looked
    // for are new and in no run, or in one of a dozen.
    // Source: B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13 (1970).
    class Filter {
    public:
        explicit Filter(std::size_t keys);
        void add(std::size_t hash);
        bool may_have(std::size_t hash) const;

    private:
        std::vector<std::uint64_t> words_;
    };
    // Rows one behind the other in small blocks; one is looked for among the first keys of these.
    struct Run {
        explicit Run(std::size_t most) : filter(most) {}

        std::vector<std::string> blocks;
        std::size_t rows = 0;
        Filter filter;

        void put(std::string_view key, const std::optional<std::string_view>& row);
        // The block in which the first row may stand whose key is not before `key`.
        std::size_t block_of(std::string_view key) const;
    };
    class RunCursor {
    public:
        RunCursor(const Run& run, std::string_view from);
        bool valid() const { return valid_; }
        std::string_view key() const { return key_; }
        const std::optional<std::string_view>& row() const { return row_; }
        // The blocks before this one are passed.
        std::size_t block() const { return block_; }
        void next();

    private:
        const Run* run_;
        std::size_t block_;
        std::string_view rest_;  // of the block, behind this row
        std::string_view key_;
        std::optional<std::string_view> row_;
        bool valid_ = false;
    };

public:
    // In order of key, each key once; nothing where the row is gone.
    void add(const Rows& rows);
    bool empty() const { return runs_.empty(); }
    void clear() { runs_.clear(); }
    // Nothing where it is not known here; a row without bytes is gone.
    std::optional<std::optional<std::string_view>> find(std::string_view key) const;

    // Over the rows in order of key, those that are gone among them. What it gives ends with the next addition.
    class Cursor {
    public:
        Cursor(const Cursor&) = delete;
        Cursor(Cursor&&) = default;
        bool valid() const { return at_ != nullptr; }
        // Precondition of these: valid().
        std::string_view key() const { return at_->key(); }
        const std::optional<std::string_view>& row() const { return at_->row(); }
        void next();

    private:
        friend class RowsAside;
        Cursor() = default;
        void choose();
        std::vector<RunCursor> runs_;
        RunCursor* at_ = nullptr;
    };
    // At the first row whose key is not before `key`.
    Cursor from(std::string_view key) const;

private:
    static Run merged(Run older, Run newer);

    std::vector<Run> runs_;
};

}  // namespace ipep
