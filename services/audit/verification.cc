#include "services/audit/verification.h"

#include <boost/json.hpp>
#include <deque>
#include <future>
#include <map>

#include "events/code.h"
#include "events/encoding.h"
#include "events/event_json.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/personal_walk.h"
#include "ledger/about.h"
#include "services/audit/read_records.h"
#include "services/audit/recorded_time.h"
#include "services/audit/rows_of_nothing.h"

namespace ipep {
namespace {

std::string body_text(const Body& body) { return boost::json::serialize(body_to_json(body)); }

std::string subject(const Body& body) {
    std::string text(kind_of(body));
    const About named = about(body);
    if (named.year) text += ' ' + to_text(*named.year);
    if (named.groupement) text += ' ' + named.groupement->text;
    return text;
}

class Verifier {
public:
    Verifier(const Store& store, const Progress& progress, const std::optional<Checkpoint>& checkpoint)
        : store_(store), progress_(progress), checkpoint_(checkpoint) {
        result_.format = store.format();
        times_ = {INT64_MIN, World::real().now(), store.format().trial};
    }

    Verification run() {
        RecordsRead read;
        const auto tell_beside = [&] {
            for (Difference& difference : read.beside) differs(std::move(difference));
        };
        try {
            check_checkpoint();
            check_anchor();
            read_records(store_, checkpoint_, read, [this](const ReadRecord& record) { take(record); });
            tell_beside();
            keys_ = read.keys;
            result_.log = read.log;
            result_.root = read.edge.root();
        } catch (const Fault& fault) {
            if (!is_damage(fault.rejection.code)) throw;
            tell_beside();
            differs("log", "every record from 1 to " + std::to_string(store_.head()), fault.rejection.sentence());
            whole_ = false;
        }
        if (whole_) settle_accounts();
        return std::move(result_);
    }

private:
    void differs(std::string where, std::string expected, std::string found, std::string note = {}) {
        result_.differences.push_back({std::move(where), std::move(expected), std::move(found), std::move(note)});
    }
    void differs(Difference difference) { result_.differences.push_back(std::move(difference)); }

    void take(const ReadRecord& record) {
        if (record.broken) {
            differs(*record.broken);
            whole_ = false;  // what rests on it cannot be performed again
        } else if (whole_) {
            perform_again(record);
        }
        for (const Difference& difference : record.beside) differs(difference);
        ++result_.events;
        if (whole_ && record.position == kept_ && kept_ < store_.head()) note_kept();
        if (record.position % kLightenEvery == 0) views_->lighten();
        if (progress_ && record.position % 1000 == 0) progress_("verify", record.position, store_.head());
    }

    // After a crash the kept views lag behind the log: what they should be is known here, and not at its end.
    void note_kept() { wanted_ = view_digests(*views_); }

    // The indexes that were signed are those of the same events. One is signed where it has a subject.
    void check_indexes(Position position) {
        if (!checkpoint_ || position != checkpoint_->size) return;
        const auto check = [&](const char* where, const std::optional<IndexHead>& wanted, const IndexHead& found) {
            if (wanted && found != *wanted)
                differs(where, base64(bytes_of(wanted->root)), base64(bytes_of(found.root)));
        };
        check("checkpoint: completeness index", checkpoint_->index, indexes_.amounts.head());
        check("checkpoint: index of the envelope", checkpoint_->envelope, indexes_.envelope.head());
    }

    // Readers do not see them, a writer takes them over.
    void check_anchor() {
        if (store_.beyond() > 0)
            differs("anchor", "position " + std::to_string(store_.last_found()),
                    "position " + std::to_string(store_.head()),
                    "a writer ended before it was advanced, or it was put back; run `rebuild`");
    }

    void check_checkpoint() {
        if (!checkpoint_) return;
        if (checkpoint_->origin != store_.format().origin)
            differs("checkpoint: origin", checkpoint_->origin, store_.format().origin);
        if (checkpoint_->size > store_.head())
            differs("checkpoint: size", std::to_string(checkpoint_->size) + " events or more",
                    std::to_string(store_.head()));
        if (auto unlike = unlike_checkpoint(checkpoint_, TreeEdge())) differs(std::move(*unlike));
    }

    void unreadable(Position position, std::string found) {
        differs("position " + std::to_string(position), "an event", std::move(found));
        whole_ = false;
    }

    void perform_again(const ReadRecord& record) {
        const Position position = record.position;
        if (record.unreadable) return unreadable(position, *record.unreadable);
        try {
            const Event& event = record.event;
            indexes_.add(event);
            check_indexes(position);
            if (const auto wanted = impossible_time(event.recordedAt, times_); !wanted.empty())
                differs("position " + std::to_string(position), std::string(wanted), recorded_text(event.recordedAt));
            times_.before = event.recordedAt;
            if (event.bounds < last_bounds_)
                differs("position " + std::to_string(position), "bounds no lower than those of the event before",
                        std::to_string(event.bounds));
            last_bounds_ = std::max(last_bounds_, event.bounds);
            check_personal(event);
            check_decision(event);
            check_act(event);  // and who recorded a fact, or settled a year
            payments_.take(views_->book(), event);
            views_->fold(event);
            if (!is_decision(event.body)) {
                expect_none(position);
                expected_.clear();
                cause_ = event.actor;
                for (Draft& draft : consequences(views_->book(), event)) expected_.push_back(std::move(draft));
            }
        } catch (const Fault& fault) {
            if (!is_damage(fault.rejection.code)) throw;
            unreadable(position, fault.rejection.sentence());
        }
    }

    void check_personal(const Event& event) {
        if (const auto* one = std::get_if<PersonalDataErased>(&event.body)) erased_[one->subject] = event.position;
        each_personal(event.body, [&](const std::string& subject, int member, const Personal& personal) {
            const auto row = store_.personal(subject, event.position, member);
            if (row && seal_personal(row->random, row->value) != personal.seal)
                differs("personal data of " + subject + ", position " + std::to_string(event.position),
                        to_hex(bytes_of(personal.seal)), to_hex(bytes_of(seal_personal(row->random, row->value))));
            (row ? values_kept_ : values_gone_).emplace_back(subject, event.position);
        });
    }

    void check_decision(const Event& event) {
        if (!is_decision(event.body)) return;
        if (expected_.empty()) expect_settlement(event);
        if (expected_.empty()) {
            differs(place(event), "nothing follows from the facts here", body_text(event.body));
            return;
        }
        const Draft wanted = std::move(expected_.front());
        expected_.pop_front();
        if (event.actor != cause_) differs(place(event) + ": actor", cause_.text, event.actor.text);
        if (wanted.on != event.on) differs(place(event) + ": on", to_text(wanted.on), to_text(event.on));
        if (wanted.body.index() != event.body.index())
            differs(place(event), subject(wanted.body), subject(event.body), version_note(event));
        else if (wanted.body != event.body)
            compare(wanted.body, event);
        if (std::holds_alternative<YearSettled>(event.body)) ++result_.settlements;
    }

    void check_act(const Event& event) {
        const auto again = judge_again(views_->book(), orders_known(views_->orders()), event);
        if (!again)
            differs(place(event), "nothing: it would be refused", body_text(event.body), again.error().sentence());
        else if (*again && **again != event.body)
            compare(**again, event);
    }

    // The settlement this decision begins, decided again from what the book holds here.
    void expect_settlement(const Event& event) {
        const auto* scored = std::get_if<QualityScored>(&event.body);
        const auto* settled = std::get_if<YearSettled>(&event.body);  // of a year without groups
        const auto* annulled = std::get_if<IncentiveAnnulled>(&event.body);
        if (!scored && !settled && !annulled) return;
        const ResultYear year = scored ? scored->year : settled ? settled->year : annulled->year;
        auto decided = decide_settlement(views_->book(), year, event.on);
        if (!decided) return differs(place(event), "a settlement", decided.error().sentence());
        cause_ = event.actor;
        for (Draft& draft : *decided) expected_.push_back(std::move(draft));
    }

    void compare(const Body& wanted, const Event& event) {
        const auto expected = body_to_json(wanted), found = body_to_json(event.body);
        for (const auto& [name, value] : expected)
            if (const auto* other = found.if_contains(name); !other || *other != value)
                differs(place(event) + ": " + std::string(name), boost::json::serialize(value),
                        other ? boost::json::serialize(*other) : "nothing", version_note(event));
    }

    // Whether the settlement this event belongs to was made by another version of the rule code.
    std::string version_note(const Event& event) const {
        std::int64_t version = kRuleCode;
        store_.scan_bytes(event.position, store_.head() + 1, [&](Position position, std::string_view bytes) {
            const Event later = read_event(position, split_record(bytes).value().payload);
            const auto* settled = std::get_if<YearSettled>(&later.body);
            if (settled) version = settled->ruleCode;
            return !settled && is_decision(later.body);
        });
        return version == kRuleCode ? "" : "computed by version " + std::to_string(version) + " of the rule code";
    }

    void expect_none(Position position) {
        for (const Draft& draft : expected_)
            differs("position " + std::to_string(position), subject(draft.body), "nothing");
    }

    static std::string place(const Event& event) {
        return "position " + std::to_string(event.position) + ", " + subject(event.body);
    }

    void settle_accounts() {
        expect_none(store_.head() + 1);
        for (const auto& [subject, position] : values_gone_)
            if (is_erased(subject, position))
                ++result_.erased;
            else
                differs("personal data of " + subject + ", position " + std::to_string(position), "a value",
                        "nothing, and no erasure");
        for (const auto& [subject, position] : values_kept_)
            if (is_erased(subject, position))
                differs("personal data of " + subject + ", position " + std::to_string(position),
                        "nothing: it is erased", "a value");
        result_.files = payments_.made();
        result_.unmade = payments_.take_unmade();
        auto looking = std::async(std::launch::async, [this] { return look_through_rows(); });
        result_.views = view_digests(*views_);
        StoredRows rows = looking.get();
        for (Difference& difference : rows.of_nothing) differs(std::move(difference));
        compare_views(rows.views);
    }

    struct StoredRows {
        std::vector<Difference> of_nothing;
        std::vector<ViewDigest> views;
    };
    StoredRows look_through_rows() const {
        StoredRows rows;
        rows_of_nothing(store_, keys_, [&](std::string where, std::string expected, std::string found) {
            rows.of_nothing.push_back({std::move(where), std::move(expected), std::move(found), {}});
        });
        if (kept_ > 0) rows.views = view_digests(store_);
        return rows;
    }

    bool is_erased(const std::string& subject, Position position) const {
        const auto at = erased_.find(subject);
        return at != erased_.end() && position < at->second;
    }

    // They are compared where they stand.
    void compare_views(const std::vector<ViewDigest>& stored) {
        for (const auto& name : missing_views(store_)) differs("view " + name, "its rows", "nothing", "run `rebuild`");
        if (kept_ == 0) return;  // folded again by the next writer
        const auto& wanted = kept_ < store_.head() ? wanted_ : result_.views;
        for (std::size_t i = 0; i < stored.size(); ++i)
            if (stored[i].digest != wanted[i].digest)
                differs("view " + stored[i].view, to_hex(bytes_of(wanted[i].digest)),
                        to_hex(bytes_of(stored[i].digest)), "run `rebuild`");
    }

    const Store& store_;
    const Progress& progress_;
    const std::optional<Checkpoint>& checkpoint_;
    const Position kept_ = kept_position(store_);
    std::vector<ViewDigest> wanted_;  // of the kept views
    LogIndexes indexes_;
    Verification result_;
    std::unique_ptr<Views> views_ = std::make_unique<Views>(Noting::sum);
    std::deque<Draft> expected_;
    PersonId cause_;  // who recorded the fact, or settled the year, that they follow from
    RecordedTimes times_;
    int last_bounds_ = 0;
    std::uint64_t keys_ = 0;
    PaymentsAgain payments_{store_, [this](std::string where, std::string expected, std::string found) {
                                differs(std::move(where), std::move(expected), std::move(found));
                            }};
    std::map<std::string, Position> erased_;  // the last erasure of each subject
    std::vector<std::pair<std::string, Position>> values_gone_, values_kept_;
    bool whole_ = true;
};

}  // namespace

Verification verify(const Store& store, const Progress& progress, const std::optional<Checkpoint>& checkpoint) {
    return Verifier(store, progress, checkpoint).run();
}

bool is_damage(Code code) {
    return code == code::damaged_record || code == code::damaged_store || code == code::below_anchor ||
           code == code::format_differs || code == code::anchor_missing;
}

}  // namespace ipep
