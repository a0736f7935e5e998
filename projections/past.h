// Past: what the rows of the views were at earlier positions, kept beside them, so that a question about an earlier
// state costs what its answer costs, and no fold of all that came before.
//
// Shape:   a version is under its view's letter, the row's key and the position from which on the row was so, as what
//          it lacks to the greatest: the first version at or behind a position's place is the one that stood there.
//          Without bytes the row was gone. Rows of balances, envelope and orders have a version for each event that
//          wrote them; pages of the book one at the end of each window of kBookWindow events in which they changed;
//          settlements and lines of statements none, for they are written once and say at which position.
// Promise: versions follow from the log alone, wherever the views were saved in between; nothing that decides reads
//          them.
// Source:  ops/decisions/0028-the-past.md.
#pragma once

#include <array>

#include "ledger/digest.h"
#include "projections/view.h"

namespace ipep {

inline constexpr Position kBookWindow = 128;
// The last end of a window at or before a position.
constexpr Position window_before(Position position) { return position - position % kBookWindow; }

// Whether a fold makes versions: none; as rows to be kept; or only their sum, for who compares.
enum class Noting : std::uint8_t { none, rows, sum };

// A digest of rows in whatever order they come: SHA-256 of each, added up as numbers of 256 bits.
class RowSum {
public:
    void add(std::string_view key, std::string_view value);
    Digest digest() const;
    std::uint64_t rows() const { return rows_; }

private:
    std::array<std::uint64_t, 4> sum_{};  // least first
    std::uint64_t rows_ = 0;
};

class PastView {
public:
    static constexpr const char* name = "past";
    explicit PastView(Noting noting) : noting_(noting) {}

    Noting noting() const { return noting_; }
    void note(char view, std::string_view key, Position since, std::optional<std::string> bytes);
    void take_changes(Rows& to);
    const RowSum& sum() const { return sum_; }

private:
    Noting noting_;
    Rows noted_;
    RowSum sum_;
};

// The letters.
inline constexpr char kPastBook = 'k', kPastBalances = 'b', kPastEnvelope = 'e', kPastOrders = 'o',
                      kPastLandmarks = 'm';

// What the key of every version of a row begins with; of every row whose key begins with `prefix`.
std::string version_name(char view, std::string_view key);
std::string version_prefix(char view, std::string_view prefix);
std::string version_key(const std::string& name, Position since);
// And back.
std::string_view name_of_version(std::string_view version);
std::string key_of_version(std::string_view name);

}  // namespace ipep
