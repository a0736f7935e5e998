#include "events/fact_json.h"
#include "ledger/settlement.h"
#include "tests/ledger/proofs/falsehood.h"
#include "tests/ledger/proofs/term.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep::proofs {
namespace {

constexpr std::int64_t kPatients = 100'000, kFew = 10'000;

Parameters shipped() {
    const auto fact = parse_fact(read_file(project_path("ledger/rules/cdc-2019-r2.json")));
    return std::get<RulesAdopted>(fact->fact).parameters;
}

Parameters with_full_recovery() {
    Parameters parameters = shipped();
    parameters.advance.recovery = Recovery::full;
    return parameters;
}

// One year under the mixed model, then the target model, whose modulation falls.
Parameters with_falling_knots() {
    Parameters parameters = shipped();
    parameters.phases = {1, 2, {}};
    parameters.modulation.knots = {{{"0"}, {"0.2"}}, {{"100"}, {"-0.2"}}};
    return parameters;
}

struct TermLift {
    template <class Path, class Parameter>
    Term operator()(const Path&, const Parameter& parameter) const {
        return Term(to_exact(parameter));
    }
};

bool is_up(const Parameters& parameters, const IndicatorId& id) {
    return catalogued(parameters.quality, id)->evolution == Direction::up;
}

// A group that reaches every target but that of S01, whose values are given, and no level of experience.
struct Group {
    const Parameters& parameters;
    std::string id;
    Term patients;
    std::map<ResultYear, Term> spending, value;
    std::int64_t assessed = kPatients;

    GroupInputs<Term> inputs(ResultYear year, const Term& before) const {
        GroupInputs<Term> in;
        const std::int64_t rank = year.number - 2019 + 1;
        in.groupement = {id};
        in.mixed = rank <= parameters.phases.mixedYears;
        in.year = Term(year.number);
        in.rank = Term(rank);
        in.patients = patients;
        in.spending = {spending.at(year), Term(1000)};
        in.spendingBefore = {{spending.at(year - 1), Term(1000)}};
        for (const IndicatorId& one : parameters.quality.socle) {
            if (!is_counted(parameters, one.text, rank, year)) continue;
            const int reached = is_up(parameters, one) ? 90 : 10;
            IndicatorResult<Term> result{one,
                                         is_up(parameters, one) ? Direction::up : Direction::down,
                                         Term(reached),
                                         Term(reached),
                                         Term(reached == 90 ? 80 : 20),
                                         {}};
            if (one.text == "S01" && value.contains(year)) {
                result.value = value.at(year);
                result.before = value.at(year - 1);
            }
            in.core.push_back(std::move(result));
        }
        if (is_counted(parameters, kExperienceKey, rank, year)) in.experience = {Term(50), Term(60), Term(75)};
        const auto seed = read_seed_credit<Exact>(parameters.seedCredit, PlainLift{});
        in.seedCredit = Term(seed_credit(Exact(assessed), Exact(0), seed));
        in.advanceBefore = before;
        return in;
    }
};

struct EachItself {
    const Term& operator()(std::size_t, const char*, const Term& value) const { return value; }
};

std::vector<GroupFigures<Term>> settled(const std::vector<Group>& groups, ResultYear year,
                                        const std::vector<Term>& before) {
    std::vector<GroupInputs<Term>> in;
    for (std::size_t i = 0; i < groups.size(); ++i) in.push_back(groups[i].inputs(year, before[i]));
    return settle_year(in, read_rules<Term>(groups.front().parameters, TermLift{}), EachItself{}).groups;
}

std::vector<GroupFigures<Term>> two_years(const Group& group) {
    std::vector<GroupFigures<Term>> figures = settled({group}, 2019, {Term(0)});
    figures.push_back(settled({group}, 2020, {figures.front().advanceOutstanding}).front());
    return figures;
}

Term between(Path& path, const std::string& name, int low, int high) {
    const z3::expr value = path.whole(name);
    path.assume(value >= low && value <= high);
    return Term(value);
}

Term spent(Path& path, const std::string& name) { return between(path, name, 500, 2000); }

// Lines of facts, with keys that say what they are of.
class Lines {
public:
    explicit Lines(const Parameters& parameters) : parameters_(parameters) {
        add(sample::rules(parameters, 2018), "rules");
    }

    void add(const Fact& fact, const std::string& key, std::string_view on = "2019-09-01") {
        text_ += sample::line(fact, key, on) + "\n";
    }
    void group(const std::string& id, std::int64_t patients = kPatients) {
        GroupementAdmitted admitted = sample::admitted(id);
        admitted.patients = patients;
        add(admitted, "admitted-" + id);
        add(sample::agreed(id), "agreed-" + id);
        add(sample::assessed(id, patients), "assessed-" + id);
    }
    void spending(const std::string& id, ResultYear year, const std::string& actual) {
        add(sample::spending(id, year, actual), "spending-" + id + "-" + to_text(year));
    }
    void targets(ResultYear year) {
        const std::string of = "-" + to_text(year);
        for (const IndicatorId& one : parameters_.quality.socle)
            if (counts(one.text, year))
                add(is_up(parameters_, one) ? sample::target(year, one.text, "90", "80")
                                            : sample::target_down(year, one.text, "10", "20"),
                    "target-" + one.text + of);
        if (counts(std::string(kExperienceKey), year)) add(sample::thresholds(year), "thresholds" + of);
    }
    // S01 as given, every other target reached.
    void results(const std::string& id, ResultYear year, const std::string& value = "90",
                 const std::string& patients = std::to_string(kPatients)) {
        const std::string of = "-" + id + "-" + to_text(year);
        add(sample::patients(id, year, std::stoll(patients)), "patients" + of);
        for (const IndicatorId& one : parameters_.quality.socle)
            if (counts(one.text, year))
                add(sample::measured(id, year,
                                     one.text == "S01"         ? value
                                     : is_up(parameters_, one) ? "90"
                                                               : "10",
                                     one.text),
                    "value-" + one.text + of);
        if (counts(std::string(kExperienceKey), year)) add(sample::experience(id, year, "50"), "experience" + of);
    }
    std::string take() { return std::exchange(text_, {}); }

private:
    bool counts(const std::string& key, ResultYear year) const {
        return is_counted(parameters_, key, year.number - 2018, year);
    }

    const Parameters& parameters_;
    std::string text_;
};

std::string correction(const std::string& key, const PlainFact& right) {
    return sample::line(sample::corrected(key, right), "corrected-" + key, "2021-09-01") + "\n";
}

Money due(const Rows& rows, const char* id, ResultYear year) { return rows.at({id, year}).due; }

// Of one group over two years: spending as found, S01 as found where it was looked for.
Example two_years_of_facts(const Parameters& parameters, const Inputs& inputs, std::int64_t patients = kPatients) {
    Lines lines(parameters);
    lines.group("A", patients);
    for (const char* year : {"2018", "2019", "2020"})
        lines.spending("A", static_cast<int>(std::stoi(year)), inputs.at(std::string("spent") + year));
    for (const char* year : {"2019", "2020"}) {
        const auto value = inputs.find(std::string("value") + year);
        lines.targets(static_cast<int>(std::stoi(year)));
        lines.results("A", static_cast<int>(std::stoi(year)), value == inputs.end() ? "90" : value->second,
                      std::to_string(patients));
    }
    if (inputs.contains("value2018"))
        lines.add(sample::measured("A", 2018, inputs.at("value2018")), "value-S01-A-2018");
    return {lines.take(), {}};
}

Group group_of_two_years(Path& path, const Parameters& parameters) {
    Group group{parameters, "A", Term(kPatients), {}, {}};
    for (const ResultYear year : {2018, 2019, 2020}) group.spending[year] = spent(path, "spent" + to_text(year));
    return group;
}

Falsehood guarantee_under_full() {
    static const Parameters parameters = with_full_recovery();
    return {
        "full-recovery",
        "Whatever the way to recover, what is due under the mixed model is at least the seed credit.",
        "CDC 2019 §3",
        "Under `full` a payment above the seed credit is taken whole, down to nothing. The text says both « garantir "
        "un montant égal aux crédits d'amorçage » and « récupérable sur les versements ultérieurs ».",
        [](Path& path) {
            Group group = group_of_two_years(path, parameters);
            group.assessed = kFew;
            group.patients = Term(kFew);
            const auto seed = read_seed_credit<Exact>(parameters.seedCredit, PlainLift{});
            path.claim("due of 2020",
                       *two_years(group).back().due >= path.number(seed_credit(Exact(kFew), Exact(0), seed)));
        },
        [](const Inputs& inputs) { return two_years_of_facts(parameters, inputs, kFew); },
        {2019, 2020},
        [](const Rows& rows, const Rows&) {
            return due(rows, "A", 2020) < rows.at({"A", 2020}).seedCredit;
        }};
}

Falsehood more_spending() {
    static const Parameters parameters = shipped();
    return {"more-spending",
            "Who spends more is never due more.",
            "CDC 2019 §8-III",
            "Both caps and the envelope are shares of the spending: where a cap binds, more spending lifts it by more "
            "than the gain it costs. The text does not say that a cap may not grow with what is spent.",
            [](Path& path) {
                Group group{parameters, "A", Term(kPatients), {{2018, Term(1000)}}, {}};
                group.spending[2019] = spent(path, "spent2019");
                Group more = group;
                more.spending[2019] = spent(path, "more2019");
                path.assume(*more.spending[2019] > *group.spending[2019]);
                const Term first = settled({group}, 2019, {Term(0)}).front().due;
                const Term second = settled({more}, 2019, {Term(0)}).front().due;
                path.claim("due", *second <= *first);
            },
            [](const Inputs& inputs) {
                Lines lines(parameters);
                lines.group("A");
                lines.spending("A", 2018, "1000");
                lines.spending("A", 2019, inputs.at("spent2019"));
                lines.targets(2019);
                lines.results("A", 2019);
                return Example{lines.take(),
                               correction("spending-A-2019", sample::spending("A", 2019, inputs.at("more2019")))};
            },
            {2019},
            [](const Rows& before, const Rows& after) { return due(after, "A", 2019) > due(before, "A", 2019); }};
}

Falsehood falling_knots() {
    static const Parameters parameters = with_falling_knots();
    return {
        "falling-knots",
        "Whatever the rules, a better value of an indicator is never due less in its year.",
        "CDC 2019 §8-III",
        "The scores of the knots strictly increase; their modulations may fall. The text gives the bounds, −20 % and "
        "+20 %, and no direction.",
        [](Path& path) {
            Group group = group_of_two_years(path, parameters);
            group.value = {{2018, Term(85)}, {2019, Term(85)}, {2020, between(path, "value2020", 0, 100)}};
            Group better = group;
            better.value[2020] = between(path, "better2020", 0, 100);
            path.assume(*better.value[2020] >= *group.value[2020]);
            const auto first = two_years(group), second = two_years(better);
            path.claim("due of 2020", *second.back().due >= *first.back().due);
        },
        [](const Inputs& inputs) {
            Inputs all = inputs;
            all["value2018"] = all["value2019"] = "85";
            Example example = two_years_of_facts(parameters, all);
            example.corrections = correction("value-S01-A-2020", sample::measured("A", 2020, inputs.at("better2020")));
            return example;
        },
        {2019, 2020},
        [](const Rows& before, const Rows& after) { return due(after, "A", 2020) < due(before, "A", 2020); }};
}

Falsehood better_now_worse_later() {
    static const Parameters parameters = shipped();
    return {"better-now",
            "A better value of an indicator is never due less over the years.",
            "CDC 2019 §8-I",
            "Below the intermediate objective a value is held against that of N−1: what was better in N is harder to "
            "better in N+1. The text asks for « l'évolution entre N-1 et N » and does not speak of the year after.",
            [](Path& path) {
                Group group{parameters, "A", Term(kPatients), {}, {}};
                for (const ResultYear year : {2018, 2019, 2020}) group.spending[year] = Term(1000);
                for (const ResultYear year : {2018, 2019, 2020})
                    group.value[year] = between(path, "value" + to_text(year), 0, 100);
                Group better = group;
                better.value[2019] = between(path, "better2019", 0, 100);
                path.assume(*better.value[2019] >= *group.value[2019]);
                const auto first = two_years(group), second = two_years(better);
                path.claim("due of both years", *second[0].due + *second[1].due >= *first[0].due + *first[1].due);
            },
            [](const Inputs& inputs) {
                Inputs all = inputs;
                for (const char* year : {"spent2018", "spent2019", "spent2020"}) all[year] = "1000";
                Example example = two_years_of_facts(parameters, all);
                example.corrections =
                    correction("value-S01-A-2019", sample::measured("A", 2019, inputs.at("better2019")));
                return example;
            },
            {2019, 2020},
            [](const Rows& before, const Rows& after) {
                return due(after, "A", 2019) + due(after, "A", 2020) < due(before, "A", 2019) + due(before, "A", 2020);
            }};
}

Falsehood a_group_without_spending() {
    static const Parameters parameters = shipped();
    return {
        "no-spending",
        "Adding a group with no spending changes nobody.",
        "CDC 2019 §8-III",
        "The envelope grows with the spending and is shared by patients: a group with patients and no spending draws "
        "a part, brings nothing, and its own cap is nothing. The text says « en fonction de la taille de leur "
        "patientèle ».",
        [](Path& path) {
            const Group a{parameters, "A", Term(kPatients), {{2018, Term(1000)}, {2019, Term(1000)}}, {}};
            const Group c{
                parameters, "C", between(path, "patients", 1, 100'000), {{2018, Term(0)}, {2019, Term(0)}}, {}};
            const Term alone = settled({a}, 2019, {Term(0)}).front().due;
            const Term beside = settled({a, c}, 2019, {Term(0), Term(0)}).front().due;
            path.claim("due of the other", *alone == *beside);
        },
        [](const Inputs& inputs) {
            Lines lines(parameters);
            lines.targets(2019);
            const auto group = [&](const std::string& id, const char* actual, const std::string& patients) {
                lines.group(id);
                for (const ResultYear year : {2018, 2019}) lines.spending(id, year, actual);
                lines.results(id, 2019, "90", patients);
                return lines.take();
            };
            const std::string alone = group("A", "1000", std::to_string(kPatients));
            return Example{alone, group("C", "0", inputs.at("patients"))};
        },
        {2019},
        [](const Rows& before, const Rows& after) {
            return due(after, "A", 2019) != due(before, "A", 2019) && due(after, "C", 2019) >= Money();
        }};
}

}  // namespace

std::vector<Falsehood> all_falsehoods() {
    return {guarantee_under_full(), more_spending(), falling_knots(), better_now_worse_later(),
            a_group_without_spending()};
}

}  // namespace ipep::proofs
