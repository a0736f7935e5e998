// The letter to a groupement: amounts in words, what its lines say, and the same bytes for the same letter.
#include <gmock/gmock.h>

#include "services/letter/letter_pdf.h"
#include "services/letter/letter_words.h"
#include "tests/sample.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(LetterWords, AmountsAreSpelledAsFrenchHasThem) {
    const std::pair<std::int64_t, const char*> amounts[] = {
        {1, "un centime"},
        {2, "deux centimes"},
        {0, "zéro euro"},
        {1'00, "un euro"},
        {1'01, "un euro et un centime"},
        {21'00, "vingt-et-un euros"},
        {71'00, "soixante-et-onze euros"},
        {80'00, "quatre-vingts euros"},
        {81'80, "quatre-vingt-un euros et quatre-vingts centimes"},
        {91'00, "quatre-vingt-onze euros"},
        {200'00, "deux-cents euros"},
        {201'00, "deux-cent-un euros"},
        {1'000'00, "mille euros"},
        {80'000'00, "quatre-vingt-mille euros"},
        {200'000'00, "deux-cent-mille euros"},
        {1'000'000'00, "un-million d’euros"},
        {2'000'000'50, "deux-millions d’euros et cinquante centimes"},
        {1'000'001'00, "un-million-un euros"},
        {412'135'45, "quatre-cent-douze-mille-cent-trente-cinq euros et quarante-cinq centimes"}};
    for (const auto& [cents, words] : amounts) EXPECT_EQ(amount_in_words(Money(cents)), words) << cents;
}

TEST(LetterWords, TheFirstOfAMonthIsItsFirst) {
    EXPECT_EQ(day_in_words(sample::day("2025-07-01")), "1er juillet 2025");
    EXPECT_EQ(day_in_words(sample::day("2024-02-29")), "29 février 2024");
    EXPECT_EQ(day_in_words(sample::day("2025-12-10")), "10 décembre 2025");
}

LetterFacts facts() {
    LetterFacts facts;
    facts.order.order = {"351-2025-000004"};
    facts.order.cpam = {"351"};
    facts.order.fiscalYear = 2025;
    facts.order.groupement = {"G02"};
    facts.order.ground = Ground::incentive;
    facts.order.amount = Money(70'000'00);
    facts.order.endToEndId = "P01JZ0000000000000000000000";
    facts.order.replaces = {{"351-2025-000001"}};
    facts.file.debtorName = "CPAM d'Ille-et-Vilaine";
    facts.file.execute = sample::day("2025-07-03");
    facts.issued_on = sample::day("2025-07-01");
    facts.recorded_at = 1'751'362'200'000'000;  // 2025-07-01T09:30:00Z
    facts.payee = "SISA des Tilleuls";
    facts.account = "FR76…985";
    facts.groupement = "Pôle santé des Tilleuls";
    facts.lines = {{"Intéressement 2021 après plafonds, révision 1", Money(180'083'66)},
                   {"Avance récupérée sur l'intéressement 2021", Money(-110'083'66)}};
    return facts;
}

TEST(Letter, SaysWhatThePaymentIsMadeOf) {
    const std::string text = letter_text(letter_of(facts()));
    for (const char* said :
         {"CPAM d'Ille-et-Vilaine", "SISA des Tilleuls", "Pôle santé des Tilleuls", "Le 1er juillet 2025",
          "Avis de versement de 70 000,00 €", "Notre référence : 351-2025-000004", "Exercice : 2025",
          "Intéressement 2021 après plafonds, révision 1", "180 083,66", "−110 083,66", "soixante-dix-mille euros",
          "FR76…985", "le 3 juillet\n2025", "IPEP 351-2025-000004 G02", "ipep explain 351-2025-000004",
          "351-2025-000001"})
        EXPECT_THAT(text, HasSubstr(said));
    EXPECT_THAT(text, Not(HasSubstr("Essai")));
}

TEST(Letter, OfATrialLedgerSaysSo) {
    LetterFacts trial = facts();
    trial.trial = true;
    EXPECT_THAT(letter_text(letter_of(trial)), HasSubstr("Essai"));
}

TEST(LetterDeathTest, WhoseLinesDoNotAddUpIsNotWritten) {
    LetterFacts wrong = facts();
    wrong.lines.pop_back();
    EXPECT_DEATH((void)letter_of(wrong), "");
}

TEST(LetterPdf, HasTheSameBytesEachTime) {
    const Letter letter = letter_of(facts());
    const auto first = letter_pdf(letter), second = letter_pdf(letter);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    EXPECT_THAT(*first, HasSubstr("/Lang (fr-FR)"));
    EXPECT_THAT(*first, HasSubstr("(20250701093000Z)"));
}

std::string with_lines(int count) {
    LetterFacts many = facts();
    many.lines.clear();
    for (int i = 0; i < count; ++i) many.lines.push_back({"Intéressement", Money(700'00)});
    many.order.amount = Money(count * 700'00);
    return letter_pdf(letter_of(many)).value();
}

TEST(LetterPdf, FiveYearsWithAnAdvanceEachStandOnOneSheet) { EXPECT_THAT(with_lines(15), HasSubstr("/Count 1")); }

TEST(LetterPdf, LettersOfAFileEachBeginASheet) {
    LetterFacts longer = facts();
    for (int i = 0; i < 14; ++i) longer.lines.push_back({"Intéressement", Money(700'00)});
    longer.order.amount += Money(14 * 700'00);
    const std::vector<Letter> letters{letter_of(facts()), letter_of(longer), letter_of(facts())};
    const auto first = letters_pdf("F01J", letters), second = letters_pdf("F01J", letters);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    EXPECT_THAT(*first, HasSubstr("/Count 3"));
}

TEST(LetterPdf, ATableLongerThanTheSheetGoesOn) { EXPECT_THAT(with_lines(100), HasSubstr("/Count 3")); }

}  // namespace
}  // namespace ipep
