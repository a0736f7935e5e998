// CompletenessIndex: everything that moves what a groupement is owed or paid, and every step of a CPAM's orders of a
// fiscal year, in one tree, so that a list can be proved to be the whole one, and an absence to be one. A second one is
// of everything that moves the envelope of a payment year.
//
// Shape:   a subject is "orders/CPAM/YEAR" or "payments/GROUPEMENT", in the second "envelope/YEAR"; its entries are
//          "YEAR KIND POSITION" in the order of the log, YEAR being the payment year, or an order's fiscal year. The
//          entries of each subject are the leaves of a tree of RFC 6962; the subjects, in byte order, are the leaves of
//          the index. What is hashed stands in events/README.md.
// Promise: a pure fold of the log, so that whoever has the log makes the same indexes; their roots stand in each signed
//          checkpoint.
// Memory:  one edge of a tree a subject; the entries of those kept.
// Source:  RFC 6962 §2.1; ops/decisions/0026-completeness.md.
#pragma once

#include <map>

#include "events/merkle.h"
#include "ledger/event.h"
#include "ledger/posting.h"
#include "ledger/year.h"
#include "services/audit/checkpoint.h"

namespace ipep {

struct IndexEntry {
    std::string subject, text;
};
// What an event, with what it moves, enters into the first index: nothing, or one entry for each subject and year.
std::vector<IndexEntry> index_entries(const Event& event, const Postings& postings);
// The same of the envelope.
std::vector<IndexEntry> envelope_entries(const Event& event, const Postings& postings);

inline constexpr const char *kPaymentsSubjects = "payments/", *kEnvelopeSubjects = "envelope/";
std::string payments_subject(const GroupementId& groupement);
std::string orders_subject(const CpamId& cpam, FiscalYear fiscal_year);
std::string envelope_subject(PaymentYear year);

class CompletenessIndex {
public:
    // Keeps the entries of the subjects that begin so.
    void keep(std::string subjects) { kept_ = std::move(subjects); }
    void add(std::vector<IndexEntry> entries);

    IndexHead head() const;
    // None of a subject that was not kept, or is none.
    const std::vector<std::string>& entries_of(const std::string& subject) const;

    // A subject as a leaf, and the hashes from it to the head's root.
    struct Leaf {
        std::string subject;
        std::uint64_t count = 0;  // of its entries
        Digest root{};            // of them
        std::uint64_t index = 0;
        std::vector<Digest> hashes;
    };
    std::optional<Leaf> leaf(const std::string& subject) const;
    // All subjects, without their hashes.
    std::vector<Leaf> leaves() const;
    // The leaves beside a subject that is none: those before and after it, one where it would be the first or the last.
    std::vector<Leaf> neighbours(const std::string& subject) const;

private:
    using Subjects = std::map<std::string, TreeEdge>;
    Leaf leaf_at(Subjects::const_iterator at) const;

    Subjects subjects_;
    std::optional<std::string> kept_;
    std::map<std::string, std::vector<std::string>> entries_;
};

// Those that the checkpoint of a log signs.
struct LogIndexes {
    CompletenessIndex amounts, envelope;

    void add(const Event& event);
    // Writes their heads into it, also of one without a subject: a checkpoint that lacks one shows nothing absent.
    void put_heads(Checkpoint& checkpoint) const;
};

}  // namespace ipep
