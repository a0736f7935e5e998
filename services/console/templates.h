// Templates: the console's pages (pages/*.html, in Mustache), parsed once for each language.
//
// Shape:   what stands between {{#t}} and {{/t}} is an English sentence of the catalogue; {{>name}} takes another page
//          in. Both are settled when a page is parsed. Values are escaped unless written with three braces.
// Errors:  a page that does not parse, or is not there, ends the process: it is compiled in and a test renders each.
// Threads: one at a time.
// Source:  mustache(5).
#pragma once

#include <kainjow/mustache.hpp>
#include <map>
#include <memory>
#include <string>

#include "services/words/language.h"

namespace ipep {

// What a page is filled with. An empty text counts as false in a section.
class Data {
public:
    Data& set(const std::string& name, const std::string& text);
    Data& set(const std::string& name, const char* text) { return set(name, std::string(text)); }
    Data& set(const std::string& name, bool flag);
    Data& set(const std::string& name, Data one);
    Data& set(const std::string& name, std::vector<Data> many);
    const kainjow::mustache::data& inside() const { return data_; }

private:
    kainjow::mustache::data data_;
};

class Templates {
public:
    // In the language spoken here.
    std::string render(const std::string& page, const Data& data);

private:
    std::map<std::pair<std::string, Language>, std::unique_ptr<kainjow::mustache::mustache>> parsed_;
};

// A file compiled in, "pages/layout.html" or "assets/console.css"; null where there is none.
const std::string* console_file(const std::string& name);

}  // namespace ipep
