// A parameter is set by its path; two weights that make one whole move together.
#include "services/histories/parameter_path.h"

#include <gtest/gtest.h>

#include "tests/sample.h"

namespace ipep {
namespace {

Verdict<Parameters> with_settings(std::vector<std::string> settings) {
    Parameters parameters = sample::parameters();
    std::vector<ParameterValue> wanted;
    for (const std::string& text : settings) wanted.push_back(*parse_setting(text));
    IPEP_TRY(set_parameters(parameters, wanted));
    return parameters;
}

TEST(ParameterPath, TheOtherWeightTakesWhatIsLeft) {
    const auto gap = with_settings({"efficiency.gapWeight=1/4"}),
               evolution = with_settings({"efficiency.evolutionWeight=0.9"});
    ASSERT_TRUE(gap && evolution);
    EXPECT_EQ(gap->efficiency.evolutionWeight.text, "0.75");
    EXPECT_EQ(evolution->efficiency.gapWeight.text, "0.1");
    const auto chosen = with_settings({"quality.weights.withALaCarte.aLaCarte=35"});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->quality.weights.withALaCarte.socle.text, "65");
}

TEST(ParameterPath, BothAreAsTheyAreSaid) {
    const auto both = with_settings({"efficiency.gapWeight=1/4", "efficiency.evolutionWeight=1/4"});
    ASSERT_TRUE(both);
    EXPECT_EQ(both->efficiency.evolutionWeight.text, "0.25");
    EXPECT_FALSE(broken_invariants(*both).empty());
}

TEST(ParameterPath, TheLastOfOneParameterCounts) {
    const auto twice = with_settings({"efficiency.gapWeight=1/4", "efficiency.gapWeight=1/2"});
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->efficiency.gapWeight.text, "0.5");
    EXPECT_EQ(twice->efficiency.evolutionWeight.text, "0.5");
}

TEST(ParameterPath, AWordAndJsonStandWhereTheyMay) {
    const auto words = with_settings({"advance.recovery=full", R"(modulation.knots=[["0","-1"],["100","1"]])"});
    ASSERT_TRUE(words);
    EXPECT_EQ(words->advance.recovery, Recovery::full);
    ASSERT_EQ(words->modulation.knots.size(), 2u);
    EXPECT_EQ(words->modulation.knots[1].score.text, "100");
    for (const char* text :
         {"advance.recovery=half", "caps.groupement=many", "modulation.knots.1=[1]", "none.at.all=[1]"})
        EXPECT_FALSE(with_settings({text})) << text;
    for (const char* text : {"caps.groupement", "=1", "caps.groupement=", "caps.groupement=[", "caps.groupement=1 2"})
        EXPECT_FALSE(parse_setting(text)) << text;
}

}  // namespace
}  // namespace ipep
