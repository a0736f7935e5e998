// As of: a balance at random positions of a large ledger beside one a tenth as large, in this process and over HTTP;
// why an amount was what it was; the panel as of an old position beside the head's.
#include <fstream>
#include <random>

#include "ledger/reference.h"
#include "projections/derivation.h"
#include "services/histories/panel/package.h"
#include "tools/bench/bench.h"
#include "tools/bench/served.h"
#include "tools/bench/wrk.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kQuestions = 1000;
constexpr int kLastYear = 2023;  // of an experiment of five years
constexpr int kDepth = 4;        // levels of a derivation, and inputs of a national sum, as a page of text shows them
constexpr std::size_t kBreadth = 12;

void look_at(LedgerService& ledger, Position at) {
    if (!ledger.look_at({at, {}, ""})) throw std::runtime_error("no state at " + std::to_string(at));
}

// A ledger opened to be read, and who asks it.
class Past {
public:
    Past(const std::string& folder, std::int64_t groupements)
        : ledger_(folder, Access::read), groupements_(groupements) {}

    Position head() { return ledger_.store().head(); }
    Position some_position() { return std::uniform_int_distribution<Position>(1, head())(random_); }
    GroupementId some_groupement() {
        return groupement_id(std::uniform_int_distribution<std::int64_t>(0, groupements_ - 1)(random_));
    }
    // Of `count` questions, each at a position of its own.
    Samples ask(std::size_t count, const std::function<void(LedgerService&, const GroupementId&)>& question) {
        Samples seconds;
        while (seconds.size() < count) {
            const GroupementId id = some_groupement();
            const Position at = some_position();
            const Stopwatch watch;
            look_at(ledger_, at);
            question(ledger_, id);
            ledger_.look_at_head();
            seconds.push_back(watch.seconds());
        }
        std::ranges::sort(seconds);
        return seconds;
    }
    double replay() {
        const Stopwatch watch;
        Views views;
        views.catch_up(ledger_.store(), head() / 2);
        return watch.seconds();
    }
    LedgerService& ledger() { return ledger_; }

private:
    LedgerService ledger_;
    std::int64_t groupements_;
    std::mt19937_64 random_{17};
};

void ask_balance(LedgerService& ledger, const GroupementId& id) {
    std::ignore = ledger.views().balances().rows.find(id.text);
}
void ask_statement(LedgerService& ledger, const GroupementId& id) {
    if (!ledger.known_groupement(id.text)) return;
    std::ignore = ledger.views().statements().lines(id);
    std::ignore = ledger.book_of(id).find(id);
}

double p99_ms_of(const Samples& sorted) { return sorted.at(sorted.size() * 99 / 100) * 1000; }

void measure_balances(const Sizes& sizes, Past& large, Past& small, Report& report) {
    Samples late, late_statement;
    const auto pair = alternate(
        sizes.samples,
        [&] {
            const Samples asked = large.ask(kQuestions, ask_balance);
            late.push_back(p99_ms_of(asked));
            late_statement.push_back(p99_ms_of(large.ask(kQuestions, ask_statement)));
            return median(asked);
        },
        [&] { return median(small.ask(kQuestions, ask_balance)); });
    report.measures.push_back({"as-of balance at a random position of " + std::to_string(large.head()) + " events",
                               "looked at, the balance of one groupement read, back at the head",
                               "ours of " + std::to_string(small.head()) + " events",
                               1,
                               "question",
                               pair.ours,
                               pair.rival,
                               Bound{Bound::Kind::below, 1.3},
                               {{"p99_ms", median(late), {Bound::Kind::below, 2}},
                                {"statement_p99_ms", median(late_statement), {Bound::Kind::below, 10}},
                                {"replaysInItsTime", large.replay() / median(pair.ours), {Bound::Kind::at_least, 1}}}});
}

void measure_explaining(const Sizes& sizes, Past& large, Report& report) {
    Samples seconds;
    for (int i = 0; i < sizes.samples; ++i) {
        const std::string of = Reference::due(large.some_groupement(), kLastYear).text();
        const Stopwatch watch;
        expect(explain(large.ledger().store(), large.ledger().views(), of, {.depth = kDepth, .breadth = kBreadth}));
        seconds.push_back(watch.seconds());
    }
    report.measures.push_back(
        {"explaining one amount as deep as asked",
         "the derivation of an amount due of the fifth year, four levels, as a page of text shows it",
         "",
         1,
         "amount",
         seconds,
         {},
         {},
         {{"ms", median(seconds) * 1000, {Bound::Kind::below, 50}}}});
}

double export_once(const std::string& folder, std::optional<Position> at, const std::string& to) {
    LedgerService ledger(folder, Access::read);
    const Stopwatch watch;
    if (at) look_at(ledger, *at);
    expect(panel::export_panel(ledger, to, {}));
    const double seconds = watch.seconds();
    Workspace::remove(to);
    return seconds;
}

// Of a position as near to the head as the panel has all its rows at.
void measure_past_panel(const Sizes& sizes, const std::string& folder, Workspace& workspace, Report& report) {
    const Position old = Store(folder, {}).head() - 1;
    const auto pair = alternate(
        sizes.samples, [&] { return export_once(folder, old, workspace.fresh()); },
        [&] { return export_once(folder, {}, workspace.fresh()); });
    report.measures.push_back({"export panel as of an earlier position", "the panel of all but the last event",
                               "ours of the head", 1, "panel", pair.ours, pair.rival, Bound{Bound::Kind::below, 1.2}});
}

void measure_over_http(const Sizes& sizes, const std::string& folder, Past& large, Workspace& workspace,
                       Report& report) {
    const Served served(folder);
    const std::string script = workspace.fresh() + ".lua";
    std::ofstream(script) << "request = function() return wrk.format(nil, string.format(\"/api/v1/balances/"
                          << groupement_id(0).text << "?as-of=%d\", math.random(" << large.head() / 10 << ", "
                          << large.head() << "))) end\n";
    Samples seconds, late;
    for (int i = 0; i < std::min(sizes.samples, 3); ++i) {
        const Load load = measure_with_wrk("-s " + script + ' ' + served.url("/"), sizes.events < 1'000'000 ? 1 : 4);
        seconds.push_back(1 / load.per_second);
        late.push_back(load.p99_ms);
    }
    report.measures.push_back({"GET of a balance at a random position, 32 connections",
                               "a request answered, the load generator on the same machine",
                               "",
                               1,
                               "requests",
                               seconds,
                               {},
                               {},
                               {{"requests_per_s", 1 / median(seconds), {Bound::Kind::at_least, 20'000}},
                                {"p99_ms", median(late), {Bound::Kind::below, 10}}}});
}

}  // namespace

void measure_as_of(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string folder = workspace.fresh(), tenth = workspace.fresh();
    const Experiment experiment{.groupements = sizes.groupements_replayed()};
    const Experiment fewer{.groupements = std::max<std::int64_t>(2, experiment.groupements / 10)};
    make_ledger(folder, experiment, experiment.last_year(), experiment.last_year());
    make_ledger(tenth, fewer, fewer.last_year(), fewer.last_year());
    {
        Past large(folder, experiment.groupements), small(tenth, fewer.groupements);
        measure_balances(sizes, large, small, report);
        measure_explaining(sizes, large, report);
        measure_over_http(sizes, folder, large, workspace, report);
    }
    measure_past_panel(sizes, folder, workspace, report);
    Workspace::remove(folder);
    Workspace::remove(tenth);
}

}  // namespace ipep::bench
