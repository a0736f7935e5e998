#include "services/console/visit.h"

#include <algorithm>

#include "events/event_json.h"
#include "services/console/assets.h"
#include "services/http/problem.h"
#include "services/words/code.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

struct Entry {
    Section section;
    const char* path;
    std::string label;
};

std::vector<Entry> menu() {
    return {{Section::dashboard, "/", tr("Dashboard")},
            {Section::groupements, "/groupements", tr("Groupements")},
            {Section::settlement, "/settlements", tr("Settlement")},
            {Section::record, "/facts", tr("Record")},
            {Section::payments, "/payments", tr("Payments")},
            {Section::books, "/books", tr("Journal")},
            {Section::trail, "/explain", tr("Audit trail")},
            {Section::log, "/events", tr("Log")},
            {Section::integrity, "/integrity", tr("Integrity")},
            {Section::rules, "/rules", tr("Rules")},
            {Section::persons, "/persons", tr("Persons")}};
}

std::string found(const std::map<std::string, std::string>& members, const std::string& name) {
    const auto one = members.find(name);
    return one == members.end() ? std::string() : one->second;
}

// The sentences that follow an act; anything else in the query is shown to nobody.
std::string notice_of(const std::string& code) {
    if (code == "settled") return tr("The settlement was recorded.");
    if (code == "recorded") return tr("The fact is recorded.");
    if (code == "revised") return tr("The year has a new revision since you read it; nothing was recorded.");
    if (code == "validated") return tr("The settlement was validated: it may be ordered.");
    if (code == "validation_refused") return tr("The validation was refused: who settled the year reads why.");
    if (code == "line_said") return tr("What the line is was recorded; another person confirms it.");
    if (code == "line_done") return tr("The line is done with.");
    if (code == "ordered") return tr("The orders were made; the DCF finds them to be checked.");
    if (code == "approved") return tr("The order was approved: it goes into the next file.");
    if (code == "visa_stands") return tr("Your visa stands: this order is approved, once.");
    if (code == "suspension") return tr("The order was suspended.");
    if (code == "requisition") return tr("The requisition was recorded.");
    if (code == "cancellation") return tr("The order was cancelled: its amount may be ordered again.");
    if (code == "resolution") return tr("What became of the transfer was recorded with your name.");
    if (code == "issued") return tr("The file was made: download it below and send it to the bank.");
    if (code == "voucher_kept") return tr("The document is kept.");
    if (code == "voucher_missing") return tr("Choose a file first; nothing was recorded.");
    if (code == "confirmed") return tr("The change of payee is in force.");
    if (code == "tokens_revoked") return tr("The tokens are no longer good, and what was begun with them is over.");
    if (code == "months_closed") return tr("The months are closed.");
    if (code == "unchanged") return tr("No figure changed: nothing was recorded, the settlement that stands is kept.");
    return {};
}

}  // namespace

Visit::Visit(LedgerService& from, const ConsoleRequest& asked, const ConsoleOptions& chosen, Templates& templates,
             Views& at)
    : ledger(from),
      request(asked),
      options(chosen),
      views(at),
      reader(Reader::through_service(from.book(), asked.person)),
      rights(from.book(), reader),
      templates_(templates) {}

Section section_of(const std::string& path) {
    if (path.starts_with("/proof/")) return Section::trail;
    if (path.starts_with("/orders/") || path.starts_with("/files/") || path == "/bank-files") return Section::payments;
    for (const Entry& entry : menu())
        if (entry.section != Section::dashboard && path.starts_with(entry.path)) return entry.section;
    return Section::dashboard;
}

std::string Visit::first_page() const {
    for (const Entry& entry : menu())
        if (rights.opens(entry.section)) return entry.path;
    const auto own = rights.own();
    return own.empty() ? std::string() : "/groupements/" + own.front().text;
}

std::string Visit::event_link(Position position) const {
    return rights.opens(Section::log) ? link("/events/" + std::to_string(position)) : std::string();
}

std::string Visit::cpam_name(const CpamId& cpam) const {
    const auto name = options.cpam_names.find(cpam.text);
    return name == options.cpam_names.end() ? cpam.text : cpam.text + " · " + name->second;
}

std::string Visit::query(const std::string& name) const { return found(request.query, name); }
std::string Visit::form(const std::string& name) const { return found(request.form, name); }

std::string Visit::link(const std::string& path) const {
    const std::string as_of = query("as-of");
    if (as_of.empty() || at_head()) return path;
    return path + (path.find('?') == std::string::npos ? "?" : "&") + "as-of=" + percent_encoded(as_of);
}

ConsolePage Visit::page(Section section, const std::string& title, const std::string& name, Data data,
                        int status) const {
    data.set("csrf", request.csrf).set("as_of", at_head() ? "" : query("as-of"));
    Data frame;
    std::vector<Data> entries;
    for (const Entry& entry : menu()) {
        if (!rights.opens(entry.section)) continue;
        Data one;
        one.set("href", link(entry.path)).set("label", entry.label).set("current", entry.section == section);
        entries.push_back(std::move(one));
    }
    if (!rights.opens(Section::groupements))
        for (const GroupementId& id : rights.own()) {
            const std::string path = "/groupements/" + id.text;
            entries.emplace_back().set("href", link(path)).set("label", id.text).set("current", request.path == path);
        }
    const bool french = language() == Language::french;
    const Position head = ledger.store().head();
    std::string here = request.path;
    for (const auto& [member, value] : request.query)
        if (member != "notice") {
            here += here.find('?') == std::string::npos ? '?' : '&';
            here += member + '=' + percent_encoded(value);
        }
    frame.set("title", title).set("menu", std::move(entries)).set("lang", french ? "fr" : "en");
    frame.set("other_lang", french ? "en" : "fr").set("other_language", french ? "English" : "Français");
    frame.set("language_href", "/language?to=" + std::string(french ? "en" : "fr") + "&back=" + percent_encoded(here));
    frame.set("css", asset_path("console.css")).set("js", asset_path("console.js")).set("icon", asset_path("icon.svg"));
    frame.set("leaves", request.signed_in).set("csrf", request.csrf);
    frame.set("person", request.person.text).set("roles", rights.roles()).set("version", options.version);
    frame.set("trial", ledger.format().trial).set("origin", ledger.format().origin);
    frame.set("notice", notice_of(query("notice"))).set("path", request.path);
    frame.set("reading", request.method == "GET").set("as_of", at_head() ? "" : query("as-of"));
    frame.set("head", shown_count(static_cast<std::int64_t>(head)));
    if (!at_head()) {
        const Position at = views.position();
        Data past;
        past.set("position", shown_count(static_cast<std::int64_t>(at))).set("now", request.path);
        if (at > 0) past.set("recorded", told_time(ledger.event(at, false).recordedAt));
        frame.set("past", std::move(past));
    }
    frame.set("content", templates_.render(name, data));
    return {status, "text/html; charset=utf-8", templates_.render("frame", frame), {{"Cache-Control", "no-store"}}};
}

ConsolePage Visit::refused(Section section, const Rejection& rejection) const {
    const CodeText& text = text_of(rejection.code);
    Data data;
    data.set("sentence", spoken_sentence(rejection)).set("section", std::string(text.section));
    data.set("code", std::string(text.code));
    ConsolePage answer = page(section, tr("Refused"), "refused", std::move(data), http::status_of(rejection.code));
    answer.refusal = rejection;
    return answer;
}

ConsolePage Visit::not_found() const { return page(Section::dashboard, tr("No such page"), "not_found", {}, 404); }

ConsolePage Visit::forged() const {
    ConsolePage answer = page(Section::dashboard, tr("Refused"), "forged", {}, 403);
    answer.refusal = {code::form_forged};
    return answer;
}

ConsolePage Visit::moved(const std::string& path, const std::string& notice) const {
    std::string to = path;
    if (!notice.empty()) to += (to.find('?') == std::string::npos ? "?" : "&") + std::string("notice=") + notice;
    return {303, "text/plain; charset=utf-8", "", {{"Location", to}}};
}

std::string euros(Total amount) { return amount == Total() ? "–" : with_currency(amount); }

}  // namespace ipep
