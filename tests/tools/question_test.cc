// The list of questions against what the parser and the API have, how a request is read into one, and what answers look
// like.
#include "services/questions/all_questions.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

#include "services/questions/outline.h"
#include "services/questions/shape_schema.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "tests/scratch.h"
#include "tools/commands/program.h"
#include "tools/commands/remote.h"

namespace ipep::questions {
namespace {

TEST(Questions, EachHasANameOfItsOwnAndIsACommandOfTheParser) {
    Program program;
    std::set<std::string> names;
    for_each_question([&]<class Asked>() {
        const std::string name = Asked::kNamed.command;
        EXPECT_TRUE(names.insert(name).second) << name;
        CLI::App* at = &program.parser();
        std::istringstream words(name);
        for (std::string word; words >> word;) at = at->get_subcommand(word);  // throws where it is none
        for (const Argument& one : Asked::kArguments)
            EXPECT_TRUE(at->get_option_no_throw(one.name)) << name << " has no " << one.name;
    });
    EXPECT_GT(names.size(), 45u);
}

// A type that stands in no chapter would be a command that nobody has.
TEST(Questions, EachTypeThatIsNamedStandsInAChapter) {
    std::set<std::string> listed;
    for_each_question([&]<class Asked>() { listed.insert(Asked::kNamed.command); });
    std::size_t found = 0;
    const std::regex named(R"re(\bNamed kNamed\{\s*"([^"]+)")re");
    for (const auto& file : std::filesystem::directory_iterator(project_path("services/questions"))) {
        std::ifstream in(file.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        for (std::sregex_iterator one(text.begin(), text.end(), named), end; one != end; ++one, ++found)
            EXPECT_TRUE(listed.contains((*one)[1])) << (*one)[1] << " stands in no chapter of all_questions.h";
    }
    EXPECT_EQ(found, listed.size());
}

TEST(Questions, EachResourceIsListedOnceWithWhatItsAnswersShow) {
    std::set<std::string> paths;
    for (const Resource& one : all_resources())
        EXPECT_TRUE(paths.insert(std::string(one.method) + one.path).second) << one.path;
    const auto shows = [](std::string_view command) {
        return std::ranges::find(all_resources(), command, &Resource::command)->shows;
    };
    EXPECT_EQ(shows("orders"), Shows::payees);
    EXPECT_EQ(shows("export audit"), Shows::log_and_names);
    EXPECT_EQ(shows("verify"), Shows::whole_log);
    EXPECT_EQ(shows("file"), Shows::its_own);
    EXPECT_EQ(shows("rules"), Shows::law);
}

TEST(Questions, AnOutlineHasTheTypesOfTheMembers) {
    const auto& export_audit = *std::ranges::find_if(
        outlines(), [](const Outline& one) { return std::string_view(one.named.command) == "export audit"; });
    EXPECT_EQ(export_audit.values, (std::vector{Value::text, Value::number, Value::text, Value::text, Value::text,
                                                Value::text, Value::text, Value::number, Value::text, Value::flag}));
    const auto& approve = *std::ranges::find_if(
        outlines(), [](const Outline& one) { return std::string_view(one.named.command) == "approve"; });
    EXPECT_EQ(approve.values.front(), Value::list);
    EXPECT_STREQ(approve.resources.back().answer, "Approved");
}

template <class Asked>
Verdict<Asked> read(http::Fields arguments, http::Fields query) {
    return read_question<Asked>({nullptr, std::move(arguments), std::move(query), {}, {}, "en", "json", {}});
}
template <class Asked>
std::string complaint(http::Fields arguments, http::Fields query) {
    const auto question = read<Asked>(std::move(arguments), std::move(query));
    if (question) return "none";
    EXPECT_EQ(question.error().code, code::parameter_malformed);
    return question.error().arguments.at(0).second;
}

TEST(Questions, ARequestIsReadByTheTypesOfItsMembers) {
    const auto events = read<Events>({}, {{"year", "2021"}, {"kind", "x"}, {"from", "7"}});
    ASSERT_TRUE(events);
    EXPECT_EQ(events->year, 2021);
    EXPECT_EQ(events->kind, "x");
    EXPECT_EQ(events->from, 7u);
    EXPECT_EQ(events->until, UINT64_MAX);
    const auto explained = read<Explain>({{"REF", "a/b"}}, {{"full", "true"}});
    ASSERT_TRUE(explained);
    EXPECT_TRUE(explained->full);
    EXPECT_FALSE(explained->depth);
    EXPECT_FALSE(read<History>({{"REF", "a"}}, {{"full", "false"}})->full);
}

TEST(Questions, WhatDoesNotFitItsTypeIsRefusedByName) {
    EXPECT_EQ(complaint<Settlement>({{"YEAR", "next"}}, {}), "YEAR: next is no whole number");
    EXPECT_EQ(complaint<Settlement>({{"YEAR", "-1"}}, {}), "YEAR: -1 is below 0");
    EXPECT_EQ(complaint<Settlement>({{"YEAR", "99999999999"}}, {}), "YEAR: 99999999999 is too large");
    EXPECT_EQ(complaint<Settlement>({}, {}), "YEAR is required");
    EXPECT_EQ(complaint<Settlement>({{"YEAR", "2019"}}, {{"revision", ""}}), "--revision:  is no whole number");
    EXPECT_EQ(complaint<Events>({}, {{"limit", "0"}}), "--limit: 0 is below 1");
    EXPECT_EQ(complaint<Events>({}, {{"kind", ""}}), "--kind: TEXT is required");
    EXPECT_EQ(complaint<Review>({{"LIST", "x"}}, {}),
              "LIST: x not in {assumed,unsourced,corrected,stale,late,readings}");
    const Speaking french(Language::french);
    EXPECT_EQ(complaint<Settlement>({}, {}), fill(tr("{what} is required"), {{"what", "YEAR"}}));
}

TEST(Questions, AListIsCutAtItsCommas) {
    const auto approve = read<Approve>({{"ORDER", "a,b"}}, {{"checks", "true"}});
    ASSERT_TRUE(approve);
    EXPECT_EQ(approve->orders, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(approve->checks);
    EXPECT_EQ(complaint<Approve>({{"ORDER", ""}}, {}), "ORDER: TEXT is required");
}

TEST(Questions, ANumberThatHasNamesIsOneOfThem) {
    const http::Fields cpam = {{"CPAM", "351"}};
    const auto issue = [&](const char* version) {
        return http::Fields{{"execute", "2030-01-08"}, {"out", "x"}, {"format-version", version}};
    };
    EXPECT_EQ(read<Issue>(cpam, issue("03"))->format_version, 3);
    EXPECT_EQ(read<Issue>(cpam, issue("9"))->format_version, 9);
    EXPECT_EQ(complaint<Issue>(cpam, issue("07")), "--format-version: Check 7 value in {03->3,09->9} OR {3,9} FAILED");
    EXPECT_EQ(complaint<Issue>(cpam, issue("x")), "--format-version: x is no whole number");
    EXPECT_EQ(complaint<Issue>(cpam, {{"out", "x"}}), "--execute is required");
}

TEST(Questions, WhatIsMalformedIsSaidBeforeWhatIsMissing) {
    EXPECT_EQ(complaint<Resolve>({{"ORDER", "x"}}, {{"as", "foo"}}), "--as: foo not in {paid,rejected,returned}");
    EXPECT_EQ(complaint<Resolve>({{"ORDER", "x"}}, {{"as", "paid"}}), "--document is required");
}

TEST(Questions, WhatNeedsAnotherIsRefusedAlone) {
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, {{"sample", "3"}}), "--sample requires --seed");
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, {{"seed", "a"}, {"sample", "3"}, {"at", "9"}}), "none");
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, {{"seed", "a"}}), "--seed requires --sample or --monetary-unit");
    http::Fields by_unit{{"monetary-unit", "paid"}, {"materiality", "5.00"}};
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, by_unit), "--monetary-unit requires --seed");
    by_unit["seed"] = "a";
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, by_unit), "none");
    by_unit["sample"] = "3";
    EXPECT_EQ(complaint<ExportAudit>({{"DIR2", "x"}}, by_unit), "--sample excludes --monetary-unit");
    EXPECT_EQ(complaint<Verify>({}, {{"verifier", "k"}}), "--verifier requires --checkpoint");
}

TEST(Questions, ANoticeIsAskedForInEitherOrder) {
    const auto swapped = read<Notice>({{"YEAR", "G02"}, {"GROUPEMENT", "2021"}}, {});
    ASSERT_TRUE(swapped);
    EXPECT_EQ(swapped->year, "2021");
    EXPECT_EQ(swapped->groupement, "G02");
    EXPECT_EQ(complaint<Notice>({{"YEAR", "next"}}, {}), "The value next is not an allowed value for YEAR");
}

TEST(Questions, AServerIsToldWhatWasSaidAndNothingElse) {
    Issue issue{.cpam = "351", .debtor = "", .execute = "2030-01-08", .out = "v.xml"};
    EXPECT_EQ(sought(issue).given, (http::Fields{{"CPAM", "351"}, {"--execute", "2030-01-08"}, {"--out", "v.xml"}}));
    issue.format_version = 3;
    EXPECT_EQ(sought(issue).given.at("--format-version"), "3");
    const Sought approve = sought(Approve{.orders = {"a", "b"}, .checks = true, .cpam = {}});
    EXPECT_EQ(approve.command, "approve");
    EXPECT_EQ(approve.given, (http::Fields{{"ORDER", "a,b"}, {"--checks", "true"}}));
    EXPECT_EQ(sought(Settlement{2021, 2}).given, (http::Fields{{"YEAR", "2021"}, {"--revision", "2"}}));
    EXPECT_EQ(sought(Settlement{2021, {}}).given, (http::Fields{{"YEAR", "2021"}}));
}

TEST(Shapes, EachIsReadAsASchema) {
    for (const NamedShape& one : kShapes)
        if (!one.shape.empty()) {
            EXPECT_NO_THROW(schema_of_shape(one.shape)) << one.name;
        }
    for (const Outline& question : outlines())
        for (const Resource& one : question.resources) {
            if (*one.answer != 0) {
                EXPECT_NO_THROW(schema_of_shape(one.answer)) << question.named.command;
            }
        }
    EXPECT_EQ(boost::json::serialize(schema_of_shape("{a:int, b?:[Order|null], c:{*:amount}}")),
              R"({"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer"},)"
              R"("b":{"type":"array","items":{"anyOf":[{"$ref":"#/components/schemas/Order"},{"type":"null"}]}},)"
              R"("c":{"type":"object","additionalProperties":{"type":"string","pattern":"^-?[0-9]+\\.[0-9]{2}$"}}},)"
              R"("required":["a","c"]})");
    EXPECT_EQ(boost::json::serialize(schema_of_shape("[+int]")),
              R"({"type":"array","items":{"type":"integer"},"x-paged":true})");
}

TEST(Shapes, WhatIsNoShapeIsRefused) {
    for (const char* wrong : {"", "{a}", "{a:int", "[int", "euros", "int int", "{a:int,}"})
        EXPECT_THROW(schema_of_shape(wrong), std::invalid_argument) << wrong;
}

}  // namespace
}  // namespace ipep::questions
