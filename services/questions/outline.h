// Outline: what is said of a question, without its type: for what lists questions (the API, its description,
// completion).
//
// Threads: any; made once.
#pragma once

#include <vector>

#include "services/questions/question.h"

namespace ipep::questions {

enum class Value : std::uint8_t { text, list, number, flag };

struct Outline {
    Named named;
    std::span<const Argument> arguments;
    std::vector<Value> values;        // of the arguments, in their order
    std::vector<Resource> resources;  // each with what its answers show and look like
};

// Of all questions, in their order.
const std::vector<Outline>& outlines();
// Of all questions. A pointer to one stays good.
const std::vector<Resource>& all_resources();

}  // namespace ipep::questions
