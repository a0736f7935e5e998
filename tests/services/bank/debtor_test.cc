#include "services/bank/debtor.h"
#include "services/words/code.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

const std::string kSound =
    "name = \"CPAM d'Ille-et-Vilaine\"\niban = \"FR76 3000 6000 0112 3456 7890 189\"\n"
    "bic = \"BDFEFRPPCCT\"\n";

TEST(Debtor, IsReadFromTheFileOperatorsKeep) {
    const Scratch scratch;
    std::ofstream(scratch.path("debtor.toml")) << "# our account\n" << kSound << "batch_booking = false\n";
    const auto debtor = read_debtor(scratch.path("debtor.toml"));
    ASSERT_TRUE(debtor) << debtor.error().sentence();
    EXPECT_EQ(*debtor, (Debtor{"CPAM d'Ille-et-Vilaine", "FR7630006000011234567890189", "BDFEFRPPCCT", false}));
}

TEST(Debtor, BooksABatchAtOnceUnlessToldOtherwise) { EXPECT_TRUE(parse_debtor(kSound)->batch_booking); }

struct Wrong {
    std::string toml;
    Code code;
    std::string named;  // in the sentence
};

TEST(Debtor, WhatIsUnknownMissingOrWrongIsRefusedByName) {
    const std::string name = "name = \"N\"\n", iban = "iban = \"FR7630006000011234567890189\"\n",
                      bic = "bic = \"BDFEFRPP\"\n";
    for (const auto& [toml, code, named] :
         std::vector<Wrong>{{"name = N\n", code::debtor_malformed, "line 1"},
                            {kSound + "name = \"twice\"\n", code::debtor_malformed, "line 4"},
                            {kSound + "batchbooking = true\n", code::debtor_key_unknown, "batchbooking"},
                            {name + bic, code::debtor_key_missing, "iban"},
                            {"", code::debtor_key_missing, "name"},
                            {name + iban + "bic = 3\n", code::debtor_key_invalid, "bic"},
                            {name + iban + "bic = \"BDF\"\n", code::debtor_key_invalid, "bic"},
                            {name + "iban = \"FR7630006000011234567890188\"\n" + bic, code::debtor_key_invalid, "iban"},
                            {"name = \"«»\"\n" + iban + bic, code::debtor_key_invalid, "name"},
                            {kSound + "batch_booking = \"true\"\n", code::debtor_key_invalid, "batch_booking"}}) {
        const auto debtor = parse_debtor(toml);
        ASSERT_FALSE(debtor) << toml;
        EXPECT_EQ(debtor.error().code, code) << toml;
        EXPECT_THAT(debtor.error().sentence(), testing::HasSubstr(named)) << toml;
    }
}

TEST(Debtor, AFileThatIsNotThereIsNamed) {
    const auto debtor = read_debtor("nowhere.toml");
    ASSERT_FALSE(debtor);
    EXPECT_EQ(debtor.error().code, code::file_unreadable);
    EXPECT_THAT(debtor.error().sentence(), testing::HasSubstr("nowhere.toml"));
}

}  // namespace
}  // namespace ipep
