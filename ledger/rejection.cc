#include "ledger/rejection.h"

namespace ipep {
namespace {

void put_in_place(std::string& text, const std::string& name, const std::string& value) {
    const std::string mark = '{' + name + '}';
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

}  // namespace

std::string Rejection::sentence(std::string_view translated) const {
    std::string text(translated);
    for (const auto& [name, value] : arguments) put_in_place(text, name, value);
    return text;
}

}  // namespace ipep
