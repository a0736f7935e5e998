#include "services/bank/sepa_text.h"

#include <gtest/gtest.h>

#include <random>

namespace ipep {
namespace {

TEST(SepaText, WritesLettersInLatinAndDropsWhatIsLeft) {
    const std::pair<const char*, const char*> cases[] = {
        {"CPAM d'Ille-et-Vilaine", "CPAM d'Ille-et-Vilaine"},
        {"Pôle de santé de l’Œuvre à Nœux", "Pole de sante de l'OEuvre a Noeux"},
        {"Straße Øresund Łódź Ğ ı", "Strasse Oresund Lodz G i"},
        {"Αθήνα София", "Athena Sofia"},
        {"A&B_C «D» \"E\" #1 @x", "ABC D E 1 x"},
        {"  two\tlines\nand \xc2\xa0 blanks  ", "two lines and blanks"},
        {"ﬁn – fin — 5 €", "fin - fin - 5"},
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
