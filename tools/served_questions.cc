#include "tools/served_questions.h"

#include "services/answers/served_questions.h"
#include "tools/pages/text_pages.h"

namespace ipep {

std::unique_ptr<http::Commands> served_questions(const http::Configuration& configuration) {
    return std::make_unique<ServedWith<TextPages>>(configuration);
}

}  // namespace ipep
