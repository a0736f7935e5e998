// Sections: each section of the text, the functions that apply it, and the tests that check it. Prints the list; fails
// where a section that a rule cites has no test.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <regex>
#include <set>

#include "tests/scratch.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

struct Section {
    std::set<std::string> functions, tests;
};
using Sections = std::map<std::string, Section>;

const std::regex kSection("CDC [0-9]{4} §[^\"»:;)]*");

// Sections a function cites itself or through a constant of its file.
void read_rules(const fs::path& path, Sections& sections) {
    const std::string file = "ledger/rules/" + path.filename().string();
    static const std::regex constant(R"re(Cite (k\w+)\{"([^"]+)")re"),
        heading(R"(^(?!template)\w[\w:<>*& ]*\b(\w+)\()");
    static const std::regex cited(R"re("(CDC [0-9]{4} §[^"]+)")re");
    std::map<std::string, std::string> constants;
    std::string function;
    std::istringstream in(read_file(path));
    bool first = true;
    for (std::string line; std::getline(in, line); first = false) {
        std::smatch match;
        if (first && std::regex_search(line, match, kSection)) {
            std::string named = match.str();
            if (const auto comma = named.find(','); comma != std::string::npos) named.resize(comma);
            if (const auto and_ = named.find(" and "); and_ != std::string::npos) named.resize(and_);
            sections[named].functions.insert(file);
        }
        if (line.starts_with("//")) continue;
        if (std::regex_search(line, match, constant))
            constants[match[1]] = match[2];
        else if (std::regex_search(line, match, heading))
            function = match[1];
        for (std::sregex_iterator at(line.begin(), line.end(), cited), end; at != end; ++at)
            if (line.find("Cite k") == std::string::npos) sections[(*at)[1]].functions.insert(file + ' ' + function);
        for (const auto& [name, section] : constants)
            if (line.find("Cite " + name) == std::string::npos && line.find(name) != std::string::npos)
                sections[section].functions.insert(file + ' ' + function);
    }
}

void read_tests(const fs::path& path, Sections& sections) {
    static const std::regex test(R"(^TEST(?:_[FP])?\((\w*), ?(\w+)\))"), covers("COVERS\\(\"([^\"]+)\"\\)");
    std::string name;
    std::istringstream in(read_file(path));
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_search(line, match, test)) name = match[1].str() + '.' + match[2].str();
        if (!name.empty() && std::regex_search(line, match, covers)) sections[match[1]].tests.insert(name);
    }
}

TEST(Sections, EachThatARuleCitesHasATest) {
    Sections sections;
    for (const auto& entry : fs::directory_iterator(project_path("ledger/rules"))) read_rules(entry, sections);
    for (const auto& entry : fs::recursive_directory_iterator(project_path("tests")))
        if (entry.path().string().ends_with("_test.cc")) read_tests(entry, sections);
    std::size_t cited = 0;
    for (const auto& [section, found] : sections) {
        std::cout << section << '\n';
        for (const std::string& function : found.functions) std::cout << "    " << function << '\n';
        for (const std::string& test : found.tests) std::cout << "        " << test << '\n';
        if (found.functions.empty()) continue;
        ++cited;
        EXPECT_FALSE(found.tests.empty())
            << section << ": write COVERS(\"" << section << "\") into a test that checks it";
    }
    EXPECT_GE(cited, 6u) << "if few sections are found, the reading is broken";
}

}  // namespace
}  // namespace ipep
