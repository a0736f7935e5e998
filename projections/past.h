// Past: what the rows of the views were at earlier positions, kept beside them, so that a question about an earlier
// state costs what its answer costs, and no fold of all that came before.
//
// Shape:   a version is under its view's letter, the row's key and the position from which on the row was so, as what
//          it lacks to the greatest: the first version at or behind a position's place is the one that stood there.
//          Without bytes the row was gone. Rows of balances, envelope and orders have a version for each event that
//          wrote them; pages of the book one at each mark before which they changed since the mark before; settlements,
//          lines of statements and entries of the journal none, for they are written once and say at which position.
//          A mark is sixteen times the pages that changed before the last one behind it, so that all marks but the
//          last have at most one page for sixteen events. Which groupements a chunk of events is about is kept with it.
// Promise: versions follow from the log alone, wherever the views were saved in between; nothing that decides reads
//          them.
// Source:  ops/decisions/0028-the-past.md.
#pragma once

#include <array>
#include <set>

#include "ledger/digest.h"
#include "projections/view.h"

namespace ipep {

inline constexpr Position kPastChunk = 256;  // events
// Where the next mark is, behind one at which so many pages had changed. The first is one chunk behind the beginning.
Position mark_behind(Position mark, std::size_t pages);

// Whether a fold makes versions: none; as rows to be kept; or only their sum, for who compares.
enum class Noting : std::uint8_t { none, rows, sum };

// A digest of rows in whatever order they come: SHA-256 of each, added up as numbers of 256 bits.
class RowSum {
public:
    void add(std::string_view key, std::string_view value);
    void add(const RowSum& others);
    Digest digest() const;
    std::uint64_t rows() const { return rows_; }

private:
    using Number = std::array<std::uint64_t, 4>;  // least first
    void add(const Number& number);

    Number sum_{};
    std::uint64_t rows_ = 0;
};

class PastView {
public:
    static constexpr const char* name = "past";
    PastView(Noting noting, Position position) : noting_(noting), seen_since_(position) {}

    Noting noting() const { return noting_; }
    void note(char view, std::string_view key, Position since, std::optional<std::string> bytes);
    // Each event in order; where a chunk was begun by others, its events up to seen_since() before it ends.
    void see(const Event& event);
    void see_before(const Event& event);
    Position seen_since() const { return seen_since_; }
    void take_changes(Rows& to);
    std::size_t in_memory() const { return noted_.size(); }
    const RowSum& sum() const { return sum_; }

private:
    Noting noting_;
    Position seen_since_;
    std::set<std::string> seen_;  // of this chunk: groupements, and nothing for an event of none
    std::string last_seen_;
    Rows noted_;
    RowSum sum_;
};

// The letters.
inline constexpr char kPastBook = 'k', kPastBalances = 'b', kPastEnvelope = 'e', kPastOrders = 'o',
                      kPastLandmarks = 'm', kPastMarks = 'w', kPastChunks = 'a';

// What a chunk's row is: each groupement behind the line's end before it. Whether it names one, or an event of none.
bool names_in_chunk(std::string_view chunk, std::string_view groupement);

// What the key of every version of a row begins with; of every row whose key begins with `prefix`.
std::string version_name(char view, std::string_view key);
std::string version_prefix(char view, std::string_view prefix);
std::string version_key(std::string name, Position since);
// And back.
std::string_view name_of_version(std::string_view version);
Position since_of_version(std::string_view version);
std::string key_of_version(std::string_view name);

}  // namespace ipep
