// Tidy: reads the sources and fails on what no compiler stops, naming what to write instead.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/scratch.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFolders = {"ledger", "events", "projections", "services",
                                           "tools"};  // each uses those before it

struct File {
    std::string path;  // from the root, "ledger/money.h"
    std::vector<std::string> lines;
    std::string folder() const { return path.substr(0, path.find('/')); }
    bool is_cpp() const { return path.ends_with(".cc") || path.ends_with(".h") || path.ends_with(".def"); }
};

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

const std::vector<File>& sources() {
    static const std::vector<File> files = [] {
        std::vector<File> found;
        std::vector<std::string> folders = kFolders;
        folders.insert(folders.end(), {"tests", "ops"});
        for (const std::string& folder : folders)
            for (const auto& entry : fs::recursive_directory_iterator(project_path(folder))) {
                const std::string path = fs::relative(entry.path(), project_path("")).string();
                const std::string kind = entry.path().extension();
                if (!entry.is_regular_file() || path.starts_with("tests/data/")) continue;
                if (kind == ".cc" || kind == ".h" || kind == ".def" || kind == ".py" || kind == ".txt" ||
                    kind == ".md" || kind == ".cmake" || kind.empty())
                    found.push_back({path, split_lines(read_file(entry.path()))});
            }
        std::ranges::sort(found, {}, &File::path);
        return found;
    }();
    return files;
}

// Calls complain(file, line number, what) for every line of C++ for which `look` says what is wrong with it.
void each_line(const std::function<std::string(const File&, const std::string&)>& look) {
    for (const File& file : sources())
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            if (const std::string what = look(file, file.lines[i]); !what.empty())
                ADD_FAILURE() << file.path << ':' << i + 1 << ": " << what << "\n    " << file.lines[i];
}

// Without comments and what stands in quotes, so that only code is looked at.
std::string code_of(std::string line) {
    static const std::regex quoted(R"("(\\.|[^"\\])*"|'(\\.|[^'\\])')"), comment(R"(//.*)");
    line = std::regex_replace(line, quoted, "\"\"");
    return std::regex_replace(line, comment, "");
}

std::size_t columns(const std::string& line) {
    return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; }));
}

TEST(Tidy, NothingIncludesWhatLiesAboveIt) {
    const auto rank = [](const std::string& folder) { return std::ranges::find(kFolders, folder) - kFolders.begin(); };
    each_line([&](const File& file, const std::string& line) -> std::string {
        static const std::regex include(R"(\s*#include "([a-z]+)/.*)");
        std::smatch match;
        if (file.folder() == "tests" || !std::regex_match(line, match, include)) return {};
        if (match[1] == "tests") return "product code must not include tests";
        if (rank(match[1]) <= rank(file.folder())) return {};
        return file.folder() + "/ must not use " + std::string(match[1]) +
               "/, which lies above it. Move what you need down, or hand it in as an argument.";
    });
}

TEST(Tidy, ThePureCoreDoesNotSayWhatItMustNotKnow) {
    const std::vector<std::pair<std::regex, std::string>> words = {
        {std::regex(R"(\bsystem_clock\b)"), "the clock is the caller's: take a Day or a time as an argument"},
        {std::regex(R"(\b(double|float)\b)"), "write Exact or Money: no floating point touches an amount"},
        {std::regex(R"(<rocksdb/)"), "the disk is events/'s: take what you need as an argument"},
        {std::regex(R"(<spdlog/)"), "a rule does not log: return a Rejection or an Explanation"},
        {std::regex(R"(<iostream>|\bstd::c(out|err|in)\b)"), "return a text: tools/ prints"},
        {std::regex(R"(<filesystem>|<fstream>|\bgetenv\b|\brand\()"),
         "take it as an argument: the core has no outside"},
    };
    each_line([&](const File& file, const std::string& line) -> std::string {
        if (file.folder() != "ledger" || !file.is_cpp()) return {};
        for (const auto& [word, instead] : words)
            if (std::regex_search(code_of(line), word)) return instead;
        return {};
    });
}

TEST(Tidy, TheEnvironmentIsReadInOnePlaceOnly) {
    const std::regex read(R"(\b(secure_)?getenv\b|\benviron\b)");
    EXPECT_TRUE(std::regex_search("    const char* now = std::getenv(\"\");", read));
    std::size_t found = 0;
    each_line([&](const File& file, const std::string& line) -> std::string {
        if (!file.is_cpp() || file.folder() == "tests" || !std::regex_search(code_of(line), read)) return {};
        if (file.path == "tools/environment.cc") return ++found, "";
        return "main() reads it (tools/environment.h) and hands it on: take what you need as an argument, or ask "
               "services/ledger/surroundings.h";
    });
    EXPECT_EQ(found, 1u) << "if none is found, the looking is broken";
}

bool names_rocksdb(const std::string& line) {
    static const std::regex named(R"(\brocksdb::|<rocksdb/|\bnamespace rocksdb\b)");
    return std::regex_search(code_of(line), named);
}

// Each with why it knows what keeps the log.
const std::map<std::string, std::string> kBesideTheLog = {
    {"tests/faults/counting_file_system", "the files, with every operation numbered or failed"},
    {"tests/faults/raw_database", "damage done by one who knows the format"},
    {"tests/services/fault_test", "a disk that is full, a record that is changed"},
    {"tools/bench/rival", "what the log is measured against"},
};

TEST(Tidy, RocksdbIsNamedByWhatKeepsTheLogInItAndNobodyElse) {
    for (const char* found : {"#include <rocksdb/db.h>", "class DB;  namespace rocksdb {", "rocksdb::Status status;"})
        EXPECT_TRUE(names_rocksdb(found)) << found;
    for (const char* passed : {"#include \"events/log_rocksdb.h\"", "// RocksDB: rocksdb::DB", "\"rocksdb.stats\""})
        EXPECT_FALSE(names_rocksdb(passed)) << passed;
    std::size_t allowed = 0;
    each_line([&](const File& file, const std::string& line) -> std::string {
        if (!file.is_cpp() || !names_rocksdb(line)) return {};
        const std::string name = file.path.substr(0, file.path.rfind('.'));
        if (kBesideTheLog.contains(name) || name.starts_with("events/log_rocksdb")) return ++allowed, "";
        return "ask the log (events/log.h) or the tables it lies in (events/log_tables.h); what only RocksDB can do "
               "belongs into events/log_rocksdb*";
    });
    EXPECT_GT(allowed, 50u) << "if few are found, the looking is broken";
}

bool names_libpq(const std::string& line) {
    static const std::regex named(R"(<libpq|\bPG(conn|result)\b|\bPQ[a-z]\w*\()");
    return std::regex_search(code_of(line), named);
}

TEST(Tidy, LibpqIsNamedByTheLogOnPostgresAndNobodyElse) {
    for (const char* found : {"#include <libpq-fe.h>", "    PQfinish(connection_);", "PGresult* result;"})
        EXPECT_TRUE(names_libpq(found)) << found;
    for (const char* passed : {"#include \"events/log_postgres.h\"", "// PQfinish() ends it", "PostgresRows rows;"})
        EXPECT_FALSE(names_libpq(passed)) << passed;
    std::size_t allowed = 0;
    each_line([&](const File& file, const std::string& line) -> std::string {
        if (!file.is_cpp() || !names_libpq(line)) return {};
        if (file.path.starts_with("events/log_postgres")) return ++allowed, "";
        return "ask the log (events/log.h), or a SharedLog (events/log_postgres_shared.h)";
    });
    EXPECT_GT(allowed, 10u) << "if few are found, the looking is broken";
}

// How many wide lines a file had when this test was written (a table of cases may keep its rows whole). The numbers
// only ever go down.
const std::map<std::string, std::size_t> kWideLines = {
    {"events/big_endian.h", 1},
    {"events/event_json.h", 1},
    {"ledger/book.h", 1},
    {"ledger/decision.h", 2},
    {"ledger/evolve.cc", 1},
    {"ledger/explanation.h", 1},
    {"ledger/fact.h", 1},
    {"ledger/id.h", 1},
    {"ledger/number.h", 1},
    {"ledger/parameters.h", 2},
    {"ledger/rejection.h", 1},
    {"ledger/rules/efficiency_gain.h", 2},
    {"ledger/rules/quality_score.h", 2},
    {"ledger/rules/seed_credit.h", 1},
    {"ledger/settle.cc", 1},
    {"ledger/settlement.h", 2},
    {"ledger/traced.cc", 1},
    {"projections/book_view.h", 1},
    {"services/audit/audit_pack.cc", 2},
    {"services/audit/checkpoint.cc", 1},
    {"services/ledger/ledger_service.h", 1},
    {"services/audit/verification.cc", 1},
    {"services/audit/verification.h", 2},
    {"services/ledger/world.h", 1},
    {"tests/faults/counting_file_system.h", 1},
    {"tests/faults/crash_test.cc", 1},
    {"tests/faults/harness.h", 1},
    {"tests/ledger/rules/advance_test.cc", 1},
    {"tests/services/refusal_test.cc", 41},
    {"tools/pages/explanation_page.cc", 2},
    {"tools/pages/explanation_page.h", 1},
    {"tools/ipep.cc", 1},
    {"tools/pages/page.cc", 4},
    {"tools/pages/reference.cc", 2},
    {"services/audit/verify.py", 5},
};

TEST(Tidy, LinesHaveAtMostAHundredAndTwentyColumns) {
    for (const File& file : sources()) {
        if (!(file.is_cpp() || file.path.ends_with(".py")) || file.path.ends_with(".def")) continue;
        std::string wide;
        std::size_t found = 0;
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            if (columns(file.lines[i]) > 120) ++found, wide += "\n    " + std::to_string(i + 1) + ": " + file.lines[i];
        const auto known = kWideLines.find(file.path);
        const std::size_t allowed = known == kWideLines.end() ? 0 : known->second;
        EXPECT_LE(found, allowed) << file.path << ": break the lines over 120 columns:" << wide;
    }
}

// A function's head and its length, found by counting braces; a `{` opens a function where a `)` came before it.
std::vector<std::pair<std::string, std::size_t>> functions_of(const File& file) {
    struct Open {
        bool function;
        std::string head;
        std::size_t line;
    };
    std::vector<Open> open;
    std::vector<std::pair<std::string, std::size_t>> found;
    std::string head;
    const std::regex no_function(
        R"(^\s*(namespace|struct|class|enum|union|extern|if|for|while|switch|else|do|try|catch)\b)");
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string code = code_of(file.lines[i]);
        if (code.starts_with('#') || (i > 0 && file.lines[i - 1].ends_with('\\'))) continue;
        for (const char c : code) {
            if (c == '{') {
                open.push_back({head.find(')') != std::string::npos && !std::regex_search(head, no_function), head, i});
                head.clear();
            } else if (c == '}') {
                if (!open.empty()) {
                    if (open.back().function) found.emplace_back(open.back().head, i - open.back().line + 1);
                    open.pop_back();
                }
                head.clear();
            } else if (c == ';') {
                head.clear();
            } else {
                head += c;
            }
        }
    }
    return found;
}

// Functions that were long before this test was; the list only ever gets shorter.
const std::map<std::string, std::size_t> kLongFunctions = {};

TEST(Tidy, FunctionsHaveAtMostSeventyLines) {
    std::size_t functions = 0;
    for (const File& file : sources()) {
        if (!file.is_cpp() || file.path.ends_with(".def")) continue;
        for (const auto& [head, lines] : functions_of(file)) {
            ++functions;
            const auto known = kLongFunctions.find(file.path);
            const std::size_t limit = known == kLongFunctions.end() ? 70 : known->second;
            EXPECT_LE(lines, limit) << file.path << ": split it:" << head;
        }
    }
    EXPECT_GT(functions, 300u) << "if few are found, the counting is broken";
}

// What stays from one call to the next and may change: a static or thread_local that is not const, or a variable of a
// file outside every function.
bool keeps_state(const std::string& line) {
    static const std::regex of_function(
        R"(^\s*((static|thread_local) )+(?!const|inline)[\w:<>, *&]+[ >*&]\w+(;| = |\{[^}]*\};|\([^\s()&]+\);))");
    static const std::regex of_file(
        R"(^(?!const|inline|using|namespace|return|struct|class|enum|template|extern|typedef|friend|static)"
        R"(|thread_local|concept|__extension__|CREATE))"
        R"([A-Za-z_][\w:<>, *&]* \w+( = [^;]*|\{[^;]*\})?;)");
    const std::string code = code_of(line);
    return std::regex_search(code, of_function) || std::regex_search(code, of_file);
}

// Each with why no two threads, and no two answers, can meet in it.
const std::map<std::string, std::string> kState = {
    {"Language chosen = Language::english;", "chosen once, before other threads start"},
    {"thread_local std::optional<Language> spoken_here;", "each thread's own, set and reset by Speaking"},
    {"thread_local Hasher hasher;", "each thread's own, begun anew for each digest"},
    {"thread_local std::array<capnp::word, 256> first_segment{};", "each thread's own, cleared behind each event"},
    {"thread_local std::vector<capnp::word> aligned;", "each thread's own, written before it is read"},
    {"thread_local RowWriter writer;", "each thread's own, begun anew for each row"},
    {"Surroundings told;", "chosen once, before other threads start"},
    {"std::atomic<std::uint64_t> lost = 0;", "counted by any thread, read at the end: atomic"},
    {"std::atomic<int> failure = 0;", "the first reason, by any thread: atomic"},
    {"thread_local Numbertext spelling = [] {", "each thread's own, for the library is not shared between threads"},
};

TEST(Tidy, NothingBelowTheToolsKeepsStateBetweenCalls) {
    for (const char* found :
         {"    static std::map<std::string, int> kept;", "    static int count = 0;", "std::string last;",
          "    thread_local Hasher hasher;", "    static Parser parser(text);", "Language chosen = Language::english;",
          "static std::mutex lock;", "    thread_local std::array<char, 256> segment{};"})
        EXPECT_TRUE(keeps_state(found)) << found;
    for (const char* passed :
         {"    static const auto made = [] {", "    static Verdict<> take(BankLine& line, int size) {",
          "    static Mark read(rocksdb::FileSystem& files, const std::string& path);", "    static World real();",
          "const std::string kName = \"x\";", "    static constexpr int limit = 3;", "    int count = 0;",
          "    static_cast<void>(x);", "}  // namespace", "using Drafts = Verdict<>;", "class Store;"})
        EXPECT_FALSE(keeps_state(passed)) << passed;
    each_line([&](const File& file, const std::string& line) -> std::string {
        const bool looked_at = file.is_cpp() && file.folder() != "tools" && file.folder() != "tests";
        if (!looked_at || !keeps_state(line)) return {};
        for (const auto& [known, why] : kState)
            if (line.find(known) != std::string::npos) return {};
        return "two threads may meet here: let whoever asks own it, or hand it in; if it must be, say why in kState";
    });
}

// Questions that are answered once. A branch for all other kinds would let a new kind pass unasked.
TEST(Tidy, WhatAnEventIsAboutAndMovesIsSaidOfEachKindByName) {
    const std::regex rest(R"(operator\(\)\((const )?auto\b|template <class Other>|\.\.\.\))");
    EXPECT_TRUE(std::regex_search("    Postings operator()(const auto&) const { return {}; }", rest));
    EXPECT_TRUE(std::regex_search("    template <class Other>", rest));
    EXPECT_FALSE(std::regex_search("    About operator()(const OneOf<Kind> auto& e) const {", rest));
    each_line([&](const File& file, const std::string& line) -> std::string {
        const bool is_answer = file.path == "ledger/about.cc" || file.path == "ledger/posting.cc";
        if (!is_answer || !std::regex_search(code_of(line), rest)) return {};
        return "name the kinds: one that is not named must not compile";
    });
}

TEST(Tidy, WhoAsksWhatAnEventIsAboutAsksAbout) {
    const std::regex probe(R"(requires \{[^}]*\.(groupement|cpam|year|paymentYear|indicator|rules)\b)");
    EXPECT_TRUE(std::regex_search("if constexpr (requires { one.groupement.text; }) return one.groupement;", probe));
    each_line([&](const File& file, const std::string& line) -> std::string {
        const bool is_looked_at = file.folder() != "tests" && file.path != "events/personal_walk.h";  // it walks payees
        if (!is_looked_at || line.find("requires") == line.npos || !std::regex_search(line, probe)) return {};
        return "ask ledger/about.h, which says it of every kind";
    });
}

TEST(Tidy, NamesOfAmountsAreWrittenAndReadInOnePlace) {
    const std::regex head(R"re("/?(settlement|seedCredit|overpayment)/"|"/due")re");
    EXPECT_TRUE(std::regex_search(R"(return "seedCredit/" + id.text;)", head));
    each_line([&](const File& file, const std::string& line) -> std::string {
        // What a request names is cut out there before anybody knows whether it is a reference.
        const bool is_looked_at = file.folder() != "tests" && file.path != "services/http/reach.cc";
        if (!is_looked_at || !file.is_cpp() || line.find('/') == line.npos || !std::regex_search(line, head)) return {};
        return "ask ledger/reference.h for the text, or to read it";
    });
}

TEST(Tidy, FilesAreNamedAfterTheNounTheyDefine) {
    for (const File& file : sources()) {
        const std::string stem = fs::path(file.path).stem();
        for (const char* word : {"utils", "util", "common", "helpers", "helper", "manager", "base", "misc"})
            EXPECT_TRUE(stem != word && !stem.ends_with(std::string("_") + word))
                << file.path << ": name it after the noun it defines, not \"" << word << '"';
    }
}

TEST(Tidy, EveryHeaderBeginsWithWhatItIsFor) {
    for (const File& file : sources()) {
        if (!file.path.ends_with(".h")) continue;
        ASSERT_FALSE(file.lines.empty()) << file.path;
        EXPECT_TRUE(file.lines.front().starts_with("// ")) << file.path << ": say in its first line what it is for";
        EXPECT_NE(std::ranges::find(file.lines, "#pragma once"), file.lines.end()) << file.path;
    }
}

// The README of a folder, or of the nearest one above.
std::string readme_of(fs::path folder) {
    for (; !folder.empty(); folder = folder.parent_path())
        if (fs::exists(project_path((folder / "README.md").string())))
            return read_file(project_path((folder / "README.md").string()));
    return {};
}

TEST(Tidy, EveryRoomHasAReadmeAndEveryHeaderItsLine) {
    for (const File& file : sources()) {
        const fs::path path(file.path), folder = path.parent_path();
        if (file.folder() == "tests" || !file.path.ends_with(".h")) continue;
        EXPECT_TRUE(fs::exists(project_path((folder / "README.md").string()))) << folder << " has no README.md";
        const std::regex name("\\b" + path.stem().string() + "\\b");
        EXPECT_TRUE(std::regex_search(readme_of(folder), name))
            << file.path << ": say in a line of " << folder << "/README.md what it does";
    }
}

TEST(Tidy, EveryDecisionStandsInTheIndex) {
    const std::string index = read_file(project_path("ops/README.md"));
    std::size_t found = 0;
    for (const auto& entry : fs::directory_iterator(project_path("ops/decisions"))) {
        const std::string name = entry.path().filename().string();
        EXPECT_NE(index.find("`decisions/" + name + '`'), std::string::npos) << "ops/README.md lists no " << name;
        ++found;
    }
    EXPECT_GT(found, 30u) << "if few are found, the looking is broken";
}

// The names that ops/GLOSSARY.md gives up, in the last column of its table: between backticks.
std::vector<std::string> given_up() {
    std::vector<std::string> names;
    const std::regex name("`(\\w+)`");
    for (const std::string& line : split_lines(read_file(project_path("ops/GLOSSARY.md")))) {
        if (!line.starts_with("| ") || !line.ends_with(" |")) continue;
        const auto last = line.rfind("| ", line.size() - 3);
        const std::string column = line.substr(last);
        for (std::sregex_iterator found(column.begin(), column.end(), name), end; found != end; ++found)
            names.push_back((*found)[1]);
    }
    return names;
}

TEST(Tidy, AWordThatWasGivenUpIsNoNameInTheCode) {
    const auto names = given_up();
    ASSERT_GE(names.size(), 8u) << "the glossary's table was not found";
    std::string any;
    for (const std::string& name : names) any += (any.empty() ? "" : "|") + name;
    const std::regex word("\\b(" + any + ")\\b");
    each_line([&](const File& file, const std::string& line) -> std::string {
        std::smatch found;
        const std::string code = file.is_cpp() ? code_of(line) : "";
        if (!std::regex_search(code, found, word)) return {};
        return "`" + found[1].str() + "` was given up: ops/GLOSSARY.md has the word that is used";
    });
}

TEST(Tidy, OpenDoubtsAreListed) {
    std::vector<std::string> found;
    const std::regex question(R"(QUESTION\((.*))");
    for (const File& file : sources()) {
        if (file.folder() == "tests") continue;
        for (const std::string& line : file.lines)
            if (std::smatch match; std::regex_search(line, match, question))
                found.push_back(file.path + ": (" + match[1].str());
    }
    std::string text;
    for (const std::string& line : found) text += line + '\n';
    EXPECT_EQ(text, read_data("questions.txt")) << "write the doubts as they stand into tests/data/questions.txt";
}

TEST(Tidy, NoPathOfOneMachineStandsInTheSources) {
    const std::regex path(R"((^|[^A-Za-z0-9_.}>*/])/(home|root|work|farm|Users|mnt)/[A-Za-z])");
    each_line([&](const File& file, const std::string& line) -> std::string {
        if (file.path == "tests/tidy_test.cc" || !std::regex_search(line, path)) return {};
        return "a path of one machine: write it relative to the root, or take it as an argument";
    });
}

}  // namespace
}  // namespace ipep
