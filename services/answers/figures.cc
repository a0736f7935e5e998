#include "services/answers/figures.h"

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
    json::object figures{{"year", head.year.number},
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

json::object settle_answer(const SettleResult& result) {
    json::object answer = settlement_answer(result.settlement);
    json::array also;
    for (const ResultYear year : result.alsoSettled) also.push_back(year.number);
    answer["alsoSettled"] = std::move(also);
    answer["changed"] = result.changed;
    return answer;
}

json::object settled_year_answer(ResultYear year, const SettledYear& settled) {
    json::object answer{{"year", year.number},
                        {"paymentYear", payment_year_of(year).number},
                        {"revision", settled.revision},
                        {"rules", settled.rules.text},
                        {"on", to_text(settled.on)},
                        {"position", settled.position},
                        {"validated", settled.validated == settled.revision}};
    if (settled.validated > 0) {
        answer["validatedRevision"] = settled.validated;
        if (!settled.validatedBy.text.empty()) answer["validatedBy"] = settled.validatedBy.text;
        answer["validatedOn"] = to_text(settled.validatedOn);
    }
    if (settled.is_refused()) {
        answer["refusedRevision"] = settled.refused;
        if (!settled.refusedBy.text.empty()) answer["refusedBy"] = settled.refusedBy.text;
        answer["refusedOn"] = to_text(settled.refusedOn);
        if (!settled.refusedFor.empty()) answer["refusedFor"] = settled.refusedFor;
    }
    for (auto& [name, figure] : members_to_json(settled.figures)) answer[name] = std::move(figure);
    return answer;
}

std::vector<BalanceRow> balance_rows(BalanceView& balances) {
    std::vector<BalanceRow> rows;
    balances.rows.all("", [&](const std::string& groupement, const Balance& balance) {
        rows.push_back({{groupement}, balance});
    });
    return rows;
}

BalanceRow balance_row(const GroupementId& groupement, BalanceView& balances) {
    const Balance* known = balances.rows.find(groupement.text);
    return {groupement, known ? *known : Balance{}};
}

json::object balance_answer(const BalanceRow& row) {
    json::object answer{{"groupement", row.groupement.text}};
    add_amounts(answer, {{"seedReleased", row.balance.seedReleased},
                         {"due", row.balance.due},
                         {"paid", row.balance.paid},
                         {"owed", row.balance.owed()},
                         {"overpaid", row.balance.overpaid()},
                         {"advanceOutstanding", row.balance.advanceOutstanding}});
    return answer;
}

json::object balances_answer(const std::vector<BalanceRow>& rows) {
    json::array list;
    for (const BalanceRow& row : rows) list.push_back(balance_answer(row));
    return {{"groupements", std::move(list)}};
}

EnvelopeRows envelope_rows(EnvelopeView& envelope) {
    EnvelopeRows found;
    envelope.rows.all("", [&](const std::string& payment_year, const EnvelopeYear& year) {
        found.years.push_back({std::stoi(payment_year), year});
        found.total.add(year);
    });
    return found;
}

json::object envelope_answer(const EnvelopeRows& envelope) {
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
    json::array years;
    for (const EnvelopeRow& row : envelope.years) {
        const auto of_year = [&](auto member) { return Total(row.year.*member); };
        years.push_back(amounts({{"paymentYear", row.paymentYear.number}}, of_year, row.year.left()));
    }
    const auto of_all = [&](auto member) { return envelope.total.of(member); };
    return {{"years", std::move(years)}, {"total", amounts({}, of_all, envelope.total.left())}};
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
    if (missing.year != 0) row["year"] = missing.year.number;
    if (!missing.indicator.empty()) row["indicator"] = missing.indicator;
    if (!missing.name.empty()) row["name"] = missing.name;
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
                                     static_cast<int>(number(row, "year")), text(row, "name")});
    }
    return rejection;
}

}  // namespace ipep
