#include "tools/environment.h"

#include <charconv>
#include <cstdlib>

namespace ipep {
namespace {

std::optional<std::string> variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string text(const char* name) { return variable(name).value_or(""); }

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::string locale() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (std::string value = text(name); !value.empty()) return value;
    return {};
}

bool takes_marks(const std::string& terminal) { return !terminal.empty() && terminal != "dumb"; }

}  // namespace

Environment read_environment() {
    return {.locale = locale(),
            .actor = text("IPEP_ACTOR"),
            .styled = takes_marks(text("TERM")) && text("NO_COLOR").empty(),
            .token = text("IPEP_TOKEN"),
            .certificate = text("IPEP_CERTIFICATE"),
            .key = text("IPEP_KEY"),
            .authority = text("IPEP_CA"),
            .now = variable("IPEP_NOW"),
            .seed = variable("IPEP_SEED"),
            .schemas = text("IPEP_XSD"),
            .least_answers = whole_number(text("IPEP_LEAST_ANSWERS"))};
}

Surroundings Environment::surroundings(std::optional<std::int64_t> least) const {
    Surroundings all{.now = now, .seed = seed, .schemas = schemas};
    all.least_answers = least_answers.value_or(least.value_or(all.least_answers));
    return all;
}

}  // namespace ipep
