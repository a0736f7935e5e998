// The services answer every question by themselves, as JSON: nothing of the command line is linked here.
#include <gtest/gtest.h>

#include "ledger/code.h"
#include "services/answers/served_questions.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

class ServedAlone : public testing::Test {
protected:
    ServedAlone() {
        ledger_.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020, 2021}) ledger_.settle(year);
    }

    http::Answered ask(const std::string& path, const std::string& format = "json") {
        for (const http::Resource& one : commands_.resources()) {
            auto arguments = http::matched(one.path, path);
            if (!arguments || std::string_view(one.method) != "GET") continue;
            http::Asked asked;
            asked.resource = &one;
            asked.arguments = std::move(*arguments);
            asked.language = "en";
            asked.format = format;
            asked.reader = Reader::through_service(ledger_.service().book(), {"ADA"});
            return commands_.run(asked, &ledger_.service());
        }
        return {.exit_code = -1, .body = "no resource has this path"};
    }

    TrialLedger ledger_;
    http::Configuration configuration_;
    ServedWith<NoPages> commands_{configuration_};
};

TEST_F(ServedAlone, ReadingsAreDocuments) {
    for (const char* path : {"/settlements/2021", "/balances", "/balances/G01", "/envelope", "/statements/G01",
                             "/rules", "/explanations/settlement/2021/G02/due", "/histories/settlement/2021/G02/due"}) {
        const auto answered = ask(path);
        ASSERT_EQ(answered.exit_code, 0) << path << ": " << answered.body;
        EXPECT_TRUE(answered.body.starts_with("{") && answered.body.ends_with("}\n")) << path;
        EXPECT_EQ(answered.content_type, "application/json") << path;
    }
}

TEST_F(ServedAlone, EventsAreALineEach) {
    const auto answered = ask("/events");
    ASSERT_EQ(answered.exit_code, 0);
    EXPECT_EQ(std::ranges::count(answered.body, '\n'), static_cast<std::int64_t>(ledger_.service().store().head()));
}

TEST_F(ServedAlone, ARefusalHasItsCodeAndNoBody) {
    const auto answered = ask("/statements/G77");
    EXPECT_EQ(answered.exit_code, 1);
    ASSERT_TRUE(answered.rejection);
    EXPECT_EQ(answered.rejection->code, code::unknown_groupement);
    EXPECT_TRUE(answered.body.empty());
}

// What is asked for as text is not refused where nobody made pages.
TEST_F(ServedAlone, TextIsTheDocumentWhereThereAreNoPages) {
    const std::string text = ask("/envelope", "text").body;
    EXPECT_TRUE(boost::json::parse(text.substr(0, text.find('\n'))).is_object()) << text;
}

}  // namespace
}  // namespace ipep
