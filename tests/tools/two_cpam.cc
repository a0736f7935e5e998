#include "tests/tools/two_cpam.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/answers/figures.h"
#include "services/payments/payment_commands.h"
#include "tests/services/payments/bank_documents.h"

namespace ipep {
namespace {

namespace json = boost::json;

const std::map<std::string, std::string> kAccounts = {{"351", "FR7630006000011234567890189"},
                                                      {"352", "FR7630006000021234567890271"}};

std::string cpam_of(const std::string& group) { return group == "G02" ? "352" : "351"; }

// Each text of the document that is an amount, however deep it stands; a round one may stand anywhere.
void add_figures(const json::value& value, std::set<std::string>& figures) {
    if (const auto* list = value.if_array())
        for (const json::value& one : *list) add_figures(one, figures);
    if (const auto* object = value.if_object())
        for (const auto& member : *object) add_figures(member.value(), figures);
    if (!value.is_string()) return;
    const std::string text(value.as_string());
    const bool is_figure = text.size() > 6 && text.find_first_not_of("-0123456789.") == std::string::npos;
    if (is_figure && text.find('.') == text.size() - 3 && !text.ends_with("000.00")) figures.insert(text);
}

std::set<std::string> figures_of(const json::value& value) {
    std::set<std::string> figures;
    add_figures(value, figures);
    return figures;
}

}  // namespace

TwoCpam::TwoCpam() {
    record_facts();
    for (const ResultYear year : {2019, 2020, 2021}) ledger_.settle(year);
    for (const std::string& cpam : cpams_) pay(cpam);
    read_marks();
    grant_roles();
    ledger_.close();
}

void TwoCpam::record_facts() {
    std::istringstream lines(read_data("worked.jsonl"));
    std::string facts;
    for (std::string line; std::getline(lines, line);) {
        const bool is_other = line.find("\"G02\"") != std::string::npos;
        for (auto at = line.find("\"351\""); is_other && at != std::string::npos; at = line.find("\"351\""))
            line.replace(at, 5, "\"352\"");
        facts += line + '\n';
    }
    ledger_.append(facts);
}

std::string TwoCpam::debtor(const std::string& cpam) const { return path("debtors/" + cpam + ".toml"); }

// Its orders are issued, and its bank tells of a line that belongs to nothing.
void TwoCpam::pay(const std::string& cpam) {
    std::filesystem::create_directories(path("debtors"));
    std::ofstream(debtor(cpam)) << "name = \"DEBTOR " << cpam << "\"\niban = \"" << kAccounts.at(cpam)
                                << "\"\nbic = \"AGRIFRPP\"\n";
    PaymentCommands director(ledger_.service(), {"director" + cpam}, std::nullopt);
    PaymentCommands dcf(ledger_.service(), {"dcf" + cpam}, std::nullopt);
    const auto ids = director.order({{cpam}, {}, {}});
    ASSERT_TRUE(ids) << ids.error().sentence();
    const auto approved = dcf.approve(*ids);
    ASSERT_TRUE(approved) << approved.error().sentence();
    const auto issued = dcf.issue({{cpam}, debtor(cpam), path(cpam + ".xml"), *parse_day("2024-06-03"), 9});
    ASSERT_TRUE(issued) << issued.error().sentence();
    files_.push_back(issued->file.message);
    orders_.push_back(ids->front().text);
    const Money stranger = cpam == "351" ? Money(1'717'171) : Money(2'727'272);
    std::ofstream(path("statement")) << statement_document(
        "camt.053", "S" + cpam, kAccounts.at(cpam),
        {entry_of({.end_to_end = "STRANGER" + cpam, .amount = stranger, .day = "2024-05-31"})});
    const auto read = dcf.read_bank_file(path("statement"));
    ASSERT_TRUE(read) << read.error().sentence();
    ASSERT_FALSE(read->unmatched.empty());
    marks_[cpam].debtor = {kAccounts.at(cpam), "DEBTOR " + cpam};
    marks_[cpam].amounts.insert({"STRANGER" + cpam, to_text(stranger)});
}

void TwoCpam::read_marks() {
    LedgerService& ledger = ledger_.service();
    std::map<std::string, std::set<std::string>> figures, of_group;
    std::set<std::string> common = figures_of(envelope_answer(envelope_rows(ledger.views().envelope())));
    for (const std::string& group : groups_) {
        const auto lines = statement_answer({group}, "", ledger.views().statements().lines({group}));
        of_group[group] = figures_of(lines);
        of_group[group].merge(figures_of(balance_answer(balance_row({group}, ledger.views().balances()))));
    }
    for (Position at = 1; at <= ledger.store().head(); ++at) {
        const Event event = ledger.event(at);
        const auto* signed_one = std::get_if<ConventionSigned>(&event.body);
        if (!signed_one) continue;
        const Payee& payee = signed_one->payee;
        marks_[cpam_of(signed_one->groupement.text)].payees.insert({*payee.name.value, *payee.iban.value});
    }
    for (const auto& [year, settled] : ledger.views().book().common().settled) {
        const auto answer = settlement_answer(*ledger.settlement(year, {}));
        common.merge(figures_of(answer.at("national")));
        for (const json::value& row : answer.at("groupements").as_array())
            of_group[std::string(row.at("groupement").as_string())].merge(figures_of(row));
    }
    for (const auto& [group, all] : of_group) {
        figures[cpam_of(group)].insert(all.begin(), all.end());
        for (const std::string& figure : all) {
            const auto has_it = [&](const auto& other) {
                return other.first != group && other.second.contains(figure);
            };
            if (!common.contains(figure) && std::ranges::none_of(of_group, has_it)) amounts_of_[group].insert(figure);
        }
    }
    for (const std::string& cpam : cpams_)
        for (const std::string& figure : figures.at(cpam)) {
            if (common.contains(figure) || figures.at(cpam == "351" ? "352" : "351").contains(figure)) continue;
            marks_[cpam].amounts.insert(figure);
        }
}

void TwoCpam::grant_roles() {
    persons_ = {
        {"root", "admin", ""}, {"cnam", "cnam", ""}, {"auditor", "auditor", ""}, {"evaluator", "evaluator", ""}};
    for (const std::string& cpam : cpams_) {
        persons_.push_back({"director" + cpam, "director", cpam});
        persons_.push_back({"dcf" + cpam, "dcf", cpam});
    }
    for (const std::string& group : groups_) persons_.push_back({"of" + group, "groupement", "", group});
    for (const Person& person : persons_) {
        json::object body{{"person", person.name}, {"role", person.role}};
        if (!person.cpam.empty()) body["cpam"] = person.cpam;
        if (!person.groupement.empty()) body["groupement"] = person.groupement;
        const json::object fact{
            {"key", "role-" + person.name}, {"on", "2024-05-31"}, {"fact", {{"roleGranted", body}}}};
        const auto done = ledger_.service().append(std::string_view(json::serialize(fact)), PersonId{"root"});
        ASSERT_TRUE(done) << done.error().sentence();
    }
    persons_.push_back({"nobody", "", ""});
}

}  // namespace ipep
