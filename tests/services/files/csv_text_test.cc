// A text in a CSV file: no spreadsheet computes it, and whoever reads the file by program has it again.
#include "services/files/csv_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ipep {
namespace {

const std::vector<std::string> kSigns = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

std::string written(const std::string& text) {
    std::string field;
    append_csv_text(field, text);
    return field;
}

// RFC 4180: what stands between the quotes, two of which are one.
std::string unquoted(const std::string& field) {
    if (!field.starts_with('"')) return field;
    std::string text;
    for (std::size_t at = 1; at + 1 < field.size(); ++at) {
        text += field[at];
        if (field[at] == '"') ++at;
    }
    return text;
}

bool begins_cell(const std::string& text, std::size_t at) {
    return at == 0 || std::string(";\t\r\n").find(text[at - 1]) != std::string::npos;
}

bool sign_at(const std::string& text, std::size_t at) {
    return std::ranges::any_of(kSigns, [&](const std::string& sign) { return text.substr(at).starts_with(sign); });
}

// As kFormulaMark says: one apostrophe where a cell begins, before others and a sign.
std::string taken_off(const std::string& text) {
    std::string taken;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto behind = std::min(text.find_first_not_of('\'', at), text.size());
        if (text[at] == '\'' && begins_cell(text, at) && sign_at(text, behind)) continue;
        taken += text[at];
    }
    return taken;
}

TEST(CsvText, WhatASpreadsheetWouldComputeHasAnApostropheInFront) {
    const std::pair<const char*, const char*> cases[] = {{"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
                                                         {"@SUM(A1)", "'@SUM(A1)"},
                                                         {"+33 1 23", "'+33 1 23"},
                                                         {"-G01", "'-G01"},
                                                         {"a;=1+1", "a;'=1+1"},
                                                         {"'=1", "''=1"},
                                                         {"＝1", "'＝1"},
                                                         {"\tx", "'\tx"}};
    for (const auto& [text, field] : cases) EXPECT_EQ(written(text), field);
}

TEST(CsvText, NumbersAndOtherTextsStayAsTheyAre) {
    for (const char* text : {"", "-12.50", "-1", "0.05", "G-01", "l'été", "a=b", "'quoted'", "1/3", "2021-05-31"})
        EXPECT_EQ(written(text), text);
    EXPECT_EQ(written("a,b"), "\"a,b\"");
    EXPECT_EQ(written("-1,5"), "\"'-1,5\"");  // no decimal of ours
}

TEST(CsvText, NoCellBeginsWithASignAndTheTextComesBack) {
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    std::vector<std::string> alphabet = kSigns;
    alphabet.insert(alphabet.end(), {"'", "'", ";", ",", "\"", "a", "1", ".", "é"});
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto left = random() % 8; left > 0; --left) text += alphabet[random() % alphabet.size()];
        const std::string shown = unquoted(written(text));
        ASSERT_EQ(taken_off(shown), text) << "seed " << seed;
        if (shown == text && text.find_first_not_of("-.0123456789") == std::string::npos) continue;
        for (std::size_t at = 0; at < shown.size(); ++at)
            ASSERT_FALSE(begins_cell(shown, at) && sign_at(shown, at)) << shown << ", seed " << seed;
    }
}

}  // namespace
}  // namespace ipep
