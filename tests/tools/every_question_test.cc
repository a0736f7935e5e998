// Every question, asked as every role, over a ledger of two CPAM: nothing of the one is found in what the other reads,
// and no payee where the right is missing.
#include <gtest/gtest.h>

#include <sstream>

#include "ledger/code.h"
#include "services/audit/note_key.h"
#include "services/http/reach.h"
#include "services/words/language.h"
#include "tests/tools/two_cpam.h"
#include "tools/served_questions.h"

namespace ipep {
namespace {

using http::Fields;
using http::Resource;

// What an argument of a path or an option is asked with; "" leaves an option out. A question with another one fails the
// test that walks.
using Values = std::map<std::string, std::vector<std::string>>;

Values values_of(const TwoCpam& two) {
    Values values = {{"YEAR", {"2021"}},
                     {"GROUPEMENT", two.groups()},
                     {"CPAM", two.cpams()},
                     {"ORDER", two.orders()},
                     {"MESSAGE", two.files()},
                     {"ACCOUNT", {"408100"}},
                     {"LIST", {"assumed", "unsourced", "corrected", "stale", "late", "readings"}},
                     {"WHAT", {"payments"}},
                     {"POSITION", {"1", "7"}},
                     {"KEY", {"payee-changed"}},
                     {"OLD", {"1"}},
                     {"NEW", {"2"}},
                     {"P1", {"100"}},
                     {"P2", {"170"}},
                     {"groupement", two.groups()},
                     {"cpam", two.cpams()},
                     {"style", {"hledger", "ledger", "beancount", "fec", "fec-xml", "csv"}},
                     {"year", {"2021"}},
                     {"kind", {"payeeChanged", "fileIssued", "orderApproved", "bankLineUnmatched", "conventionSigned"}},
                     {"from", {}},
                     {"until", {}},
                     {"limit", {"5"}},
                     {"revision", {"1"}},
                     {"depth", {"9"}},
                     {"full", {"true"}},
                     {"verifier", {}},
                     {"size", {"9"}},
                     {"spending", {"-1%"}},
                     {"years", {"2021"}},
                     {"sweep", {"spending=-1%:1%:1%"}},
                     {"set", {"caps.groupement=0.001"}},
                     {"without", {"G01"}},
                     {"draws", {"3"}},
                     {"errors", {}},
                     {"break-even", {"spending=-1%:1%:1%"}},
                     {"reach", {}},
                     {"xlsx", {}},
                     {"stata", {}},
                     {"sqlite", {}},
                     {"threshold", {"0"}},
                     {"state", {"issued"}},
                     {"words", {"x"}},
                     {"on", {"2024-06-30"}},
                     {"by", {"month"}},
                     {"bank", {"1.00"}},
                     {"month", {"2024-05"}},
                     {"sample", {}},
                     {"monetary-unit", {}},
                     {"materiality", {}},
                     {"expected", {}},
                     {"confidence", {}},
                     {"seed", {}},
                     {"at", {}},
                     {"without-personal", {"true"}}};
    for (const std::string& group : two.groups())
        for (const char* figure : {"settlement/2021/{}/due", "seedCredit/{}"})
            values["REF*"].push_back(std::string(figure).replace(std::string(figure).find("{}"), 2, group));
    values["REF*"].insert(values["REF*"].end(), two.orders().begin(), two.orders().end());
    return values;
}

// The path with each of its arguments in each of its ways.
std::vector<std::string> paths_of(const std::string& pattern, const Values& values) {
    const auto from = pattern.find('{');
    if (from == std::string::npos) return {pattern};
    const auto end = pattern.find('}', from);
    const auto known = values.find(pattern.substr(from + 1, end - from - 1));
    if (known == values.end()) {
        ADD_FAILURE() << pattern << ": say in values_of() what its argument is asked with";
        return {};
    }
    std::vector<std::string> paths;
    for (const std::string& value : known->second)
        for (const std::string& rest : paths_of(pattern.substr(end + 1), values))
            paths.push_back(pattern.substr(0, from) + value + rest);
    return paths;
}

// No option, and each option in each of its ways.
std::vector<Fields> queries_of(const Resource& resource, const Values& values) {
    Fields always;
    if (http::lists(resource.options, "style")) always["style"] = "csv";
    std::vector<Fields> queries{always};
    std::istringstream names(resource.options);
    for (std::string name; names >> name;) {
        const auto known = values.find(name);
        if (known == values.end()) {
            ADD_FAILURE() << resource.path << ": say in values_of() what its option " << name << " is asked with";
            continue;
        }
        for (const std::string& value : known->second) {
            queries.push_back(always);
            queries.back()[name] = value;
        }
    }
    return queries;
}

// What the API does with a reading, in this process and over one ledger that is open.
class ApiHere {
public:
    explicit ApiHere(const TwoCpam& two) : ledger_(two.folder(), Access::read) {
        configuration_.ledger = two.folder();
        configuration_.debtors = two.path("debtors");
        configuration_.signing_key = two.path("signing.pem");
        if (!new_key(configuration_.signing_key, "two")) throw std::runtime_error("no signing key");
    }

    const std::vector<Resource>& resources() const { return commands_->resources(); }

    // Nothing where it is refused.
    std::optional<std::string> ask(const Resource& resource, const std::string& person, const std::string& path,
                                   const Fields& query, const std::string& format) {
        http::Asked asked{&resource, *http::matched(resource.path, path), query, "{}", {person}, "en", format, {}};
        asked.reader = Reader::through_service(ledger_.book(), {person});
        if (!may_ask(asked.reader, asked)) return std::nullopt;
        auto answered = commands_->run(asked, &ledger_);
        if (answered.rejection) return std::nullopt;
        return std::move(answered.body);
    }

private:
    LedgerService ledger_;
    http::Configuration configuration_;
    std::unique_ptr<http::Commands> commands_ = served_questions(configuration_);
};

// Of the log as a whole: a part of it would prove nothing.
bool is_whole(const Resource& resource) {
    const std::set<std::string_view> of_the_log = {"verify", "checkpoint", "leaf", "export audit"};
    return of_the_log.contains(resource.command) || std::string_view(resource.command).starts_with("prove ");
}

// As programs or as people read them.
std::set<std::string> found_in(const std::string& body, const std::set<std::string>& marks) {
    std::set<std::string> found;
    for (const std::string& mark : marks)
        if (body.find(mark) != std::string::npos || body.find(shown_decimal(mark)) != std::string::npos)
            found.insert(mark);
    return found;
}

class EveryQuestion : public testing::Test {
protected:
    // Whether the person may read of this CPAM what the table of rights says.
    static bool reads_amounts(const TwoCpam::Person& person, const std::string& cpam) {
        if (!person.groupement.empty()) return false;
        const bool reads = !person.role.empty() && person.role != "admin";
        return reads && (person.cpam.empty() || person.cpam == cpam);
    }
    static bool reads_payees(const TwoCpam::Person& person, const std::string& cpam) {
        return reads_amounts(person, cpam) && person.role != "cnam" && person.role != "evaluator";
    }

    // Asks everything; what was read of each CPAM by each person goes to `seen_`.
    void ask_all(const std::function<bool(const Resource&)>& wanted) {
        const Values values = values_of(two_);
        for (const Resource& resource : api_.resources()) {
            if (!http::reads(resource.effect) || !wanted(resource)) continue;
            const auto queries = queries_of(resource, values);
            Fields of_the_past = queries.front();
            of_the_past["as-of"] = "190";
            Fields with_proof = queries.front();
            with_proof["proof"] = "true";
            bool is_first = true;
            for (const std::string& path : paths_of(resource.path, values)) {
                for (const Fields& query : queries) ask_everyone(resource, path, query, {"json", "text"});
                if (resource.has_proof) ask_everyone(resource, path, with_proof, {"json"});
                if (std::exchange(is_first, false)) ask_everyone(resource, path, of_the_past, {"json", "html"});
            }
        }
    }

    void ask_everyone(const Resource& resource, const std::string& path, const Fields& query,
                      std::initializer_list<const char*> formats) {
        for (const char* format : formats) {
            ++asked_;
            for (const auto& person : two_.persons()) look(resource, person, path, query, format);
        }
    }

    void look(const Resource& resource, const TwoCpam::Person& person, const std::string& path, const Fields& query,
              const char* format) {
        const auto body = api_.ask(resource, person.name, path, query, format);
        EXPECT_FALSE(person.role.empty() && body) << path << ": read by who has no role";
        if (!body) return;
        std::string options;
        for (const auto& [name, value] : query) options += ' ' + name + '=' + value;
        if (!person.groupement.empty()) return look_at_own(resource, person, path + options + ' ' + format, *body);
        for (const std::string& cpam : two_.cpams()) {
            const Marks& marks = two_.marks(cpam);
            const auto payees = found_in(*body, marks.payees), debtor = found_in(*body, marks.debtor);
            const auto amounts = found_in(*body, marks.amounts);
            std::set<std::string> leaked;
            if (!reads_payees(person, cpam)) leaked = payees;
            if (!reads_payees(person, cpam) && !is_whole(resource)) leaked.insert(debtor.begin(), debtor.end());
            if (!reads_amounts(person, cpam) && !is_whole(resource)) leaked.insert(amounts.begin(), amounts.end());
            EXPECT_TRUE(leaked.empty()) << person.name << ' ' << path << options << ' ' << format << " shows of "
                                        << cpam << ": " << *leaked.begin();
            for (const auto* found : {&payees, &debtor, &amounts})
                seen_[person.name + ' ' + cpam].insert(found->begin(), found->end());
        }
    }

    // Of a groupement: ten questions, and of none but its own; of the log no proof but of what it is shown.
    void look_at_own(const Resource& resource, const TwoCpam::Person& person, const std::string& asked,
                     const std::string& body) {
        const std::set<std::string_view> own = {"settlement", "settlements",  "statement",     "notice",
                                                "explain",    "prove amount", "prove balance", "prove statement",
                                                "prove all",  "prove none"};
        EXPECT_TRUE(own.contains(resource.command)) << asked << ": read by a person of a groupement";
        for (const std::string& cpam : two_.cpams())
            for (const auto* marks : {&two_.marks(cpam).payees, &two_.marks(cpam).debtor})
                EXPECT_TRUE(found_in(body, *marks).empty())
                    << person.name << ' ' << asked << " shows a payee of " << cpam;
        for (const std::string& group : two_.groups()) {
            const auto found = found_in(body, two_.amounts_of(group));
            EXPECT_TRUE(found.empty() || group == person.groupement)
                << person.name << ' ' << asked << " shows of " << group << ": " << *found.begin();
            seen_[person.name].insert(found.begin(), found.end());
        }
    }

    TwoCpam two_;
    ApiHere api_{two_};
    std::map<std::string, std::set<std::string>> seen_;  // marks by person and CPAM
    std::size_t asked_ = 0;
};

TEST_F(EveryQuestion, ShowsNothingOfAnotherCpamAndNoPayeeWithoutTheRight) {
    ask_all([](const Resource&) { return true; });
    EXPECT_GT(asked_, 300u) << "if few are asked, the walk is broken";
    for (const std::string& cpam : two_.cpams()) {
        const Marks& marks = two_.marks(cpam);
        for (const std::set<std::string>& all : {marks.payees, marks.debtor, marks.amounts})
            for (const std::string& mark : all)
                for (const std::string& person : {std::string("auditor"), "dcf" + cpam})
                    EXPECT_TRUE(seen_[person + ' ' + cpam].contains(mark))
                        << person << " is shown " << mark << " nowhere: a mark that nobody sees finds nothing";
    }
    for (const std::string& group : two_.groups())
        EXPECT_GE(seen_["of" + group].size(), 5u) << group << " is not shown its own";
}

}  // namespace
}  // namespace ipep
