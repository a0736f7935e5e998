#include "services/http/answer_memory.h"

#include <gtest/gtest.h>

namespace ipep::http {
namespace {

AnswerMemory::Answer answer(const std::string& bytes, std::function<bool()> stands = {}) {
    return {std::make_shared<const std::string>(bytes), std::move(stands)};
}

TEST(AnswerMemory, AnAnswerIsGivenAgainAtItsHeadAndInItsSecondAlone) {
    AnswerMemory memory;
    EXPECT_EQ(memory.find("q", 7, 100), nullptr);
    memory.keep("q", 7, answer("a"));
    ASSERT_NE(memory.find("q", 7, 100), nullptr);
    EXPECT_EQ(*memory.find("q", 7, 100), "a");
    EXPECT_EQ(memory.find("p", 7, 100), nullptr);
    EXPECT_EQ(memory.find("q", 7, 101), nullptr);
    memory.keep("q", 7, answer("a"));
    EXPECT_EQ(memory.find("q", 8, 101), nullptr);
    memory.keep("q", 7, answer("late"));
    EXPECT_EQ(memory.find("q", 8, 101), nullptr) << "it was answered at an earlier head";
}

TEST(AnswerMemory, AnAnswerIsNotGivenToWhoIsNotKnownAnyMore) {
    AnswerMemory memory;
    bool is_known = true;
    memory.find("q", 7, 100);
    memory.keep("q", 7, answer("a", [&] { return is_known; }));
    EXPECT_NE(memory.find("q", 7, 100), nullptr);
    is_known = false;
    EXPECT_EQ(memory.find("q", 7, 100), nullptr);
}

TEST(AnswerMemory, ItTakesSoMuchMemoryAndNoMore) {
    AnswerMemory memory;
    memory.find("", 7, 100);
    memory.keep("large", 7, answer(std::string(40u << 20, 'a')));
    EXPECT_EQ(memory.find("large", 7, 100), nullptr);
    memory.keep(std::string(40u << 20, 'q'), 7, answer("a"));
    EXPECT_EQ(memory.find(std::string(40u << 20, 'q'), 7, 100), nullptr) << "questions take memory too";
    memory.keep("small", 7, answer("a"));
    EXPECT_NE(memory.find("small", 7, 100), nullptr);
}

}  // namespace
}  // namespace ipep::http
