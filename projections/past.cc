#include "projections/past.h"

#include <algorithm>
#include <iterator>

#include "events/big_endian.h"
#include "events/seal.h"
#include "ledger/about.h"

namespace ipep {
namespace {

constexpr std::size_t kPlace = 8;  // bytes

// A zero byte in a key is followed by ff, its end by 01: keys stand in their order whatever is behind them.
const std::string kEnd{'\0', '\1'};
constexpr char kZeroGoesOn = '\xff';

}  // namespace

std::string version_prefix(char view, std::string_view prefix) {
    std::string text(1, view);
    text.reserve(1 + prefix.size() + kEnd.size() + kPlace);  // with what comes behind it in a key
    for (const char byte : prefix) {
        text += byte;
        if (byte == '\0') text += kZeroGoesOn;
    }
    return text;
}

std::string version_name(char view, std::string_view key) { return version_prefix(view, key) + kEnd; }

std::string version_key(std::string name, Position since) { return std::move(name) + big_endian(~since); }

std::string_view name_of_version(std::string_view version) {
    return version.substr(0, version.size() - std::min(version.size(), kPlace));
}

Position since_of_version(std::string_view version) {
    return ~from_big_endian(version.substr(name_of_version(version).size()));
}

std::string key_of_version(std::string_view name) {
    std::string key;
    for (std::size_t at = 1; at + kEnd.size() < name.size(); ++at) {
        key += name[at];
        if (name[at] == '\0') ++at;
    }
    return key;
}

void RowSum::add(std::string_view key, std::string_view value) {
    const Digest row = sha256(big_endian(key.size()) + std::string(key), value);
    Number number;
    for (std::size_t i = 0; i < number.size(); ++i)
        number[i] = from_big_endian(bytes_of(row).substr((number.size() - 1 - i) * kPlace));
    add(number);
    ++rows_;
}

void RowSum::add(const RowSum& others) {
    add(others.sum_);
    rows_ += others.rows_;
}

void RowSum::add(const Number& number) {
    bool carry = false;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        const std::uint64_t added = sum_[i] + number[i], all = added + (carry ? 1 : 0);
        carry = added < number[i] || all < added;
        sum_[i] = all;
    }
}

Digest RowSum::digest() const {
    std::string bytes;
    for (auto part = sum_.rbegin(); part != sum_.rend(); ++part) bytes += big_endian(*part);
    Digest digest{};
    std::ranges::transform(bytes, digest.begin(), [](char byte) { return static_cast<unsigned char>(byte); });
    return digest;
}

void PastView::note(char view, std::string_view key, Position since, std::optional<std::string> bytes) {
    std::string version = version_key(version_name(view, key), since), value = std::move(bytes).value_or("");
    if (noting_ == Noting::sum) return sum_.add(version, value);
    noted_.emplace_back(std::move(version), std::move(value));
}

Position mark_behind(Position mark, std::size_t pages) {
    constexpr Position kEventsForAPage = 16;
    const Position length = std::max(kPastChunk, kEventsForAPage * pages);
    return mark + (length + kPastChunk - 1) / kPastChunk * kPastChunk;
}

void PastView::see_before(const Event& event) {
    std::string groupement = about(event.body).groupement.value_or(GroupementId{}).text;
    if (!seen_.empty() && groupement == last_seen_) return;
    seen_.insert(groupement);
    last_seen_ = std::move(groupement);
}

void PastView::see(const Event& event) {
    see_before(event);
    if (event.position % kPastChunk != 0) return;
    std::string names(1, '\n');
    for (const std::string& one : seen_) names += one + '\n';
    note(kPastChunks, "", event.position, std::move(names));
    seen_.clear();
    seen_since_ = event.position;
}

bool names_in_chunk(std::string_view chunk, std::string_view groupement) {
    return chunk.starts_with("\n\n") || chunk.contains('\n' + std::string(groupement) + '\n');
}

void PastView::take_changes(Rows& to) {
    std::ranges::move(noted_, std::back_inserter(to));
    noted_.clear();
}

}  // namespace ipep
