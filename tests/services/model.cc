#include "tests/services/model.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

namespace ipep::model {
namespace {

namespace json = boost::json;

std::string text(const json::object& body, const char* member) {
    const auto* found = body.if_contains(member);
    if (!found) return {};
    return found->is_string() ? std::string(found->as_string()) : json::serialize(*found);
}
int number(const json::object& body, const char* member) { return std::atoi(text(body, member).c_str()); }

// "-1234.56" as -123456.
std::int64_t cents(const json::object& body, const char* member) {
    std::string digits = text(body, member);
    std::erase(digits, '.');
    return std::strtoll(digits.c_str(), nullptr, 10);
}
std::string amount(std::int64_t cents) {
    std::string digits = std::to_string(std::abs(cents));
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    return (cents < 0 ? "-" : "") + digits.insert(digits.size() - 2, ".");
}

bool in(const char* kinds, const std::string& kind) {
    return (' ' + std::string(kinds) + ' ').find(' ' + kind + ' ') != std::string::npos;
}

}  // namespace

Line line(const std::string& key, const std::string& kind, json::object body) {
    const json::object whole{{"key", key}, {"on", "2019-09-01"}, {"fact", {{kind, body}}}};
    return {key, kind, json::serialize(whole), {}, std::move(body)};
}

std::string subject_of(const std::string& kind, const json::object& body) {
    std::string subject = kind;
    for (const char* member : {"rules", "groupement", "year", "paymentYear", "indicator"})
        if (body.contains(member)) subject += ' ' + text(body, member);
    return subject;
}

// ---- what must come of a command

Prediction Model::append(const std::vector<Line>& lines) const {
    Model then = *this;
    Prediction prediction;
    for (const Line& one : lines) {
        ++prediction.line;
        if (const auto known = then.keys_.find(one.key); one.malformed.empty() && known != then.keys_.end()) {
            if (known->second.text != one.text) return {{"key_reused"}, prediction.line, 0, 0, {}};
            ++prediction.repeated;
            continue;
        }
        if (auto found = then.faults(one); !found.empty()) return {std::move(found), prediction.line, 0, 0, {}};
        then.take_fact(one.kind, one.body, one.key, one.text);
        if (one.kind == "advanceWriteOffDecided") {  // takes the whole at once
            Group& group = then.groups_[text(one.body, "groupement")];
            group.written_off += then.outstanding(text(one.body, "groupement"));
        }
        ++prediction.appended;
    }
    return prediction;
}

std::set<std::string> Model::faults(const Line& line) const {
    if (!line.malformed.empty()) return {line.malformed};
    if (line.kind != "factCorrected") return faults_of(line.kind, line.body, false);
    const auto known = keys_.find(text(line.body, "corrects"));
    if (known == keys_.end()) return {"unknown_key"};
    if (known->second.kind == "factCorrected") return {"correction_of_correction"};
    if (known->second.kind == "conventionSigned") return {"not_correctable"};  // its payee takes two persons
    const auto& right = *line.body.at("fact").as_object().begin();
    const std::string kind(right.key());
    if (kind != known->second.kind) return {"correction_kind"};
    if (subject_of(kind, right.value().as_object()) != known->second.subject) return {"correction_subject"};
    return faults_of(kind, right.value().as_object(), true);
}

// Every refusal that applies; which one is told is the program's choice.
std::set<std::string> Model::faults_of(const std::string& kind, const json::object& body, bool correcting) const {
    const std::string group = text(body, "groupement");
    if (!group.empty() && kind != "groupementAdmitted" && !fact("groupementAdmitted " + group))
        return {"unknown_groupement"};
    std::set<std::string> found = faults_of_value(kind, body);
    found.merge(faults_of_end(kind, body, correcting));
    if (!correcting && kind != "rulesAdopted" && fact(subject_of(kind, body))) found.insert("duplicate_fact");
    if (in("indicatorMeasured patientsCounted expenditureMeasured", kind)) {
        const int year = number(body, "year"), first = first_year(group);
        if (year < first - 1 || year > first + 3) found.insert("unknown_year");
    }
    if (kind == "conventionSigned" && text(body, "cpam") != text(*fact("groupementAdmitted " + group), "cpam"))
        found.insert("cpam_mismatch");
    return found;
}

std::set<std::string> Model::faults_of_value(const std::string& kind, const json::object& body) const {
    std::set<std::string> found;
    const auto when = [&](bool wrong, const char* code) {
        if (wrong) found.insert(code);
    };
    if (kind == "groupementAdmitted") {
        when(number(body, "firstYear") < 2018, "year_without_rules");
        when(number(body, "patients") < 5000 && !body.contains("derogation"), "patients_below_minimum");
        when(number(body, "referringPhysicians") == 0, "no_referring_physician");
    }
    if (kind == "conventionSigned") when(text(body.at("payee").as_object(), "iban").ends_with("0"), "iban_invalid");
    if (kind == "seedCreditAssessed")
        when(text(body, "multiprofessionalModulation").ends_with("0.3"), "modulation_out_of_range");
    if (in("seedCreditAssessed patientsCounted", kind)) when(number(body, "patients") < 0, "count_out_of_range");
    if (kind == "indicatorTargetsSet") {
        when(number(body, "year") < 2018, "year_without_rules");
        when(number(body, "target") < number(body, "intermediate"), "target_below_intermediate");
    }
    if (in("indicatorTargetsSet indicatorMeasured", kind)) when(text(body, "indicator") != "S01", "unknown_indicator");
    if (kind == "expenditureMeasured") {
        when(number(body, "actualPerPatient") < 0, "spending_negative");
        when(number(body, "adjustedPerPatient") == 0, "adjusted_spending_zero");
    }
    if (kind == "envelopeBudgeted") when(cents(body, "amount") < 0, "amount_negative");
    return found;
}

// Leaving, and writing off what is then still outstanding.
std::set<std::string> Model::faults_of_end(const std::string& kind, const json::object& body, bool correcting) const {
    std::set<std::string> found;
    if (!in("groupementWithdrew advanceWriteOffDecided", kind)) return found;
    const std::string name = text(body, "groupement");
    const auto group = groups_.find(name);
    const auto settled = [&](int year) { return group != groups_.end() && group->second.rows.contains(year); };
    const int first = first_year(name), last = number(body, "lastYear");
    if (kind == "groupementWithdrew") {
        if (last < first - 1 || last > first + 3) found.insert("withdrawal_out_of_range");
        for (int year = last + 1; year <= 2999; ++year)
            if (settled(year)) return found.insert("withdrawal_after_settlement"), found;
        return found;
    }
    if (last_year(name) >= first && !settled(last_year(name))) found.insert("write_off_too_early");
    if (!correcting && outstanding(name) == 0) found.insert("write_off_of_nothing");
    return found;
}

Prediction Model::settle(int year) const {
    if (members(year).empty() && !settled(year)) return {{"no_groupement"}, 0, 0, 0, {}};
    for (int earlier = 2018; earlier < year; ++earlier)
        if (!settled(earlier) && !members(earlier).empty()) return {{"earlier_year_unsettled"}, 0, 0, 0, {}};
    Prediction prediction;
    prediction.missing = missing(year);
    for (const auto& [later, head] : years_)
        if (later > year) prediction.missing.merge(missing(later));
    if (!prediction.missing.empty()) prediction.refusals = {"facts_missing"};
    return prediction;
}

std::set<std::string> Model::missing(int year) const {
    std::set<std::string> wanted;
    const std::string now = ' ' + std::to_string(year), before = ' ' + std::to_string(year - 1);
    for (const std::string& group : members(year)) {
        for (const auto& [kind, when] :
             {std::pair("seedCreditAssessed ", std::string()), std::pair("patientsCounted ", now),
              std::pair("expenditureMeasured ", before), std::pair("expenditureMeasured ", now)})
            wanted.insert(kind + group + when);
        wanted.insert("indicatorTargetsSet" + now + " S01");
        wanted.insert("indicatorMeasured " + group + now + " S01");
        const auto *aim = fact("indicatorTargetsSet" + now + " S01"),
                   *measured = fact("indicatorMeasured " + group + now + " S01");
        if (aim && measured && number(*measured, "value") < number(*aim, "intermediate"))
            wanted.insert("indicatorMeasured " + group + before + " S01");
    }
    std::erase_if(wanted, [&](const std::string& subject) { return fact(subject) != nullptr; });
    return wanted;
}

// ---- what is known

const json::object* Model::fact(const std::string& subject) const {
    const auto found = facts_.find(subject);
    return found == facts_.end() ? nullptr : &found->second;
}
std::optional<std::string> Model::text_of(const std::string& key) const {
    const auto known = keys_.find(key);
    return known == keys_.end() ? std::nullopt : std::optional(known->second.text);
}
int Model::first_year(const std::string& group) const {
    return number(*fact("groupementAdmitted " + group), "firstYear");
}
int Model::last_year(const std::string& group) const {
    const auto* left = fact("groupementWithdrew " + group);
    const int last = first_year(group) + 3;
    return left ? std::min(last, number(*left, "lastYear")) : last;
}
std::set<std::string> Model::members(int year) const {
    std::set<std::string> found;
    for (const auto& [subject, body] : facts_)
        if (subject.starts_with("groupementAdmitted "))
            if (const std::string name = text(body, "groupement"); first_year(name) <= year && year <= last_year(name))
                found.insert(name);
    return found;
}
// By the latest figures; the differences must give the same (complaints).
std::int64_t Model::outstanding(const std::string& name) const {
    const auto group = groups_.find(name);
    if (group == groups_.end()) return 0;
    std::int64_t sum = group->second.reversed - group->second.written_off;
    for (const auto& [year, row] : group->second.rows) sum += row.granted - row.recovered;
    return sum;
}

// ---- events

void Model::take(const json::object& event, const std::string& line) {
    const std::string kind = text(event, "kind"), key = text(event, "key");
    if (number(event, "position") != static_cast<int>(++head_)) complaints_.push_back("a position is left out");
    if (key.empty()) return take_decision(kind, event.at("body").as_object());
    take_fact(kind, event.at("body").as_object(), key, line);
}

void Model::take_fact(const std::string& kind, const json::object& body, const std::string& key,
                      const std::string& line) {
    keys_[key] = {kind, subject_of(kind, body), line};
    if (kind != "factCorrected") {
        facts_[subject_of(kind, body)] = body;
        if (kind == "groupementAdmitted") groups_[text(body, "groupement")];
        return;
    }
    const auto& right = *body.at("fact").as_object().begin();
    facts_[keys_.at(text(body, "corrects")).subject] = right.value().as_object();
}

void Model::take_decision(const std::string& kind, const json::object& body) {
    const int year = number(body, "year");
    if (kind == "yearSettled") {
        YearHead& head = years_[year];
        if (number(body, "revision") != head.revision + 1) complaints_.push_back("a revision is left out");
        head = {head.revision + 1, cents(body, "due"), cents(body, "cap"), cents(body, "net")};
        return;
    }
    Group& group = groups_[text(body, "groupement")];
    if (kind == "seedTrancheReleased") {
        group.released += cents(body, "amount");
        seed_credits_[number(body, "paymentYear")] += cents(body, "amount");
    }
    if (kind == "incentiveSettled") {
        const Row row{cents(body, "net"), cents(body, "advanceGranted"), cents(body, "advanceRecovered"),
                      cents(body, "due")};
        if (row.due != row.net + row.granted - row.recovered) complaints_.push_back("due does not add up");
        if (row.net < 0 || row.net > cents(body, "groupCap")) complaints_.push_back("a cap does not hold");
        group.rows[year] = row;
    }
    if (kind == "incentiveAnnulled") group.rows.erase(year);
    if (kind == "advanceGranted") group.outstanding += cents(body, "difference");
    if (kind == "advanceRecovered") group.outstanding -= cents(body, "difference");
    if (kind == "advanceWrittenOff") {
        if (cents(body, "amount") != group.outstanding) complaints_.push_back("a write-off takes a part");
        group.written_off += cents(body, "amount");
        group.outstanding -= cents(body, "amount");
    }
    if (kind == "advanceWriteOffReversed") {
        group.reversed += cents(body, "amount");
        group.outstanding += cents(body, "amount");
    }
}

std::vector<std::string> Model::complaints() const {
    std::vector<std::string> found = complaints_;
    for (const auto& [name, group] : groups_) {
        if (group.outstanding != outstanding(name)) found.push_back("the advances of " + name + " in two ways");
        if (group.outstanding < 0) found.push_back("the advance of " + name + " is negative");
        if (group.reversed > group.written_off) found.push_back("more reversed than written off for " + name);
    }
    for (const auto& [year, head] : years_) {
        std::int64_t due = 0, net = 0;
        for (const auto& [name, group] : groups_)
            if (const auto row = group.rows.find(year); row != group.rows.end())
                due += row->second.due, net += row->second.net;
        if (due != head.due || net != head.net) found.push_back("the sums of " + std::to_string(year));
        if (net > head.cap) found.push_back("the national cap of " + std::to_string(year));
    }
    return found;
}

// ---- what must be answered

std::map<std::string, std::pair<std::int64_t, std::int64_t>> Model::accounts() const {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> accounts;
    for (const auto& [name, group] : groups_) {
        std::int64_t owed = group.released;
        for (const auto& [year, row] : group.rows) owed += row.due;
        accounts[name] = {owed, outstanding(name)};
    }
    return accounts;
}

json::object Model::balances() const {
    json::array rows;
    for (const auto& [name, account] : accounts()) {
        const auto [owed, advance] = account;
        const std::int64_t released = groups_.at(name).released;
        rows.push_back({{"groupement", name},
                        {"seedReleased", amount(released)},
                        {"due", amount(owed - released)},
                        {"paid", "0.00"},
                        {"owed", amount(std::max<std::int64_t>(owed, 0))},
                        {"overpaid", amount(std::max<std::int64_t>(-owed, 0))},
                        {"advanceOutstanding", amount(advance)}});
    }
    return {{"groupements", std::move(rows)}};
}

json::object Model::envelope() const {
    struct Use {
        std::int64_t budgeted = 0, seed = 0, settled = 0, ceiling = 0;
    };
    std::map<int, Use> uses;
    for (const auto& [subject, body] : facts_)
        if (subject.starts_with("envelopeBudgeted "))
            uses[number(body, "paymentYear")].budgeted = cents(body, "amount");
    for (const auto& [year, seed] : seed_credits_) uses[year].seed = seed;
    for (const auto& [year, head] : years_) {
        uses[year + 1].settled = head.due;
        uses[year + 1].ceiling = head.cap;
    }
    json::array rows;
    Use total;
    const auto shown = [](json::object row, const Use& use) {
        for (const auto& [name, cents] :
             {std::pair("budgeted", use.budgeted), std::pair("seedCredits", use.seed),
              std::pair("settled", use.settled), std::pair("ordered", std::int64_t{0}),
              std::pair("paid", std::int64_t{0}), std::pair("left", use.budgeted - use.seed - use.settled),
              std::pair("ceiling", use.ceiling)})
            row[name] = amount(cents);
        return row;
    };
    for (const auto& [year, use] : uses) {
        rows.push_back(shown({{"paymentYear", year}}, use));
        total.budgeted += use.budgeted, total.seed += use.seed;
        total.settled += use.settled, total.ceiling += use.ceiling;
    }
    return {{"years", std::move(rows)}, {"total", shown({}, total)}};
}

}  // namespace ipep::model
