#include "services/histories/standing_history.h"

#include <array>

#include "events/code.h"
#include "events/codec.h"
#include "projections/kept_versions.h"
#include "projections/row.h"
#include "services/histories/derivation_change.h"

namespace ipep {
namespace {

constexpr std::string_view kBalance = "balance", kEnvelope = "envelope", kNational = "national";

// balance/G02/owed in its parts; what is left out is empty.
struct Parts {
    std::string_view kind, of, field;

    explicit Parts(std::string_view text) {
        for (std::string_view* part : {&kind, &of, &field}) {
            const auto end = std::min(text.find('/'), text.size());
            *part = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (!text.empty()) kind = {};
    }
    std::string field_or(const char* usual) const { return field.empty() ? usual : std::string(field); }
    std::optional<ResultYear> year() const {
        const bool is_year = of.size() == 4 && of.find_first_not_of("0123456789") == of.npos;
        return is_year ? std::optional<ResultYear>(std::stoi(std::string(of))) : std::nullopt;
    }
};

std::unexpected<Rejection> unknown_reference(const std::string& reference) {
    return refuse(code::reference_unknown, {{"reference", reference}});
}

class Told {
public:
    Told(const Store& store, const std::string& reference) : store_(store), history_{reference, {}} {}

    // The value behind an event; one that is as it was is left out unless it is to be kept.
    void add(Position position, const std::string& value, bool keeps_same = false) {
        const std::string before = history_.revisions.empty() ? "" : history_.revisions.back().value;
        if (before == value && !keeps_same) return;
        const Event event = read_event(position, store_.payload(position));
        history_.revisions.push_back({static_cast<std::int64_t>(history_.revisions.size()) + 1,
                                      position,
                                      event.recordedAt,
                                      event.actor,
                                      value,
                                      difference(before, value),
                                      {reference_to(store_, position)},
                                      {}});
    }
    AmountHistory take() { return std::move(history_); }
    bool empty() const { return history_.revisions.empty(); }

private:
    const Store& store_;
    AmountHistory history_;
};

Verdict<AmountHistory> of_balance(const Store& store, Views& views, const std::string& reference, const Parts& asked) {
    const GroupementId id{std::string(asked.of)};
    if (!views.balances().rows.find(id.text)) return refuse(code::unknown_groupement, {{"groupement", id.text}});
    const std::string field = asked.field_or("owed");
    Money StatementLine::*member = field == "owed"                 ? &StatementLine::owed
                                   : field == "overpaid"           ? &StatementLine::overpaid
                                   : field == "advanceOutstanding" ? &StatementLine::advanceOutstanding
                                                                   : nullptr;
    if (!member) return unknown_reference(reference);
    Told told(store, reference);
    for (const StatementLine& line : views.statements().lines(id)) told.add(line.position, to_text(line.*member));
    return told.take();
}

std::optional<std::string> figure_in(const EnvelopeYear& row, const std::string& field) {
    if (field == "left") return to_text(row.left().money());
    std::optional<std::string> text;
    for_each_member(row, [&](const char* name, Money amount) {
        if (field == name) text = to_text(amount);
    });
    return text;
}

// Its versions, and what is folded behind them.
Verdict<AmountHistory> of_envelope(const Store& store, Views& views, const std::string& reference, const Parts& asked) {
    const auto year = asked.year();
    const std::string key(asked.of), field = asked.field_or("left");
    if (!year || !figure_in({}, field) || !views.envelope().rows.find(key)) return unknown_reference(reference);
    Told told(store, reference);
    const Position kept = std::min(versions_kept(store), views.position());
    for (const auto& [position, bytes] : versions_of(store, kPastEnvelope, key, kept))
        told.add(position, *figure_in(decode_row<EnvelopeYear>(bytes), field));
    EnvelopeView behind(kept > 0 ? RowSource::earlier(store, kPastEnvelope, kept) : RowSource());
    store.scan(kept + 1, views.position() + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        behind.fold(event, posting(event));
        if (const EnvelopeYear* row = behind.rows.find(key)) told.add(position, *figure_in(*row, field));
        return true;
    });
    return told.take();
}

Verdict<AmountHistory> of_nation(const Store& store, Views& views, const std::string& reference, const Parts& asked) {
    const auto year = asked.year();
    if (!year) return unknown_reference(reference);
    const std::string field = asked.field_or("due");
    Told told(store, reference);
    for (std::int64_t revision = 1; const SettlementHead* head = views.settlements().head(*year, revision);
         ++revision) {
        std::optional<std::string> value;
        for_each_member(static_cast<const NationalFigures&>(head->settled), [&](const char* name, const auto& figure) {
            if (field != name) return;
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(figure)>, Money>)
                value = to_text(figure);
            else
                value = figure.text;
        });
        if (!value) return unknown_reference(reference);
        told.add(head->position, *value, true);
    }
    if (told.empty()) return refuse(code::settlement_absent, {{"year", to_text(*year)}});
    return told.take();
}

}  // namespace

bool is_standing(std::string_view reference) {
    const std::string_view kind = Parts(reference).kind;
    return kind == kBalance || kind == kEnvelope || kind == kNational;
}

Verdict<AmountHistory> standing_history(const Store& store, Views& views, const std::string& reference) {
    const Parts asked(reference);
    if (asked.kind == kBalance) return of_balance(store, views, reference, asked);
    return asked.kind == kEnvelope ? of_envelope(store, views, reference, asked)
                                   : of_nation(store, views, reference, asked);
}

}  // namespace ipep
