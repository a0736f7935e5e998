// decide_settlement: a year and, where it was settled before, every later settled year again, in one batch.
//
// Specification §11: years are settled in order; each year whose figures change gets a new revision, the others keep
// theirs; what each group is owed moves by the difference.
#include <algorithm>

#include "ledger/code.h"
#include "ledger/year_inputs.h"

namespace ipep {
namespace {

Decimal shown(const Exact& number) { return {to_decimals(number)}; }

SettledRow row_of(const GroupInputs<Exact>& in, const GroupFigures<Exact>& out) {
    return {in.groupement,
            in.mixed ? Model::mixed : Model::target,
            static_cast<std::int64_t>(numerator(in.rank)),
            static_cast<std::int64_t>(numerator(in.patients)),
            shown(out.gap),
            shown(out.evolution),
            shown(out.perPatient),
            to_money(out.gain),
            shown(out.scoreBase),
            shown(out.bonus),
            shown(out.score),
            shown(out.expenditure),
            to_money(out.groupCap),
            to_money(out.qualityRight),
            to_money(out.quality),
            shown(out.modulation),
            to_money(out.gross),
            to_money(out.capped),
            to_money(out.net),
            to_money(out.nationalReduction),
            to_money(in.seedCredit),
            to_money(in.advanceBefore),
            to_money(out.advanceGranted),
            to_money(out.advanceRecovered),
            to_money(out.advanceOutstanding),
            to_money(out.due)};
}

NationalFigures national_of(const YearFigures<Exact>& year, const std::vector<SettledRow>& rows) {
    NationalFigures national{shown(year.expenditure),
                             to_money(year.cap),
                             to_money(year.qualityEnvelope),
                             to_money(year.capped),
                             {},
                             {},
                             {},
                             {}};
    for (const SettledRow& row : rows) {
        national.net += row.net;
        national.advanceGranted += row.advanceGranted;
        national.advanceRecovered += row.advanceRecovered;
        national.due += row.due;
    }
    return national;
}

// Settles years one after the other, carrying each group's advance from one to the next.
class Settling {
public:
    Settling(const Book& book, Day on) : book_(book), on_(on) {}

    void settle(ResultYear year) {
        const auto* rules = book_.common().rules_for(year);
        YearInputs<Exact> in = gather(year, *rules);
        const auto figures =
            settle_year(in.groups, read_rules<Exact>(rules->value.parameters, PlainLift{}), NoWitness{});
        std::vector<SettledRow> rows;
        for (std::size_t i = 0; i < in.groups.size(); ++i) {
            rows.push_back(row_of(in.groups[i], figures.groups[i]));
            carry(rows.back(), year);
        }
        const std::vector<SettledRow> gone = annulled(year, rows);
        for (const SettledRow& row : gone) carry(row, year);
        const NationalFigures national = national_of(figures, rows);
        if (gone.empty() && stands(year, rows, national)) return;
        write(year, in, figures, rows, gone, national);
    }

    std::vector<Draft> finish() {
        for (auto& [id, carried] : carried_) {
            take_write_offs(*book_.find(id), carried, kForever);
            if (carried.reversed > Money())
                drafts_.push_back({on_, {}, {}, AdvanceWriteOffReversed{id, carried.reversed}});
        }
        return std::move(drafts_);
    }

private:
    static constexpr ResultYear kForever = 3000;

    struct Carried {
        Money outstanding, reversed;
        ResultYear since = 0;  // write-offs after an earlier year are taken from it
    };

    YearInputs<Exact> gather(ResultYear year, const Noted<RulesAdopted>& rules) {
        const PlainFacts lift;
        const GroupReader<Exact, PlainFacts> reader(book_, rules, year, lift);
        YearInputs<Exact> in{&rules, {}, {}, {rules.position}};
        for (const GroupementId& id : groups_of(book_, year)) {
            in.used.emplace_back();
            in.groups.push_back(reader.read(id, outstanding_before(id, year), in.used.back()));
        }
        const auto targets = book_.common().targets.find(year);
        if (targets != book_.common().targets.end())
            for (const auto& noted : targets->second) in.common.push_back(noted.position);
        const auto thresholds = book_.common().thresholds.find(year);
        if (thresholds != book_.common().thresholds.end()) in.common.push_back(thresholds->second.position);
        tidy(in.common);
        return in;
    }

    Money outstanding_before(const GroupementId& id, ResultYear year) {
        const GroupState& page = *book_.find(id);
        const auto carried = carried_.find(id);
        if (carried == carried_.end()) return page.advance_before(year);
        take_write_offs(page, carried->second, year);
        return carried->second.outstanding;
    }

    void carry(const SettledRow& row, ResultYear year) {
        Carried& carried = carried_[row.groupement];
        carried.outstanding = row.advanceOutstanding;
        carried.since = year;
    }

    // What was written off before `until` is gone; what was written off too much comes back by a reversal.
    static void take_write_offs(const GroupState& page, Carried& carried, ResultYear until) {
        for (const auto& [after, amount] : page.writtenOff) {
            if (after < carried.since || after >= until) continue;
            const auto after_it = take_write_off(to_exact(carried.outstanding), to_exact(amount));
            carried.reversed += to_money(after_it.reversed);
            carried.outstanding = to_money(after_it.outstanding);
        }
        carried.since = until;
    }

    bool stands(ResultYear year, const std::vector<SettledRow>& rows, const NationalFigures& national) const {
        const auto known = book_.common().settled.find(year);
        if (known == book_.common().settled.end() || known->second.figures != national) return false;
        for (const SettledRow& row : rows) {
            const auto& settled = book_.find(row.groupement)->settled;
            const auto line = settled.find(year);
            if (line == settled.end() || line->second.row != row) return false;
        }
        return true;
    }

    // Groups with a line in the revision before that are not of the year any more: nothing moves, the advance passes on.
    std::vector<SettledRow> annulled(ResultYear year, const std::vector<SettledRow>& rows) {
        std::vector<SettledRow> gone;
        if (!book_.common().settled.contains(year)) return gone;
        for (const GroupementId& id : book_.groupements()) {
            if (!book_.find(id)->settled.contains(year) ||
                std::ranges::binary_search(rows, id, {}, &SettledRow::groupement))
                continue;
            SettledRow nothing;
            nothing.groupement = id;
            nothing.advanceOutstanding = outstanding_before(id, year);
            gone.push_back(std::move(nothing));
        }
        return gone;
    }

    void add(Body body) { drafts_.push_back({on_, {}, {}, std::move(body)}); }

    void write(ResultYear year, const YearInputs<Exact>& in, const YearFigures<Exact>& figures,
               const std::vector<SettledRow>& rows, const std::vector<SettledRow>& gone,
               const NationalFigures& national) {
        const auto known = book_.common().settled.find(year);
        const std::int64_t revision = known == book_.common().settled.end() ? 1 : known->second.revision + 1;
        const RulesId& rules = in.rules->value.rules;
        constexpr std::size_t kOfAGroup = 6;  // at most
        drafts_.reserve(drafts_.size() + kOfAGroup * (rows.size() + gone.size()) + 1);
        for (std::size_t i = 0; i < rows.size(); ++i)
            write_group(year, revision, rules, rows[i], to_text(figures.groups[i].score), in.used[i]);
        for (const SettledRow& row : gone) annul(year, revision, row);
        YearSettled settled;
        static_cast<NationalFigures&>(settled) = national;
        settled.year = year;
        settled.revision = revision;
        settled.rules = rules;
        settled.groupements = static_cast<std::int64_t>(rows.size());
        settled.ruleCode = kRuleCode;
        settled.facts = in.common;
        add(std::move(settled));
    }

    void write_group(ResultYear year, std::int64_t revision, const RulesId& rules, const SettledRow& row,
                     std::string score, const FactsUsed& used) {
        const auto& settled = book_.find(row.groupement)->settled;
        const auto line = settled.find(year);
        const SettledRow before = line == settled.end() ? SettledRow{} : line->second.row;
        add(QualityScored{row.groupement, year, revision, rules, row.scoreBase, row.bonus, row.score, std::move(score),
                          used.quality});
        add(EfficiencyGainEstablished{row.groupement, year, revision, rules, row.gap, row.evolution, row.perPatient,
                                      row.gain, used.efficiency});
        if (row.net != row.gross)
            add(IncentiveCapped{row.groupement, year, revision, row.gross, row.groupCap, row.capped, row.net,
                                row.nationalReduction});
        IncentiveSettled decided;
        static_cast<SettledRow&>(decided) = row;
        decided.year = year;
        decided.revision = revision;
        decided.rules = rules;
        decided.netDifference = row.net - before.net;
        decided.facts = used.all;
        add(std::move(decided));
        write_advance(year, revision, row, before);
    }

    void write_advance(ResultYear year, std::int64_t revision, const SettledRow& row, const SettledRow& before) {
        if (row.advanceGranted != before.advanceGranted)
            add(AdvanceGranted{row.groupement, year, revision, row.advanceGranted,
                               row.advanceGranted - before.advanceGranted, row.advanceOutstanding});
        if (row.advanceRecovered != before.advanceRecovered)
            add(AdvanceRecovered{row.groupement, year, revision, row.advanceRecovered,
                                 row.advanceRecovered - before.advanceRecovered, row.advanceOutstanding});
    }

    void annul(ResultYear year, std::int64_t revision, const SettledRow& nothing) {
        const SettledRow& before = book_.find(nothing.groupement)->settled.at(year).row;
        add(IncentiveAnnulled{nothing.groupement, year, revision, -before.net});
        write_advance(year, revision, nothing, before);
    }

    const Book& book_;
    Day on_;
    std::map<GroupementId, Carried> carried_;
    std::vector<Draft> drafts_;
};

Verdict<> may_settle(const Book& book, ResultYear year) {
    const auto& settled = book.common().settled;
    if (groups_of(book, year).empty() && !settled.contains(year))
        return refuse(code::no_groupement, {{"year", to_text(year)}});
    ResultYear first = year;
    for (const GroupementId& id : book.groupements()) first = std::min(first, book.find(id)->admission.value.firstYear);
    for (ResultYear earlier = first; earlier < year; ++earlier)
        if (!settled.contains(earlier) && !groups_of(book, earlier).empty())
            return refuse(code::earlier_year_unsettled, {{"year", to_text(year)}, {"earlier", to_text(earlier)}});
    return {};
}

}  // namespace

Verdict<std::vector<Draft>> decide_settlement(const Book& book, ResultYear year, Day on) {
    IPEP_TRY(may_settle(book, year));
    std::vector<ResultYear> years{year};
    for (const auto& [settled_year, settled] : book.common().settled) {
        if (settled_year >= year && on < settled.on)
            return refuse(code::day_out_of_order, {{"on", to_text(on)}, {"earliest", to_text(settled.on)}});
        if (settled_year > year) years.push_back(settled_year);
    }
    Rejection waiting{code::facts_missing};
    for (const ResultYear one : years)
        for (Missing& missing : missing_facts(book, one)) waiting.missing.push_back(std::move(missing));
    if (!waiting.missing.empty()) {
        waiting.arguments = {{"year", to_text(year)}, {"count", std::to_string(waiting.missing.size())}};
        return std::unexpected(std::move(waiting));
    }
    try {
        Settling settling(book, on);
        for (const ResultYear one : years) settling.settle(one);
        return settling.finish();
    } catch (const OutOfRange&) {
        return refuse(code::amount_out_of_range, {{"year", to_text(year)}});
    }
}

}  // namespace ipep
