#include "ledger/rejection.h"

#include "ledger/code.h"

namespace ipep {
namespace {

constexpr CodeText kCatalogue[] = {
#define IPEP_CODE(name, section, sentence) {#name, section, sentence},
#include "ledger/rejection.def"
#undef IPEP_CODE
};

void put_in_place(std::string& text, const std::string& name, const std::string& value) {
    const std::string mark = '{' + name + '}';
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

}  // namespace

const CodeText& text_of(Code code) { return kCatalogue[static_cast<std::size_t>(code)]; }

std::vector<Code> all_codes() {
    std::vector<Code> codes;
    for (std::size_t i = 0; i < std::size(kCatalogue); ++i) codes.push_back(static_cast<Code>(i));
    return codes;
}

std::string Rejection::sentence(std::string_view translated) const {
    std::string text(translated);
    for (const auto& [name, value] : arguments) put_in_place(text, name, value);
    return text;
}

}  // namespace ipep
