// Why an order is suspended: one of a list, and what was written before there was one.
#include "ledger/suspension.h"

#include <gtest/gtest.h>

#include "tests/covers.h"

namespace ipep {
namespace {

using enum SuspensionGround;

TEST(Suspension, AGroundOfTheListIsReadByItsName) {
    COVERS("CSS D.122-6");
    EXPECT_EQ(suspension_of("serviceNotDone").ground, serviceNotDone);
    const Suspension said = suspension_of("serviceNotDone: lettre du 3 mai : absente");
    EXPECT_EQ(said.ground, serviceNotDone);
    EXPECT_EQ(said.words, "lettre du 3 mai : absente");
    EXPECT_EQ(suspension_of("other: opposition levée").ground, other) << "his choice, whatever his words begin with";
    EXPECT_EQ(suspension_of("serviceNotDoneYet").ground, other) << "the name alone, not its beginning";
}

TEST(Suspension, WhatWasWrittenBeforeThereWasAListKeepsItsMeaning) {
    for (const char* text : {"opposition", "Opposition à tiers détenteur", "no credits: 2020", " Créance contestée",
                             "DECISION SUSPENDUE", "CRÉDITS ÉPUISÉS", "Cre\u0301dits insuffisants", "service non fait"})
        EXPECT_TRUE(is_final(suspension_of(text).ground)) << text;
    for (const char* text : {"", "account does not check", "pièce manquante", "en opposition", ": opposition"})
        EXPECT_FALSE(is_final(suspension_of(text).ground)) << text;
    EXPECT_EQ(suspension_of("Créance contestée par X").words, "Créance contestée par X") << "all of it is his own";
}

TEST(Suspension, WhatIsWrittenIsReadAgain) {
    each_ground([](SuspensionGround ground, const std::string& name) {
        const Suspension again = suspension_of(suspension_text(name, "  des mots: deux "));
        EXPECT_EQ(again.ground, ground);
        EXPECT_EQ(again.words, "des mots: deux");
        EXPECT_EQ(is_final(ground), ground <= suspendedDecision);
    });
    EXPECT_EQ(suspension_text("noCredits", ""), "noCredits");
    EXPECT_EQ(suspension_text("other", " "), "") << "another ground is said in words";
    EXPECT_EQ(suspension_text("pièce manquante", ""), "pièce manquante");
}

}  // namespace
}  // namespace ipep
