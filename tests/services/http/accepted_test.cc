// In which form an answer is asked for, by the Accept of the request.
#include "services/http/accepted.h"

#include <gtest/gtest.h>

namespace ipep::http {
namespace {

std::string form(std::string_view accept, bool has_table = true) {
    Resource resource{"GET", "/balances", "balances", Effect::reads_quickly};
    resource.has_table = has_table;
    return accepted_form(resource, accept).value_or("none");
}

TEST(Accepted, WhoSaysNothingOrTakesAnythingGetsJson) {
    for (const char* accept : {"", "*/*", "application/*", "application/json", "a", ",", "*", "application/json;v=1"})
        EXPECT_EQ(form(accept), "json") << accept;
}

TEST(Accepted, EachFormHasItsName) {
    EXPECT_EQ(form("text/csv"), "csv");
    EXPECT_EQ(form("TEXT/CSV; charset=utf-8; header=present"), "csv");
    EXPECT_EQ(form("text/plain"), "text");
    EXPECT_EQ(form("text/*"), "text");
    EXPECT_EQ(form("text/html"), "html");
    EXPECT_EQ(form("text/vnd.graphviz"), "dot");
    EXPECT_EQ(form("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), "html") << "a browser";
}

TEST(Accepted, TheMostWelcomeIsChosenThenTheOneNamedFirst) {
    EXPECT_EQ(form("text/csv, application/json"), "csv");
    EXPECT_EQ(form("application/json, text/csv"), "json");
    EXPECT_EQ(form("application/json;q=0.3, text/csv;q=0.31"), "csv");
    EXPECT_EQ(form("text/csv;q=0.2, */*;q=0.1"), "csv");
    EXPECT_EQ(form("*/*, application/json;q=0"), "text") << "a range that says more decides over a form";
    EXPECT_EQ(form("text/plain;q=0, text/*"), "csv");
}

TEST(Accepted, WhatIsNotThereIsNotTaken) {
    for (const char* accept :
         {"image/png", "application/xml", "text/event-stream", "application/json;q=0", "text/csvs"})
        EXPECT_EQ(form(accept), "none") << accept;
    EXPECT_EQ(form("text/csv", false), "none");
    EXPECT_EQ(form("text/csv, application/json;q=0.1", false), "json");
    EXPECT_EQ(form("image/png, application/json;q=2"), "none") << "a weight beyond 1 is none";
}

TEST(Accepted, AFileIsItselfWhateverIsAskedForOfWhatIsKnown) {
    Resource file{"GET", "/files/{MESSAGE}", "file", Effect::reads_quickly};
    file.type = "application/xml";
    for (const char* accept : {"application/xml", "application/json", "text/plain", "*/*"})
        EXPECT_TRUE(accepted_form(file, accept)) << accept;
    for (const char* accept : {"text/csv", "image/png"}) EXPECT_FALSE(accepted_form(file, accept)) << accept;
    EXPECT_EQ(offered_types(file), "application/xml");
}

TEST(Accepted, EventsAreAStreamToWhoAsksForOne) {
    Resource events{"GET", "/events", "events", Effect::reads_long};
    events.type = "application/jsonl";
    EXPECT_EQ(accepted_form(events, "text/event-stream"), "stream");
    EXPECT_EQ(accepted_form(events, "application/jsonl"), "json");
    EXPECT_FALSE(accepted_form(events, "text/csv"));
}

}  // namespace
}  // namespace ipep::http
