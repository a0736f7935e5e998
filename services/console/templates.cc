#include "services/console/templates.h"

#include "console_files.h"
#include "ledger/check.h"

namespace ipep {
namespace {

namespace mustache = kainjow::mustache;

[[noreturn]] void broken(const std::string& page, const std::string& why) {
    end_as_defect("console page " + page + ": " + why);
}

// Replaces each OPEN…CLOSE of a text by what `by` makes of what stands between.
template <class By>
std::string replaced(const std::string& text, const std::string& open, const std::string& close, By&& by) {
    std::string out;
    for (std::size_t at = 0;;) {
        const std::size_t begin = text.find(open, at);
        const std::size_t end = begin == std::string::npos ? begin : text.find(close, begin);
        if (end == std::string::npos) return out + text.substr(at);
        out += text.substr(at, begin - at) + by(text.substr(begin + open.size(), end - begin - open.size()));
        at = end + close.size();
    }
}

std::string source_of(const std::string& page) {
    const std::string* file = console_file("pages/" + page + ".html");
    if (!file) broken(page, "is not compiled in");
    return replaced(*file, "{{>", "}}", [](const std::string& name) { return source_of(name); });
}

}  // namespace

const std::string* console_file(const std::string& name) {
    static const std::map<std::string, std::string> files = [] {
        std::map<std::string, std::string> all;
        for (const auto& [file, text] : kConsoleFiles) all.emplace(file, text);
        return all;
    }();
    const auto found = files.find(name);
    return found == files.end() ? nullptr : &found->second;
}

Data& Data::set(const std::string& name, const std::string& text) {
    data_[name] = text.empty() ? mustache::data(false) : mustache::data(text);
    return *this;
}

Data& Data::set(const std::string& name, bool flag) {
    data_[name] = mustache::data(flag);
    return *this;
}

Data& Data::set(const std::string& name, Data one) {
    data_[name] = std::move(one.data_);
    return *this;
}

Data& Data::set(const std::string& name, std::vector<Data> many) {
    mustache::list list;
    list.reserve(many.size());
    for (Data& one : many) list.push_back(std::move(one.data_));
    data_[name] = mustache::data(list);
    return *this;
}

std::string Templates::render(const std::string& page, const Data& data) {
    auto& parsed = parsed_[{page, language()}];
    if (!parsed) {
        const std::string text =
            replaced(source_of(page), "{{#t}}", "{{/t}}", [](const std::string& english) { return tr(english); });
        parsed = std::make_unique<mustache::mustache>(text);
        if (!parsed->is_valid()) broken(page, parsed->error_message());
    }
    return parsed->render(data.inside());
}

}  // namespace ipep
