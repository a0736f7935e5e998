#include "services/console/console.h"

#include <filesystem>

#include "events/code.h"
#include "ledger/reference.h"
#include "services/bank/debtor.h"
#include "services/console/assets.h"
#include "services/console/findings.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/turn.h"
#include "services/ledger/as_of.h"

namespace ipep {
namespace {

constexpr char kForever[] = "public, max-age=31536000, immutable";

ConsolePage language_chosen(const ConsoleRequest& request) {
    const auto member = [&](const char* name) {
        const auto found = request.query.find(name);
        return found == request.query.end() ? std::string() : found->second;
    };
    const std::string back = member("back");
    ConsolePage page{303, "text/plain; charset=utf-8", "", {{"Location", http::is_own_path(back) ? back : "/"}}};
    page.headers["Set-Cookie"] = std::string("language=") + (member("to") == "en" ? "en" : "fr") +
                                 "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";
    return page;
}

// What follows `start` in a path.
std::optional<std::string> behind(const std::string& path, const std::string& start) {
    if (!path.starts_with(start) || path.size() == start.size()) return std::nullopt;
    return path.substr(start.size());
}

// The year of /settlements/YEAR followed by `end`.
std::optional<ResultYear> year_of_path(const std::string& path, const std::string& end) {
    const auto rest = behind(path, "/settlements/");
    if (!rest || !rest->ends_with(end)) return std::nullopt;
    const auto year = whole_number(rest->substr(0, rest->size() - end.size()));
    if (!year || !well_formed_year(*year)) return std::nullopt;
    return static_cast<int>(*year);
}

// /settlements/YEAR/notices/GROUPEMENT
std::optional<ConsolePage> read_notice(const Visit& visit) {
    const std::string& path = visit.request.path;
    const std::string between = "/notices/";
    const auto at = path.find(between);
    if (at == std::string::npos) return std::nullopt;
    const auto year = year_of_path(path.substr(0, at), "");
    const GroupementId id{path.substr(at + between.size())};
    if (!year || id.text.empty()) return std::nullopt;
    return notice(visit, *year, id);
}

// What a person of a groupement opens: its page, its notices, the derivations of its amounts and their proofs.
std::optional<ConsolePage> read_own(const Visit& visit) {
    const std::string& path = visit.request.path;
    if (const auto id = behind(path, "/groupements/"); id && visit.rights.is_own({*id}))
        return groupement(visit, {*id});
    const auto notices = path.find("/notices/");
    if (notices != std::string::npos && visit.rights.is_own({path.substr(notices + 9)})) return read_notice(visit);
    const bool proves = path.starts_with("/proof/");
    const auto text = behind(path, proves ? "/proof/" : "/explain/");
    const auto reference = text ? Reference::parse(*text) : std::nullopt;
    if (!reference || !reference->order.text.empty() || !visit.rights.is_own(reference->groupement))
        return std::nullopt;
    return proves ? trail_proof(visit, *text) : trail(visit, *text);
}

// The position of /events/POSITION followed by `end`.
std::optional<Position> position_before(const std::string& path, const std::string& end) {
    const auto rest = behind(path, "/events/");
    if (!rest || !rest->ends_with(end)) return std::nullopt;
    const auto position = whole_number(rest->substr(0, rest->size() - end.size()));
    return position ? std::optional(static_cast<Position>(*position)) : std::nullopt;
}

// A page of a CPAM: /payments/CPAM or /books/CPAM, followed by what `pages` has; for who may read it.
using CpamPageOf = ConsolePage (*)(const Visit&, const CpamId&);

std::optional<ConsolePage> cpam_state(const Visit& visit, const std::string& below,
                                      const std::map<std::string, CpamPageOf>& pages) {
    const Section section = section_of(below);
    const auto rest = behind(visit.request.path, below);
    if (!rest) return std::nullopt;
    const auto slash = std::min(rest->find('/'), rest->size());
    const CpamId cpam{rest->substr(0, slash)};
    const auto found = pages.find(rest->substr(slash));
    if (found == pages.end()) return std::nullopt;
    if (const auto allowed = visit.rights.check(Right::read_amounts, cpam); !allowed)
        return visit.refused(section, allowed.error());
    if (!visit.book().find(cpam)) return visit.refused(section, {code::unknown_cpam, {{"cpam", cpam.text}}});
    return found->second(visit, cpam);
}

std::optional<ConsolePage> read_payments(const Visit& visit) {
    static const std::map<std::string, CpamPageOf> pages = {
        {"", payments_of},
        {"/ordering", [](const Visit& v, const CpamId& cpam) { return ordering(v, cpam); }},
        {"/issuing", [](const Visit& v, const CpamId& cpam) { return issuing(v, cpam); }},
        {"/visa", visa},
        {"/visa/approval", visa_approval},
        {"/line", bank_line},
        {"/reconciliation", reconciliation}};
    if (visit.request.path == "/payments") return payments(visit);
    if (visit.request.path == "/bank-files") return bank_files(visit);
    if (const auto id = behind(visit.request.path, "/orders/")) return order(visit, {*id});
    if (const auto message = behind(visit.request.path, "/files/")) return file(visit, *message);
    return cpam_state(visit, "/payments/", pages);
}

std::optional<ConsolePage> read_books_of(const Visit& visit) {
    static const std::map<std::string, CpamPageOf> pages = {{"", books_journal},
                                                            {"/ledger", books_ledger},
                                                            {"/balance", books_balance},
                                                            {"/variations", books_variations},
                                                            {"/closing", books_closing},
                                                            {"/reconciliation", books_reconciliation},
                                                            {"/fec", fec}};
    if (visit.request.path == "/books") return books_of_all(visit);
    return cpam_state(visit, "/books/", pages);
}

// POST /facts/KIND and /events/POSITION/correction: what it would do; with /recording behind them: doing it.
std::optional<ConsolePage> act_on_facts(const Visit& visit) {
    std::string path = visit.request.path;
    const std::string recording = "/recording";
    const bool records_it = path.ends_with(recording);
    if (records_it) path.resize(path.size() - recording.size());
    if (const auto kind = behind(path, "/facts/")) return act_on_fact(visit, *kind, records_it);
    if (const auto position = position_before(path, "/voucher")) return give_voucher(visit, *position);
    const auto position = position_before(path, "/correction");
    if (!position) return std::nullopt;
    return act_on_correction(visit, *position, records_it);
}

std::optional<ConsolePage> act_on_payments(const Visit& visit) {
    static const std::map<std::string, CpamPageOf> acts = {{"/ordering", order_for},
                                                           {"/issuing", issue_file},
                                                           {"/visa/approval", approve_passing},
                                                           {"/confirmation", confirm_payee},
                                                           {"/line/explanation", explain_bank_line},
                                                           {"/line/confirmation", confirm_bank_line},
                                                           {"/closing", close_months}};
    if (visit.request.path == "/bank-files") return read_bank_file(visit);
    if (const auto rest = behind(visit.request.path, "/orders/")) {
        const auto slash = rest->find('/');
        if (slash == std::string::npos) return std::nullopt;
        const std::string act = rest->substr(slash + 1);
        for (const char* known : {"approval", "suspension", "requisition", "cancellation", "resolution"})
            if (act == known) return act_on_order(visit, {rest->substr(0, slash)}, act);
        return std::nullopt;
    }
    return cpam_state(visit, "/payments/", acts);
}

// /persons/PERSON/tokens/revocation
std::optional<ConsolePage> act_on_persons(const Visit& visit) {
    const auto rest = behind(visit.request.path, "/persons/");
    const std::string end = "/tokens/revocation";
    if (!rest || !rest->ends_with(end)) return std::nullopt;
    return revoke_tokens_of(visit, {rest->substr(0, rest->size() - end.size())});
}

// A file that cannot be read has no name to give; issuing says what is wrong with it.
ConsoleOptions with_names(ConsoleOptions options) {
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(options.debtors, none))
        if (const auto debtor = read_debtor(file.path().string()); debtor && file.path().extension() == ".toml")
            options.cpam_names.emplace(file.path().stem().string(), debtor->name);
    return options;
}

}  // namespace

// What all answers share.
struct ConsoleShared {
    ConsoleOptions options;
    std::mutex mutex = {};
    std::optional<LastVerification> verification = {};
    Findings findings = {};

    std::optional<LastVerification> last_verification() {
        const std::lock_guard lock(mutex);
        return verification;
    }
    void verified(LastVerification last) {
        const std::lock_guard lock(mutex);
        verification = std::move(last);
    }
};

struct Console::Inside {
    explicit Inside(ConsoleShared& all) : shared(all) {}
    ConsoleShared& shared;
    Templates templates;

    ConsolePage read(const Visit& visit) {
        const std::string& path = visit.request.path;
        const Section section = section_of(path);
        // Who has nothing to read on the dashboard, as an administrator, begins with the first page there is.
        const std::string first = visit.first_page();
        if (path == "/" && !visit.rights.opens(section) && !first.empty()) return visit.moved(visit.link(first));
        if (const auto wanted = behind(path, "/reports/")) return national_report(visit, *wanted);
        if (section == Section::dashboard && path != "/" && path != "/waiting") return visit.not_found();
        // A grant of a role waits for an administrator, who reads nothing else of the dashboard.
        if (path == "/waiting" && visit.rights.has(Right::administer)) return under_way(visit);
        if (const auto opened = visit.rights.check(section); !opened) {
            if (auto page = read_own(visit)) return std::move(*page);
            return visit.refused(section, opened.error());
        }
        if (path == "/") return dashboard(visit);
        if (path == "/waiting") return under_way(visit);
        if (path == "/groupements") return groupements(visit);
        if (const auto id = behind(path, "/groupements/")) return groupement(visit, {*id});
        if (path == "/settlements") return settlements(visit);
        if (path == "/settlements/facts") return sheet_of_facts(visit);
        if (path == "/settlements/facts/template") return facts_template(visit);
        if (auto page = read_notice(visit)) return std::move(*page);
        if (const auto year = year_of_path(path, "")) return settlement(visit, *year);
        if (const auto year = year_of_path(path, "/facts")) return year_facts(visit, *year);
        if (const auto year = year_of_path(path, "/preview")) return settlement_preview(visit, *year);
        if (auto page = read_payments(visit)) return std::move(*page);
        if (auto page = read_books_of(visit)) return std::move(*page);
        if (path == "/explain") return trail_search(visit);
        if (const auto reference = behind(path, "/explain/")) return trail(visit, *reference);
        if (const auto reference = behind(path, "/proof/")) return trail_proof(visit, *reference);
        if (path == "/events") return event_log(visit);
        if (path == "/events/knowledge") return knowledge(visit);
        if (const auto position = whole_number(behind(path, "/events/").value_or("")))
            return log_event(visit, static_cast<Position>(*position));
        if (path == "/facts") return fact_kinds(visit);
        if (const auto kind = behind(path, "/facts/")) return fact_form(visit, *kind);
        if (const auto position = position_before(path, "/correction")) return correction_form(visit, *position);
        if (const auto position = position_before(path, "/voucher")) return voucher(visit, *position);
        if (path == "/persons") return persons(visit);
        if (path == "/integrity") return integrity(visit, shared.last_verification());
        if (path == "/rules") return rules(visit);
        if (path == "/rules/readings") return readings(visit, shared.findings);
        if (path == "/rules/simulation") return simulation(visit);
        if (path == "/rules/unsourced") return unsourced(visit, shared.findings);
        return visit.not_found();
    }

    ConsolePage act(const Visit& visit) {
        const std::string& path = visit.request.path;
        if (visit.request.csrf.empty() || visit.form("csrf") != visit.request.csrf) return visit.forged();
        if (path == "/settlements/facts") return read_facts(visit);
        if (path == "/settlements/facts/errors") return facts_with_errors(visit);
        if (path == "/settlements/facts/recording") return record_facts(visit);
        if (const auto year = year_of_path(path, "")) return settle(visit, *year);
        if (const auto year = year_of_path(path, "/validation")) return validate(visit, *year, Second::validates);
        if (const auto year = year_of_path(path, "/refusal")) return validate(visit, *year, Second::refuses);
        if (auto page = act_on_facts(visit)) return std::move(*page);
        if (auto page = act_on_payments(visit)) return std::move(*page);
        if (auto page = act_on_persons(visit)) return std::move(*page);
        if (path == "/integrity/verify") {
            if (const auto allowed = visit.rights.check(Section::integrity); !allowed)
                return visit.refused(Section::integrity, allowed.error());
            shared.verified({visit.ledger.world().now(), visit.request.person, verify(visit.ledger.store())});
            return visit.moved("/integrity");
        }
        return visit.not_found();
    }
};

Console::Console(ConsoleOptions options) : shared_(new ConsoleShared{.options = with_names(std::move(options))}) {}
Console::~Console() = default;

std::unique_ptr<Console::Inside> Console::take() {
    const std::lock_guard lock(mutex_);
    if (at_rest_.empty()) return std::make_unique<Inside>(*shared_);
    auto inside = std::move(at_rest_.back());
    at_rest_.pop_back();
    return inside;
}

void Console::give_back(std::unique_ptr<Inside> inside) {
    const std::lock_guard lock(mutex_);
    at_rest_.push_back(std::move(inside));
}

ConsolePage Console::answer(LedgerService& ledger, const ConsoleRequest& request) {
    const Speaking speaking(request.language == "en" ? Language::english : Language::french);
    if (request.path.starts_with("/assets/"))
        if (const auto asset = asset_at(request.path))
            return {200, asset->content_type, asset->bytes, {{"Cache-Control", kForever}}};
    if (request.path == "/language") return language_chosen(request);
    auto inside = take();
    ConsolePage page = answer(ledger, request, *inside);
    give_back(std::move(inside));  // where a fault passes, it goes
    return page;
}

std::vector<std::string> Console::waits(LedgerService& ledger, const PersonId& person) {
    const Speaking speaking(Language::french);
    ConsoleRequest request;
    request.method = "GET", request.path = "/waiting", request.person = person;
    auto inside = take();
    std::map<std::string, std::int64_t> counts;
    {
        const Visit visit(ledger, request, shared_->options, inside->templates, ledger.views());
        for (const Waiting& one : all_waiting(visit))
            if (is_turn_of(visit, one)) ++counts[what_of(one.turn)];
    }
    give_back(std::move(inside));
    std::vector<std::string> lines;
    for (const auto& [what, count] : counts) lines.push_back(what + " : " + shown_count(count));
    return lines;
}

ConsolePage Console::answer(LedgerService& ledger, const ConsoleRequest& request, Inside& inside) {
    const Visit now(ledger, request, shared_->options, inside.templates, ledger.views());
    const std::string as_of = now.query("as-of");
    if (request.method == "POST") return inside.act(now);
    if (as_of.empty()) return inside.read(now);
    const auto when = read_as_of(as_of);
    if (!when) return now.refused(Section::dashboard, {code::day_malformed, {{"member", "as-of"}, {"text", as_of}}});
    const auto position = ledger.position_at(*when);
    if (!position) return now.refused(Section::dashboard, position.error());
    if (*position == ledger.store().head()) return inside.read(now);
    const auto past = Views::at(ledger.store(), *position);  // of this ledger's rows: it goes before the ledger does
    return inside.read(Visit(ledger, request, shared_->options, inside.templates, *past));
}

}  // namespace ipep
