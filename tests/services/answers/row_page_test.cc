// The rows of an answer that a request asks for: pages that make the whole again, and tables.
#include "services/answers/row_page.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "services/answers/row_table.h"
#include "services/questions/outline.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

const http::Resource& resource(const char* path) {
    return *std::ranges::find_if(questions::all_resources(), [&](const http::Resource& one) {
        return std::string_view(one.method) == "GET" && std::string_view(one.path) == path;
    });
}

Verdict<RowPage> page_of(const char* path, http::Fields query, const char* format = "json") {
    http::Asked asked;
    asked.resource = &resource(path);
    asked.query = std::move(query);
    asked.format = format;
    return RowPage::of(asked);
}

json::object difference(int changes, int balances, int corrections) {
    json::object answer{{"changes", json::array()}, {"balances", json::array()}, {"corrections", json::array()}};
    for (const auto& [name, count] :
         std::map<std::string, int>{{"changes", changes}, {"balances", balances}, {"corrections", corrections}})
        for (int i = 0; i < count; ++i) answer[name].as_array().push_back(json::object{{"n", i}});
    return answer;
}

std::optional<Code> refusal(const Verdict<std::string>& bytes) {
    return bytes ? std::nullopt : std::optional(bytes.error().code);
}

TEST(RowPages, OfSeveralListsAreTheWholeAgain) {
    for (const auto& [changes, balances, corrections] :
         std::vector<std::tuple<int, int, int>>{{3, 2, 4}, {0, 5, 0}, {4, 0, 1}, {0, 0, 0}, {2, 2, 2}})
        for (std::uint64_t limit = 1; limit < 12; ++limit) {
            const json::object whole = difference(changes, balances, corrections);
            http::Fields query{{"limit", std::to_string(limit)}};
            json::object joined = difference(0, 0, 0);
            for (int turn = 0; turn < 20; ++turn) {
                auto page = page_of("/differences/{P1}/{P2}", query);
                ASSERT_TRUE(page);
                const auto bytes = page->bytes(json::object(whole));
                ASSERT_TRUE(bytes);
                join_page(joined, std::move(json::parse(*bytes).as_object()), resource("/differences/{P1}/{P2}"));
                if (page->next().empty()) break;
                query["after"] = page->next().at("after");
            }
            EXPECT_EQ(json::serialize(joined), json::serialize(whole)) << limit;
        }
}

TEST(RowPages, ACursorIsGoodForTheRowsThatWereGivenAlone) {
    auto first = page_of("/differences/{P1}/{P2}", {{"limit", "2"}});
    ASSERT_TRUE(first->bytes(difference(3, 2, 0)));
    const std::string cursor = first->next().at("after");
    EXPECT_TRUE(page_of("/differences/{P1}/{P2}", {{"after", cursor}})->bytes(difference(4, 0, 0)));
    json::object other = difference(3, 2, 0);
    other["changes"].as_array()[1] = json::object{{"n", "other"}};
    EXPECT_EQ(refusal(page_of("/differences/{P1}/{P2}", {{"after", cursor}})->bytes(std::move(other))),
              code::cursor_unknown);
    EXPECT_EQ(refusal(page_of("/differences/{P1}/{P2}", {{"after", cursor}})->bytes(difference(1, 0, 0))),
              code::cursor_unknown);
    for (const char* wrong : {"", "x", "0.1234", "-1.1234", "99999999999999999999.1"})
        EXPECT_EQ(page_of("/differences/{P1}/{P2}", {{"after", wrong}}).error().code, code::cursor_unknown) << wrong;
}

TEST(RowPages, NeverHoldMoreThanSoManyRows) {
    for (const auto& [limit, rows] :
         std::map<std::string, std::size_t>{{"", 1000}, {"5000", 1000}, {"1000", 1000}, {"7", 7}}) {
        auto page = page_of("/differences/{P1}/{P2}", limit.empty() ? http::Fields() : http::Fields{{"limit", limit}});
        const auto bytes = page->bytes(difference(1500, 0, 0));
        EXPECT_EQ(json::parse(*bytes).at("changes").as_array().size(), rows) << limit;
        EXPECT_FALSE(page->next().empty());
    }
    for (const char* wrong : {"0", "x", "-1", ""})
        EXPECT_EQ(page_of("/balances", {{"limit", wrong}}).error().code, code::parameter_malformed) << wrong;
    EXPECT_EQ(page_of("/balances", {{"limit", "1"}}, "text").error().code, code::parameter_malformed);
    EXPECT_TRUE(page_of("/balances", {}, "text"));
}

TEST(RowTables, ARowThatHoldsRowsIsARecordForEach) {
    const auto lists =
        questions::row_lists("{accounts:[+{account:text, lines:[+{on:day, amount:amount}], closing:amount}]}");
    ASSERT_TRUE(questions::is_table(lists.at(0)));
    const json::value answer =
        json::parse(R"({"accounts":[{"account":"512","lines":[{"on":"2024-05-31","amount":"-1.00"},
        {"on":"2024-06-01","amount":"2.00"}],"closing":"1.00"},{"account":"=7","lines":[],"closing":"0.00"}]})");
    EXPECT_EQ(csv_of(answer.as_object(), lists.at(0).at(0)),
              "account,on,amount,closing\r\n"
              "512,2024-05-31,-1.00,1.00\r\n"
              "512,2024-06-01,2.00,1.00\r\n"
              "'=7,,,0.00\r\n");
}

TEST(RowTables, WhatIsMissingIsAnEmptyCellAndWhatIsAListStandsAsJson) {
    const auto lists = questions::row_lists("{orders:[+{order:text, parts:[{of:text}], told?:text, of:null|text}]}");
    ASSERT_TRUE(questions::is_table(lists.at(0)));
    const json::value answer = json::parse(R"({"orders":[{"order":"a,\"b","parts":[{"of":"x"}],"of":null}]})");
    EXPECT_EQ(csv_of(answer.as_object(), lists.at(0).at(0)),
              "order,parts,told,of\r\n\"a,\"\"b\",\"[{\"\"of\"\":\"\"x\"\"}]\",,\r\n");
}

TEST(RowTables, AreThoseOfOneListWhoseCellsAreFlat) {
    for (const char* path : {"/settlements", "/settlements/{YEAR}", "/balances", "/envelope", "/orders",
                             "/reviews/{LIST}", "/statements/{GROUPEMENT}", "/cpams/{CPAM}/accounts/{ACCOUNT}",
                             "/cpams/{CPAM}/general-ledger", "/cpams/{CPAM}/variation-table"})
        EXPECT_TRUE(resource(path).has_table) << path;
    for (const char* path : {"/balances/{GROUPEMENT}", "/differences/{P1}/{P2}", "/explanations/{REF*}", "/rules",
                             "/events", "/histories/{REF*}", "/settlements/{YEAR}/notices", "/simulations"})
        EXPECT_FALSE(resource(path).has_table) << path;
    auto page = page_of("/reviews/{LIST}", {}, "csv");
    EXPECT_EQ(refusal(page->bytes({{"list", "readings"}, {"readings", json::array()}})), code::not_acceptable);
    EXPECT_TRUE(page->bytes({{"list", "late"}, {"indicators", json::array()}}));
}

}  // namespace
}  // namespace ipep
