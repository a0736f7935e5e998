#include "services/questions/answer.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/folder.h"
#include "events/json_walk.h"

namespace ipep {
namespace {

namespace json = boost::json;

void add_amounts(json::object& to, std::initializer_list<std::pair<const char*, Total>> amounts) {
    for (const auto& [name, amount] : amounts) to[name] = to_text(amount);
}

json::value format_answer(const std::optional<Format>& format) {
    if (!format) return nullptr;
    return {{"number", format->format},
            {"origin", format->origin},
            {"trial", format->trial},
            {"sealed", is_sealed(*format)}};
}

}  // namespace

json::object settlement_figures(const Settlement& settlement) {
    const YearSettled& head = settlement.head.settled;
    json::object figures{{"year", head.year},
                         {"revision", head.revision},
                         {"rules", head.rules.text},
                         {"national", members_to_json(static_cast<const NationalFigures&>(head))}};
    json::array groups;
    for (const SettlementLine& line : settlement.groups) groups.push_back(members_to_json(line.row));
    figures["groupements"] = std::move(groups);
    return figures;
}

json::object settlement_answer(const Settlement& settlement) {
    json::object answer = settlement_figures(settlement);
    answer["position"] = settlement.head.position;
    answer["recordedAt"] = recorded_text(settlement.head.recordedAt);
    return answer;
}

json::object settlement_answer(Settlement settlement, const Reader& reader) {
    std::erase_if(settlement.groups, [&](const SettlementLine& line) { return !reader.sees(line.row.groupement); });
    return settlement_answer(settlement);
}

json::object settle_answer(const SettleResult& result) {
    json::object answer = settlement_answer(result.settlement);
    answer["alsoSettled"] = json::value_from(result.alsoSettled);
    answer["changed"] = result.changed;
    return answer;
}

json::object balance_answer(const GroupementId& groupement, BalanceView& balances) {
    const Balance* known = balances.rows.find(groupement.text);
    const Balance balance = known ? *known : Balance{};
    json::object row{{"groupement", groupement.text}};
    add_amounts(row, {{"seedReleased", balance.seedReleased},
                      {"due", balance.due},
                      {"paid", balance.paid},
                      {"owed", balance.owed()},
                      {"overpaid", balance.overpaid()},
                      {"advanceOutstanding", balance.advanceOutstanding}});
    return row;
}

namespace {

json::object balances_of(BalanceView& balances, const std::function<bool(const GroupementId&)>& is_shown) {
    std::vector<GroupementId> known;
    balances.rows.all("", [&](const std::string& groupement, const Balance&) { known.push_back({groupement}); });
    json::array rows;
    for (const GroupementId& groupement : known)
        if (is_shown(groupement)) rows.push_back(balance_answer(groupement, balances));
    return {{"groupements", std::move(rows)}};
}

}  // namespace

json::object balances_answer(BalanceView& balances) {
    return balances_of(balances, [](const GroupementId&) { return true; });
}

json::object balances_answer(BalanceView& balances, const Reader& reader) {
    return balances_of(balances, [&](const GroupementId& groupement) { return reader.sees(groupement); });
}

json::object envelope_answer(EnvelopeView& envelope) {
    json::array years;
    EnvelopeTotal total;
    const auto amounts = [](json::object row, auto&& of, Total left) {
        add_amounts(row, {{"budgeted", of(&EnvelopeYear::budgeted)},
                          {"seedCredits", of(&EnvelopeYear::seedCredits)},
                          {"settled", of(&EnvelopeYear::settled)},
                          {"ordered", of(&EnvelopeYear::ordered)},
                          {"paid", of(&EnvelopeYear::paid)},
                          {"left", left},
                          {"ceiling", of(&EnvelopeYear::ceiling)}});
        return row;
    };
    envelope.rows.all("", [&](const std::string& payment_year, const EnvelopeYear& year) {
        const auto of_year = [&](auto member) { return Total(year.*member); };
        years.push_back(amounts({{"paymentYear", std::stoi(payment_year)}}, of_year, year.left()));
        total.add(year);
    });
    return {{"years", std::move(years)},
            {"total", amounts(
                          {}, [&](auto member) { return total.of(member); }, total.left())}};
}

json::object statement_answer(const GroupementId& groupement, const std::string& name,
                              const std::vector<StatementLine>& lines) {
    json::array rows;
    for (const StatementLine& line : lines) rows.push_back(members_to_json(line));
    return {{"groupement", groupement.text}, {"name", name}, {"lines", std::move(rows)}};
}

json::array digests_answer(const std::vector<ViewDigest>& digests) {
    json::array rows;
    for (const ViewDigest& one : digests)
        rows.push_back({{"view", one.view}, {"rows", one.rows}, {"digest", to_hex(bytes_of(one.digest))}});
    return rows;
}

json::object verification_answer(const Verification& verification) {
    json::array differences;
    for (const Difference& one : verification.differences) {
        json::object row{{"where", one.where}, {"expected", one.expected}, {"found", one.found}};
        if (!one.note.empty()) row["note"] = one.note;
        differences.push_back(std::move(row));
    }
    json::array unmade;
    for (const UnmadeFile& one : verification.unmade) unmade.push_back({{"file", one.message}, {"why", one.why}});
    return {{"events", verification.events},
            {"settlements", verification.settlements},
            {"erased", verification.erased},
            {"files", verification.files},
            {"unmade", std::move(unmade)},
            {"format", format_answer(verification.format)},
            {"log", to_hex(bytes_of(verification.log))},
            {"root", to_hex(bytes_of(verification.root))},
            {"views", digests_answer(verification.views)},
            {"differences", std::move(differences)}};
}

json::object missing_answer(const Missing& missing) {
    json::object row{{"fact", missing.fact}};
    if (!missing.groupement.empty()) row["groupement"] = missing.groupement;
    if (missing.year != 0) row["year"] = missing.year;
    if (!missing.indicator.empty()) row["indicator"] = missing.indicator;
    return row;
}

json::object rejection_answer(const Rejection& rejection, const std::string& detail) {
    const CodeText& text = text_of(rejection.code);
    json::object answer{{"code", text.code}, {"detail", detail}};
    if (rejection.line > 0) answer["line"] = rejection.line;
    if (!rejection.key.empty()) answer["key"] = rejection.key;
    if (!text.section.empty()) answer["cite"] = text.section;
    if (rejection.missing.empty()) return answer;
    json::array missing;
    for (const Missing& one : rejection.missing) missing.push_back(missing_answer(one));
    answer["missing"] = std::move(missing);
    return answer;
}

Rejection rejection_from(Code code, const json::object& answer) {
    Rejection rejection{code};
    const auto text = [](const json::object& from, const char* name) {
        const json::value* value = from.if_contains(name);
        return value && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    const auto number = [](const json::object& from, const char* name) {
        const json::value* value = from.if_contains(name);
        return value && value->is_int64() ? value->as_int64() : 0;
    };
    rejection.line = number(answer, "line");
    rejection.key = text(answer, "key");
    const json::value* missing = answer.if_contains("missing");
    if (!missing || !missing->is_array()) return rejection;
    for (const json::value& one : missing->as_array()) {
        if (!one.is_object()) continue;
        const json::object& row = one.as_object();
        rejection.missing.push_back({text(row, "groupement"), text(row, "fact"), text(row, "indicator"),
                                     static_cast<Year>(number(row, "year"))});
    }
    return rejection;
}

}  // namespace ipep
