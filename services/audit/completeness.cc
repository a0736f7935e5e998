#include "services/audit/completeness.h"

#include <set>

#include "events/encoding.h"
#include "ledger/about.h"
#include "ledger/calendar.h"

namespace ipep {
namespace {

std::string entry_text(int year, const Event& event) {
    return to_text(year) + ' ' + std::string(kind_of(event.body)) + ' ' + std::to_string(event.position);
}

// 351-2020-000001: the CPAM, which may have hyphens of its own, and the fiscal year.
std::string subject_of(const OrderId& order) {
    const auto number = order.text.rfind('-'), year = order.text.rfind('-', number - 1);
    return "orders/" + order.text.substr(0, year) + '/' + order.text.substr(year + 1, number - year - 1);
}
FiscalYear fiscal_year_of(const OrderId& order) {
    const std::string subject = subject_of(order);
    return std::stoi(subject.substr(subject.rfind('/') + 1));
}

// A subject as the bytes its leaf hashes.
std::string leaf_text(const std::string& subject, std::uint64_t count, const Digest& root) {
    return subject + '\n' + std::to_string(count) + '\n' + base64(bytes_of(root)) + '\n';
}

Digest leaf_of(const std::string& subject, const TreeEdge& entries) {
    return leaf_hash(leaf_text(subject, entries.size(), entries.root()));
}

// A tree whose leaves are at hand.
Digest whole_subtree(const std::vector<Digest>& leaves, Subtree subtree) {
    if (subtree.level == 0) return leaves[subtree.index];
    return node_hash(whole_subtree(leaves, {subtree.level - 1, 2 * subtree.index}),
                     whole_subtree(leaves, {subtree.level - 1, 2 * subtree.index + 1}));
}

}  // namespace

std::string payments_subject(const GroupementId& groupement) { return kPaymentsSubjects + groupement.text; }
std::string orders_subject(const CpamId& cpam, FiscalYear fiscal_year) {
    return "orders/" + cpam.text + '/' + to_text(fiscal_year);
}

std::string envelope_subject(PaymentYear year) { return kEnvelopeSubjects + to_text(year); }

std::vector<IndexEntry> index_entries(const Event& event, const Postings& postings) {
    std::vector<IndexEntry> entries;
    if (const auto order = about(event.body).order)
        entries.push_back({subject_of(*order), entry_text(fiscal_year_of(*order).number, event)});
    for (const Posting& one : postings) {
        std::set<PaymentYear> years;
        bool moves = false;
        for (const PostingLine& line : one.lines) {
            if (!is_owed(line.to) && line.to != PostedTo::advances) continue;
            moves = true;
            if (line.paymentYear != 0) years.insert(line.paymentYear);
        }
        if (moves && years.empty()) years.insert(year_of(one.on));
        for (const PaymentYear year : years)
            entries.push_back({payments_subject(one.groupement), entry_text(year.number, event)});
    }
    return entries;
}

// What EnvelopeView folds (projections/envelope.cc).
std::vector<IndexEntry> envelope_entries(const Event& event, const Postings& postings) {
    std::set<PaymentYear> years;
    if (const auto* fact = brought<EnvelopeBudgeted>(event.body)) years.insert(fact->paymentYear);
    if (const auto* settled = std::get_if<YearSettled>(&event.body)) years.insert(payment_year_of(settled->year));
    for (const Posting& one : postings)
        for (const PostingLine& line : one.lines)
            if (line.to == PostedTo::seedCredits || line.to == PostedTo::ordered || line.to == PostedTo::payments)
                years.insert(line.paymentYear);
    std::vector<IndexEntry> entries;
    for (const PaymentYear year : years) entries.push_back({envelope_subject(year), entry_text(year.number, event)});
    return entries;
}

void CompletenessIndex::add(std::vector<IndexEntry> entries) {
    for (IndexEntry& entry : entries) {
        subjects_[entry.subject].add(leaf_hash(entry.text), [](Subtree, const Digest&) {});
        if (kept_ && entry.subject.starts_with(*kept_)) entries_[entry.subject].push_back(std::move(entry.text));
    }
}

const std::vector<std::string>& CompletenessIndex::entries_of(const std::string& subject) const {
    static const std::vector<std::string> none;
    const auto found = entries_.find(subject);
    return found == entries_.end() ? none : found->second;
}

IndexHead CompletenessIndex::head() const {
    TreeEdge edge;
    for (const auto& [subject, entries] : subjects_) edge.add(leaf_of(subject, entries), [](Subtree, const Digest&) {});
    return {edge.size(), edge.root()};
}

CompletenessIndex::Leaf CompletenessIndex::leaf_at(Subjects::const_iterator at) const {
    std::vector<Digest> leaves;
    for (const auto& [subject, entries] : subjects_) leaves.push_back(leaf_of(subject, entries));
    Leaf leaf{.subject = at->first,
              .count = at->second.size(),
              .root = at->second.root(),
              .index = static_cast<std::uint64_t>(std::distance(subjects_.begin(), at)),
              .hashes = {}};
    const MerkleTree tree([&](Subtree subtree) { return whole_subtree(leaves, subtree); });
    leaf.hashes = tree.inclusion(leaf.index, leaves.size());
    return leaf;
}

std::optional<CompletenessIndex::Leaf> CompletenessIndex::leaf(const std::string& subject) const {
    const auto found = subjects_.find(subject);
    if (found == subjects_.end()) return std::nullopt;
    return leaf_at(found);
}

std::vector<CompletenessIndex::Leaf> CompletenessIndex::leaves() const {
    std::vector<Leaf> all;
    for (const auto& [subject, entries] : subjects_)
        all.push_back(
            {.subject = subject, .count = entries.size(), .root = entries.root(), .index = all.size(), .hashes = {}});
    return all;
}

std::vector<CompletenessIndex::Leaf> CompletenessIndex::neighbours(const std::string& subject) const {
    std::vector<Leaf> beside;
    const auto after = subjects_.upper_bound(subject);
    if (after != subjects_.begin()) beside.push_back(leaf_at(std::prev(after)));
    if (after != subjects_.end()) beside.push_back(leaf_at(after));
    return beside;
}

void LogIndexes::add(const Event& event) {
    const Postings postings = posting(event);
    amounts.add(index_entries(event, postings));
    envelope.add(envelope_entries(event, postings));
}

void LogIndexes::put_heads(Checkpoint& checkpoint) const {
    checkpoint.index = amounts.head();
    checkpoint.envelope = envelope.head();
}

}  // namespace ipep
