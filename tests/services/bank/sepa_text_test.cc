#include "services/bank/sepa_text.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <random>

namespace ipep {
namespace {

TEST(SepaText, WritesLettersInLatinAndDropsWhatIsLeft) {
    const std::pair<const char*, const char*> cases[] = {
        {"CPAM d'Ille-et-Vilaine", "CPAM d'Ille-et-Vilaine"},
        {"Pôle de santé de l’Œuvre à Nœux", "Pole de sante de l'OEuvre a Noeux"},
        {"Straße Øresund Łódź Ğ ı", "Strasse Oresund Lodz G i"},
        {"Αθήνα София", "Athena Sofia"},
        {"A&B_C «D» \"E\" #1 @x", "A+B-C D E no1 (at)x"},
        {"n° 5, 100 % Santé, 12 €, 1½ m², 2ᵉ ét. ™", "no 5, 100 pct Sante, 12 EUR, 1 1/2 m2, 2e et. TM"},
        {"Αθήνα & Σία", "Athena + Sia"},
        {"[a] {b} c;d ~ e|f \\ g`h", "(a) (b) c,d - e/f / g'h"},
        {"  two\tlines\nand \xc2\xa0 blanks  ", "two lines and blanks"},
        {"ﬁn – fin — 5 €", "fin - fin - 5 EUR"},
        {"☂ 漢字", "han zi"},
        // The same letters beside one that needs ICU's look at the whole text.
        {"Pôle Nœud ß — Ω", "Pole Noeud ss - O"},
        {"Pôle Nœud ß", "Pole Noeud ss"},
        {"", ""},
        {"☂", ""},
        {"bad \xff\xfe bytes", "bad bytes"},
    };
    for (const auto& [from, to] : cases) EXPECT_EQ(sepa_text(from, 140), to) << from;
}

TEST(SepaText, IsCutAtTheLimitWithoutABlankAtItsEnd) {
    EXPECT_EQ(sepa_text("abc def", 5), "abc d");
    EXPECT_EQ(sepa_text("abc def", 4), "abc");
    EXPECT_EQ(sepa_text(std::string(200, 'x'), kNameLimit).size(), 70u);
}

// A name is not shortened by what a bank does not carry: letters, digits, currencies and the signs of French names are
// told in others. What vanishes is what nobody would miss: quotation marks, accents that lost their letter, formatting.
TEST(SepaText, NoLetterDigitOrMeaningfulSignVanishes) {
    constexpr std::pair<UChar32, UChar32> blocks[] = {
        {0x21, 0x7e},      // Basic Latin
        {0xa0, 0x17f},     // Latin-1 Supplement, Latin Extended-A
        {0x2000, 0x206f},  // General Punctuation
        {0x2070, 0x209c},  // Superscripts and Subscripts
        {0x20a0, 0x20c0},  // Currency Symbols
    };
    const std::u32string signs = U"&+@%#§°=<>*/\\|_-–—…•·~×±÷©®™№€£$!?;:.,'’()[]{}‰";
    int seen = 0;
    for (const auto& [first, last] : blocks)
        for (UChar32 sign = first; sign <= last; ++sign) {
            const bool meant = u_isalnum(sign) || u_charType(sign) == U_OTHER_NUMBER ||
                               u_charType(sign) == U_CURRENCY_SYMBOL || u_charType(sign) == U_DASH_PUNCTUATION ||
                               signs.find(static_cast<char32_t>(sign)) != std::u32string::npos;
            if (!u_isdefined(sign)) continue;
            std::string utf8;
            const std::string text = sepa_text("x" + icu::UnicodeString(sign).toUTF8String(utf8) + "x", 40);
            EXPECT_TRUE(is_sepa_text(text)) << utf8;
            if (!meant) continue;
            EXPECT_GT(text.size(), 2u) << utf8 << " vanishes";
            ++seen;
        }
    EXPECT_GT(seen, 350);
}

// As files were written before signs were: one that was issued then is written again in its own bytes.
TEST(SepaText, AFileOfOldIsWrittenInTheWayOfOld) {
    EXPECT_EQ(sepa_text("A&B_C «D» \"E\" #1 @x – n° 5 €", 140, Signs::dropped), "ABC D E 1 x - n 5");
    EXPECT_EQ(sepa_text("Pôle de santé de l’Œuvre", 140, Signs::dropped),
              sepa_text("Pôle de santé de l’Œuvre", 140, Signs::written));
}

// Whatever comes in, what goes out is carried by banks; and made again it stays.
TEST(SepaText, OfAnyBytesIsOfItsCharactersAndStable) {
    std::mt19937 random(7);
    RecordProperty("seed", 7);
    for (int round = 0; round < 500; ++round) {
        std::string bytes(random() % 60, '\0');
        for (char& c : bytes) c = static_cast<char>(random() % 4 == 0 ? random() % 256 : 32 + random() % 95);
        const std::string text = sepa_text(bytes, 40);
        EXPECT_TRUE(is_sepa_text(text)) << text;
        EXPECT_LE(text.size(), 40u);
        EXPECT_EQ(sepa_text(text, 40), text);
    }
    EXPECT_FALSE(is_sepa_text("é"));
    EXPECT_FALSE(is_sepa_text("a&b"));
    EXPECT_FALSE(is_sepa_text("a\nb"));
}

}  // namespace
}  // namespace ipep
