// Random operations against a model in memory: after every one of them the ledger says what the notebook says.
//
// Shape:  many short lives of a ledger, each from the seed that is printed. IPEP_TEST_SEED repeats a run,
//         IPEP_MODEL_OPERATIONS makes it longer.
#include "tests/services/model.h"
#include "events/json_walk.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <random>

#include "events/event_json.h"
#include "services/answers/figures.h"
#include "services/audit/restore.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

namespace json = boost::json;
using model::Line;
using model::Model;

std::uint64_t wish(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

constexpr std::uint64_t kOperationsALife = 400;

// Lines that are mostly right, now and then wrong in one of the ways a person or a program gets them wrong.
class Lines {
public:
    explicit Lines(std::mt19937_64& random) : random_(random) {}

    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool one_in(std::size_t chances) { return below(chances) == 0; }

    Line rules() {
        Parameters parameters = sample::parameters();
        parameters.advance.recovery = one_in(2) ? Recovery::full : Recovery::aboveSeedCredit;
        parameters.caps.national = {one_in(3) ? "0.001" : "0.01"};
        parameters.seedCredit.baseAmount = sample::euros(one_in(2) ? "100000.00" : "77777.77");
        const int from = made_ == 0 ? 2018 : year();
        return make("rulesAdopted", members_to_json(sample::rules(parameters, from)));
    }
    Line any(const Model& model) {
        if (one_in(12) && made_ > 0) return known(model);
        if (one_in(25)) return malformed();
        if (one_in(6) && !plain_.empty()) return correction();
        static const char* const kinds[] = {"groupementAdmitted", "conventionSigned",      "seedCreditAssessed",
                                            "roadmapReceived",    "indicatorTargetsSet",   "indicatorMeasured",
                                            "patientsCounted",    "expenditureMeasured",   "envelopeBudgeted",
                                            "groupementWithdrew", "advanceWriteOffDecided"};
        if (one_in(40)) return rules();
        return plain(kinds[below(std::size(kinds) - (one_in(2) ? 0 : 2))]);
    }
    Line plain(const std::string& kind) { return make(kind, body(kind, who(), year())); }
    // The fact that is missing, as the model names it: "indicatorMeasured A 2020 S01".
    Line wanted(const std::string& subject) {
        std::vector<std::string> words;
        for (std::size_t at = 0; at < subject.size();
             at = subject.find(' ', at) == std::string::npos ? subject.size() : subject.find(' ', at) + 1)
            words.push_back(subject.substr(at, subject.find(' ', at) - at));
        const bool common = words[0] == "indicatorTargetsSet";
        const int of = common ? std::stoi(words[1]) : words.size() > 2 ? std::stoi(words[2]) : year();
        careful_ = true;
        const Line right = make(words[0], body(words[0], common ? "A" : words[1], of));
        careful_ = false;
        return right;
    }

private:
    std::string who() { return std::string(1, static_cast<char>('A' + below(7))); }  // G is never admitted
    int year() { return 2018 + static_cast<int>(below(6)); }
    std::string number(std::size_t from, std::size_t until) { return std::to_string(from + below(until - from)); }
    bool wrongly(std::size_t chances) { return !careful_ && one_in(chances); }
    std::string mostly(const char* right, const char* wrong) { return wrongly(25) ? wrong : right; }

    Line make(const std::string& kind, json::object body) {
        Line one = model::line("k" + std::to_string(made_++), kind, std::move(body));
        plain_.emplace_back(one.key, one);
        return one;
    }

    json::object body(const std::string& kind, const std::string& group, int in) {
        const std::int64_t patients = 5000 + static_cast<std::int64_t>(below(15'000));
        if (kind == "groupementAdmitted") return admission(group == "G" ? "F" : group);
        if (kind == "conventionSigned") return agreement(group);
        if (kind == "seedCreditAssessed")
            return {
                {"groupement", group}, {"patients", patients}, {"multiprofessionalModulation", mostly("-1/7", "0.3")}};
        if (kind == "roadmapReceived") return {{"groupement", group}};
        if (kind == "indicatorTargetsSet")
            return {{"year", wrongly(30) ? 2017 : in},
                    {"indicator", mostly("S01", "S99")},
                    {"direction", "up"},
                    {"target", mostly("90", "70")},
                    {"intermediate", "80"}};
        if (kind == "indicatorMeasured")
            return {
                {"groupement", group}, {"year", in}, {"indicator", mostly("S01", "S99")}, {"value", number(60, 100)}};
        if (kind == "patientsCounted")
            return {{"groupement", group}, {"year", in}, {"patients", wrongly(30) ? -1 : patients}};
        if (kind == "expenditureMeasured")
            return {{"groupement", group},
                    {"year", in},
                    {"actualPerPatient", number(900, 1100) + mostly(".37", "")},
                    {"adjustedPerPatient", wrongly(30) ? "0.00" : number(900, 1200)}};
        if (kind == "envelopeBudgeted") return {{"paymentYear", in + 1}, {"amount", mostly("700000.00", "-1.00")}};
        if (kind == "groupementWithdrew") return {{"groupement", group}, {"lastYear", in}, {"reason", "departure"}};
        return {{"groupement", group}, {"decision", "Decision 12"}};
    }
    json::object admission(const std::string& group) {
        const int first = wrongly(35) ? 2017 : 2019 + group[0] % 2;
        return {{"groupement", group},
                {"name", "Groupement " + group},
                {"legalForm", "SISA"},
                {"region", "Bretagne"},
                {"cpam", "351"},
                {"wave", 1},
                {"firstYear", first},
                {"referringPhysicians", wrongly(30) ? 0 : 10},
                {"patients", wrongly(30) ? 4999 : 10'000},
                {"decision", "Arrêté"}};
    }
    json::object agreement(const std::string& group) {
        return {{"groupement", group},
                {"cpam", mostly("351", "352")},
                {"payee",
                 {{"name", "PAYEE " + group},
                  {"iban", mostly("FR7699999010010005000791985", "FR7699999010010005000791980")},
                  {"bic", "TESTFRPP"}}}};
    }

    // A key that was used, or will have been: with the same content, or with other content.
    Line known(const Model& model) {
        auto [key, line] = plain_[below(plain_.size())];
        if (one_in(3)) {
            const Line other = plain("patientsCounted");
            return model::line(key, other.kind, other.body);
        }
        if (const auto text = model.text_of(key)) line.text = *text;
        return line;
    }
    Line correction() {
        const auto [key, first] = plain_[below(plain_.size())];
        std::string kind = first.kind, corrects = key;
        json::object right = first.body;
        const std::set<std::string> kept{"rulesAdopted", "groupementAdmitted", "advanceWriteOffDecided",
                                         "factCorrected"};
        const bool figures = !kept.contains(kind);
        if (figures) {
            const json::object fresh = body(kind, "A", year());
            for (const auto& [name, value] : fresh)
                if (name != "groupement" && name != "year" && name != "indicator" && name != "paymentYear")
                    right[name] = value;
        }
        if (one_in(15)) corrects = "never";
        if (one_in(15) && right.contains("year")) right["year"] = 2017;
        if (one_in(15)) kind = "roadmapReceived", right = {{"groupement", "A"}};
        if (!figures) kind = "roadmapReceived", right = {{"groupement", "A"}};
        Line one = model::line("k" + std::to_string(made_++), "factCorrected",
                               {{"corrects", corrects}, {"fact", {{kind, right}}}, {"reason", "a wrong figure"}});
        if (one_in(8)) plain_.emplace_back(one.key, one);
        return one;
    }
    Line malformed() {
        Line one = plain("patientsCounted");
        static const std::pair<const char*, const char*> ways[] = {
            {"json_malformed", "{\"key\":"},
            {"json_malformed", "[1]"},
            {"member_unknown", R"({"key":"x","on":"2020-01-01","fact":{"roadmapReceived":{"groupement":"A","x":1}}})"},
            {"member_missing", R"({"key":"x","on":"2020-01-01","fact":{"roadmapReceived":{}}})"},
            {"member_repeated", R"({"key":"x","on":"2020-01-01","on":"2020-01-01","fact":{"roadmapReceived":{}}})"},
            {"member_wrong_type", R"({"key":"x","on":"2020-01-01","fact":{"roadmapReceived":{"groupement":1}}})"},
            {"day_malformed", R"({"key":"x","on":"2020-02-30","fact":{"roadmapReceived":{"groupement":"A"}}})"},
            {"kind_unknown", R"({"key":"x","on":"2020-01-01","fact":{"nonsense":{}}})"},
            {"kind_decided", R"({"key":"x","on":"2020-01-01","fact":{"yearSettled":{}}})"},
            {"amount_malformed",
             R"({"key":"x","on":"2020-01-01","fact":{"envelopeBudgeted":{"paymentYear":2021,"amount":"1.234"}}})"}};
        std::tie(one.malformed, one.text) = ways[below(std::size(ways))];
        return one;
    }

    std::mt19937_64& random_;
    std::vector<std::pair<std::string, Line>> plain_;  // by the key they were given first
    int made_ = 0;
    bool careful_ = false;  // no fact is wrong
};

// One ledger and its notebook.
class Life {
public:
    Life(std::uint64_t seed, std::map<std::string, std::uint64_t>& tally)
        : random_(seed), lines_(random_), tally_(tally) {
        append({lines_.rules()});
        for (const char* group : {"A", "B", "C", "D"})
            for (const char* kind : {"groupementAdmitted", "conventionSigned", "seedCreditAssessed"})
                append({lines_.wanted(std::string(kind) + ' ' + group)});
    }

    void step() {
        const std::size_t chance = lines_.below(100);
        if (chance < 55) return append_some();
        if (chance < 70) return complete_a_year();
        if (chance < 90) return settle(2019 + static_cast<int>(lines_.below(5)), lines_.one_in(3));
        if (chance < 92) return reopen();
        if (chance < 95) return as_of();
        if (chance < 97) return verify_and_rebuild();
        if (chance < 99) return back_up();
        return restore_and_go_on();
    }

private:
    LedgerService& service() { return ledger_.service(); }

    void append_some() {
        std::vector<Line> some;
        for (std::size_t i = 1 + lines_.below(2); i > 0; --i) some.push_back(lines_.any(model_));
        append(some);
    }
    // What the notebook says is missing, so that years come to be settled; twice the same subject now and then.
    void complete_a_year() {
        const int year = 2019 + static_cast<int>(lines_.below(5));
        std::vector<Line> some;
        for (const std::string& subject : model_.missing(year)) some.push_back(lines_.wanted(subject));
        if (!some.empty()) append(some);
    }

    void append(const std::vector<Line>& lines) {
        const auto wanted = model_.append(lines);
        std::string text;
        for (const Line& one : lines) text += one.text + '\n';
        SCOPED_TRACE("append\n" + text);
        const auto answer = service().append(text, {"tester"});
        if (!answer) return refused(wanted, answer.error());
        ++tally_["appends accepted"];
        EXPECT_TRUE(wanted.refusals.empty()) << "expected " << *wanted.refusals.begin();
        EXPECT_EQ(answer->appended, wanted.appended);
        EXPECT_EQ(answer->repeated, wanted.repeated);
        tally_["repeated"] += answer->repeated;
        take_new(lines);
        EXPECT_EQ(answer->position, model_.head());
    }

    void settle(int year, bool dry_run) {
        SCOPED_TRACE("settle " + std::to_string(year) + (dry_run ? " dry" : ""));
        const auto wanted = model_.settle(year);
        const auto answer = service().settle(year, sample::day("2024-05-31"), {"tester"}, dry_run);
        if (!answer) return refused(wanted, answer.error());
        EXPECT_TRUE(wanted.refusals.empty()) << "expected " << *wanted.refusals.begin();
        ++tally_[dry_run ? "dry runs" : "settlings"];
        if (dry_run) return agree();
        const auto before = model_.head();
        take_new({});
        EXPECT_EQ(answer->changed, model_.head() > before);
        const auto again = service().settle(year, sample::day("2024-05-31"), {"tester"}, false);
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->changed) << "settled again, with nothing new";
        EXPECT_EQ(json::serialize(settlement_answer(again->settlement)),
                  json::serialize(settlement_answer(answer->settlement)));
        agree();
    }

    // A refusal is the predicted one and changes nothing.
    void refused(const model::Prediction& wanted, const Rejection& rejection) {
        const std::string code(text_of(rejection.code).code);
        ++tally_["refused"];
        codes_.insert(code);
        tally_["different refusals"] = codes_.size();
        EXPECT_TRUE(wanted.refusals.contains(code)) << code << ": " << rejection.sentence();
        EXPECT_EQ(rejection.line, static_cast<std::int64_t>(wanted.line)) << code;
        std::set<std::string> missing;
        for (const Missing& one : rejection.missing) missing.insert(model::subject_of(one.fact, missing_subject(one)));
        EXPECT_EQ(missing, code == "facts_missing" ? wanted.missing : std::set<std::string>{});
        agree();
    }
    static json::object missing_subject(const Missing& one) {
        json::object subject = missing_answer(one);
        subject.erase("fact");
        return subject;
    }

    void take_new(const std::vector<Line>& lines) {
        for (auto at = model_.head() + 1; at <= service().store().head(); ++at) take(model_, at, lines);
        agree();
    }
    void take(Model& model, Position at, const std::vector<Line>& lines) {
        const json::object event = to_json(service().event(at), {});
        if (const auto* key = event.if_contains("key")) {
            const auto line = std::ranges::find(lines, std::string(key->as_string()), &Line::key);
            if (line != lines.end()) texts_[line->key] = line->text;
            return model.take(event, texts_[std::string(key->as_string())]);
        }
        model.take(event, {});
    }
    // The notebook as it stood behind an earlier event.
    Model truncated(Position until) {
        Model model;
        for (Position at = 1; at <= until; ++at) take(model, at, {});
        return model;
    }

    void agree() {
        EXPECT_EQ(service().store().head(), model_.head());
        ends_.insert(model_.head());
        agree(service().views(), model_);
        for (const auto& [group, account] : model_.accounts()) {
            const auto lines = service().views().statements().lines({group});
            if (lines.empty()) continue;
            EXPECT_EQ((lines.back().owed - lines.back().overpaid).cents(), account.first) << group;
            EXPECT_EQ(lines.back().advanceOutstanding.cents(), account.second) << group;
        }
        for (const std::string& complaint : model_.complaints()) ADD_FAILURE() << complaint;
    }
    static void agree(Views& views, const Model& model) {
        EXPECT_EQ(json::serialize(balances_answer(balance_rows(views.balances()))), json::serialize(model.balances()));
        EXPECT_EQ(json::serialize(envelope_answer(envelope_rows(views.envelope()))), json::serialize(model.envelope()));
    }

    void reopen() {
        ledger_.reopen();
        ++tally_["reopened"];
        agree();
    }
    void as_of() {
        const Position position = *std::next(ends_.begin(), static_cast<std::ptrdiff_t>(lines_.below(ends_.size())));
        SCOPED_TRACE("as of " + std::to_string(position));
        ASSERT_TRUE(service().look_at({position, {}, ""}));
        agree(service().views(), truncated(position));
        ++tally_["as-of questions"];
        ledger_.reopen();
    }
    void verify_and_rebuild() {
        ledger_.close();
        {
            Store store(ledger_.folder(), {.access = Access::write, .sync = false});
            const auto kept = view_digests(store), rebuilt = rebuild(store);
            for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].digest, rebuilt[i].digest) << kept[i].view;
            expect_verified(store);
        }
        ++tally_["rebuilt and verified"];
        ledger_.reopen();
        agree();
    }
    void expect_verified(const Store& store) {
        const auto found = verify(store);
        EXPECT_EQ(found.events, model_.head());
        for (const Difference& one : found.differences)
            ADD_FAILURE() << one.where << ": expected " << one.expected << ", found " << one.found;
    }

    void back_up() {
        service().store().backup(scratch_.path("backups"));
        backed_up_ = model_.head();
        ++tally_["backups"];
        agree();
    }
    // The last backup takes the ledger's place: what came later is forgotten, its keys are free again.
    void restore_and_go_on() {
        if (!backed_up_) return;
        const Digest root = service().store().tree().root(*backed_up_);
        const Model then = truncated(*backed_up_);
        ledger_.close();
        std::filesystem::remove_all(ledger_.folder());
        const auto restored = restore(scratch_.path("backups"), ledger_.folder());
        ASSERT_TRUE(restored) << restored.error().sentence();
        EXPECT_EQ(restored->verification.root, root);
        model_ = then;
        ends_.erase(ends_.upper_bound(model_.head()), ends_.end());
        ledger_.reopen();
        ++tally_["restored"];
        agree();
    }

    std::mt19937_64 random_;
    Lines lines_;
    std::map<std::string, std::uint64_t>& tally_;
    static inline std::set<std::string> codes_;
    TrialFolder ledger_;
    Scratch scratch_;
    Model model_;
    std::map<std::string, std::string> texts_;  // of each key, as it was appended
    std::optional<Position> backed_up_;
    std::set<Position> ends_{0};  // of whole batches: inside one, amounts are on their way
};

TEST(RandomOperations, TheLedgerSaysWhatTheModelSaysAfterEveryOne) {
    const std::uint64_t seed = wish("IPEP_TEST_SEED", std::random_device{}()),
                        operations = wish("IPEP_MODEL_OPERATIONS", std::getenv("IPEP_SANITIZED") ? 1'000 : 10'000);
    std::cout << "IPEP_TEST_SEED=" << seed << '\n';
    std::map<std::string, std::uint64_t> tally;
    for (std::uint64_t done = 0; done < operations && !HasFailure();) {
        SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed) + ", life " + std::to_string(done / kOperationsALife));
        Life life(seed * 1000 + done / kOperationsALife, tally);
        for (std::uint64_t i = 0; i < kOperationsALife && done < operations && !HasFailure(); ++i, ++done) {
            SCOPED_TRACE("operation " + std::to_string(i));
            life.step();
        }
    }
    for (const auto& [what, count] : tally) std::cout << what << ": " << count << '\n';
    EXPECT_GT(tally["settlings"], operations / 50);
    EXPECT_GT(tally["different refusals"], std::min<std::uint64_t>(20, operations / 100));
}

}  // namespace
}  // namespace ipep
