// The list of questions against what the API has, and how a request is read into one.
#include "services/questions/all_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/code.h"
#include "services/words/language.h"
#include "tools/commands/service_commands.h"

namespace ipep::questions {
namespace {

// Commands that are no questions of the list yet. A name only ever leaves.
const std::set<std::string> kStillOld = {"append",        "settle",      "notice",         "rules",
                                         "verify",        "rebuild",     "checkpoint",     "prove inclusion",
                                         "prove amount",  "leaf",        "simulate",       "prove consistency",
                                         "export panel",  "validate",    "confirm",        "order",
                                         "orders",        "letter",      "approve",        "suspend",
                                         "requisition",   "cancel",      "resolve",        "issue",
                                         "file",          "bank",        "close-month",    "reconcile",
                                         "trial-balance", "journal",     "account-ledger", "variation-table",
                                         "backup",        "export audit"};

TEST(Questions, EachResourceIsOfAQuestionOrOfACommandKnownToBeOld) {
    const http::Configuration configuration;
    std::set<std::string> listed, old;
    for_each_question([&]<class Asked>() { EXPECT_TRUE(listed.insert(Asked::kNamed.command).second); });
    for (const http::Resource& one : ServiceCommands(configuration).resources())
        if (!listed.contains(one.command)) old.insert(one.command);
    EXPECT_THAT(old, testing::ContainerEq(kStillOld)) << "make it a question of services/questions/";
}

TEST(Questions, EachOptionOfAResourceIsAnArgumentOfItsQuestion) {
    for_each_question([&]<class Asked>() {
        std::set<std::string> names;
        for (const Argument& one : Asked::kArguments) names.insert(one.name);
        for (const http::Resource& resource : Asked::kResources) {
            std::istringstream options(resource.options);
            for (std::string option; options >> option;)
                EXPECT_TRUE(names.contains("--" + option)) << resource.path << ": no argument --" << option;
        }
    });
}

template <class Asked>
Verdict<Asked> read(http::Fields arguments, http::Fields query) {
    return read_question<Asked>({nullptr, std::move(arguments), std::move(query), {}, {}, "en", "json", {}});
}
template <class Asked>
std::string complaint(http::Fields arguments, http::Fields query) {
    const auto question = read<Asked>(std::move(arguments), std::move(query));
    if (question) return "none";
    EXPECT_EQ(question.error().code, Code::parameter_malformed);
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
    EXPECT_EQ(explained->depth, 4);
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
    EXPECT_EQ(complaint<Review>({{"LIST", "x"}}, {}), "LIST: x not in {assumed,unsourced,corrected,readings}");
    const Speaking french(Language::french);
    EXPECT_EQ(complaint<Settlement>({}, {}), fill(tr("{what} is required"), {{"what", "YEAR"}}));
}

}  // namespace
}  // namespace ipep::questions
