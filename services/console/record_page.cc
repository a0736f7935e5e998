// Recording: a form for every kind of fact, what the fact would do, and recording it; the same to put a fact right.
#include <algorithm>

#include "events/code.h"
#include "events/describe.h"
#include "ledger/about.h"
#include "ledger/description.h"
#include "ledger/guard.h"
#include "services/console/fact_document.h"
#include "services/console/fact_fields.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/forms/fact_trial.h"
#include "services/forms/standing_fact.h"
#include "services/http/web_token.h"
#include "services/words/parameter_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

using forms::Values;

constexpr char kRules[] = "rulesAdopted", kRevoked[] = "roleRevoked";
constexpr std::size_t kMostBytes = 1 << 20;  // of a file of rules

// The kinds, as people look for them.
struct Chapter {
    std::string title;
    std::vector<const char*> kinds;
};

std::vector<Chapter> chapters() {
    return {{tr("Results of a year"),
             {"indicatorMeasured", "experienceMeasured", "patientsCounted", "expenditureMeasured",
              "indicatorTargetsSet", "experienceThresholdsSet", "adjustmentModelAdopted"}},
            {tr("Groupements"),
             {"groupementAdmitted", "engagementSigned", "conventionSigned", "seedCreditAssessed", "roadmapReceived",
              "indicatorsChosen", "chosenIndicatorValidated", "groupementDescribed", "groupementWithdrew"}},
            {tr("Rules and credits"),
             {kRules, "amendmentOpinionGiven", "experimentScheduled", "envelopeBudgeted", "creditNotified"}},
            {tr("Payees, refunds and write-offs"),
             {"payeeChanged", "oppositionNotified", "oppositionLifted", "refundReceived", "overpaymentWriteOffDecided",
              "advanceWriteOffDecided", "accrualEstimated", "paymentTakenOver"}},
            {tr("Roles and personal data"), {"roleGranted", "roleRevoked", "personalDataErased"}},
            {tr("Evaluation"), {"observationRecorded"}}};
}

// Whether the person records such facts, in one CPAM at least.
bool records(const Visit& visit, std::string_view kind) {
    const auto made = make_kind<PlainFact>(kind);
    return made && std::ranges::any_of(guard_of(made->index()).roles,
                                       [&](Role role) { return visit.rights.has(right_of(role)); });
}

// What a form is about: a new fact, or the one it puts right.
struct FactAsked {
    std::string kind, path;
    std::optional<forms::StandingFact> stands = {};

    std::optional<forms::Correcting> correcting() const {
        if (!stands) return std::nullopt;
        return forms::Correcting{stands->key, stands->standing};
    }
    Section section() const { return stands ? Section::log : Section::record; }
    std::string title() const { return stands ? fill(tr("Correct: {kind}"), {{"kind", titled(kind)}}) : titled(kind); }
};

// What was filled in; of rules, the file that was sent or carried on.
Values values_in(const Visit& visit, const FactAsked& asked) {
    Values values;
    for (const auto& field : forms::fields_of(asked.kind)) values[field.name] = visit.form(field.name);
    for (const char* name : {forms::kDayField, forms::kSourceField, forms::kReasonField, forms::kWordField})
        values[name] = visit.form(name);
    if (asked.kind != kRules) return values;
    const std::string* sent = sent_in(visit, forms::kFileField);
    values[forms::kFileField] = sent ? *sent : from_base64(visit.form("content")).value_or("");
    return values;
}

Values fresh_values(const Visit& visit, const FactAsked& asked) {
    Values values = asked.stands ? forms::values_of(asked.stands->fact) : Values();
    if (asked.kind == kRevoked)  // a role that is held is named by the page of persons
        for (const auto& field : forms::fields_of(asked.kind)) values[field.name] = visit.query(field.name);
    values[forms::kDayField] = to_text(visit.ledger.world().today());
    values[forms::kWordField] = mark_of(World::real().random_bytes("form"));
    return values;
}

std::string error_of(const std::vector<forms::FieldRefusal>& refused, const char* field) {
    const auto wrong = std::ranges::find(refused, field, &forms::FieldRefusal::field);
    if (wrong == refused.end()) return {};
    return wrong->rejection.code == code::member_missing ? tr("Fill this in.") : spoken_sentence(wrong->rejection);
}

// Every value again, for the next page.
std::vector<Data> carried(const FactAsked& asked, const Values& values) {
    std::vector<Data> rows;
    for (const auto& [name, value] : values)
        if (name != forms::kFileField) rows.emplace_back().set("name", name).set("value", value);
    if (asked.kind == kRules)
        rows.emplace_back().set("name", "content").set("value", base64(values.at(forms::kFileField)));
    return rows;
}

void put_form(const Visit& visit, const FactAsked& asked, const Values& values,
              const std::vector<forms::FieldRefusal>& refused, Data& data) {
    const Values stands = asked.stands ? forms::values_of(asked.stands->fact) : Values();
    data.set("fields", field_rows(visit, asked.kind, values, refused, asked.stands ? &stands : nullptr));
    const auto text = [&](const char* name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    };
    data.set("path", asked.path).set("on", text(forms::kDayField)).set("source", text(forms::kSourceField));
    data.set("reason", text(forms::kReasonField)).set("word", text(forms::kWordField));
    data.set("on_error", error_of(refused, forms::kDayField)).set("file", asked.kind == kRules);
    data.set("file_error", error_of(refused, forms::kFileField));
    data.set("reason_error", error_of(refused, forms::kReasonField)).set("corrects", asked.stands.has_value());
    const auto has_place = [&](const forms::FieldRefusal& one) {
        return one.field == forms::kDayField || one.field == forms::kReasonField || one.field == forms::kFileField;
    };
    std::vector<Data> others;
    for (const auto& one : refused)
        if (one.field.empty() || !has_place(one)) {
            const std::string section(text_of(one.rejection.code).section);
            if (one.rejection.code != code::member_missing)
                others.emplace_back().set("sentence", spoken_sentence(one.rejection)).set("section", section);
        }
    data.set("refused", std::move(others)).set("any_refused", !refused.empty());
}

ConsolePage form_page(const Visit& visit, const FactAsked& asked, const Values& values,
                      const std::vector<forms::FieldRefusal>& refused = {}, const std::string& warning = {}) {
    Data data;
    data.set("title", asked.title()).set("kind", asked.kind).set("warning", warning);
    if (asked.stands) {
        data.set("stands_href", visit.event_link(asked.stands->standing));
        data.set("position", std::to_string(asked.stands->standing));
    }
    put_form(visit, asked, values, refused, data);
    const bool is_refused = !refused.empty() || !warning.empty();
    ConsolePage page = visit.page(asked.section(), asked.title(), "record", std::move(data), is_refused ? 422 : 200);
    if (!refused.empty()) page.refusal = refused.front().rejection;
    return page;
}

// The rules that the new ones come in the place of: those that stand, else those in force for their first year.
const RulesAdopted* rules_before(const Visit& visit, const FactAsked& asked, const RulesAdopted& rules) {
    if (asked.stands) return std::get_if<RulesAdopted>(&asked.stands->fact);
    const auto* known = visit.book().common().rules_for(rules.fromYear);
    return known ? &known->value : nullptr;
}

// What differs from the rules before, parameter by parameter.
std::vector<Data> rules_rows(const Visit& visit, const FactAsked& asked, const RulesAdopted& rules) {
    std::vector<Data> rows;
    const auto add = [&](const std::string& label, const std::string& before, const std::string& after) {
        if (before == after) return;
        rows.emplace_back().set("label", label).set("before", before.empty() ? "–" : before).set("changed", true);
        rows.back().set("value", after.empty() ? "–" : after);
    };
    const RulesAdopted* before = rules_before(visit, asked, rules);
    std::map<std::string, std::string> known;
    if (before)
        for (auto& [path, value] : shown_parameters(before->parameters)) known[path] = std::move(value);
    add(titled("rules"), before ? before->rules.text : "", rules.rules.text);
    add(titled("title"), before ? before->title : "", rules.title);
    add(titled("fromYear"), before ? to_text(before->fromYear) : "", to_text(rules.fromYear));
    for (const auto& [path, value] : shown_parameters(rules.parameters)) {
        add(titled(path), known[path], value);
        known.erase(path);
    }
    for (const auto& [path, value] : known) add(titled(path), value, "");
    return rows;
}

std::vector<Data> value_rows(const Visit& visit, const FactAsked& asked, const RecordFact& command) {
    const PlainFact fact = forms::plain(command.fact);
    if (const auto* rules = std::get_if<RulesAdopted>(&fact)) return rules_rows(visit, asked, *rules);
    Values values = forms::values_of(fact);
    const Values stands = asked.stands ? forms::values_of(asked.stands->fact) : Values();
    std::vector<Data> rows;
    for (const auto& field : forms::fields_of(asked.kind)) {
        const std::string given = field.is_personal ? visit.form(field.name) : values[field.name];
        const auto known = stands.find(field.name);
        const std::string before = known == stands.end() ? std::string() : known->second;
        if (given.empty() && before.empty()) continue;
        Data& row = rows.emplace_back().set("label", titled(field.member()));
        row.set("value", given.empty() ? "–" : shown_field(visit, field, given));
        row.set("before", before.empty() ? "–" : shown_field(visit, field, before));
        row.set("changed", asked.stands && given != before);
    }
    return rows;
}

std::string named_group(const Visit& visit, const GroupementId& id) {
    const GroupState* page = visit.book().find(id);
    return page ? described(*page).name : std::string();
}

// The euros it moves; of who may not read a groupement's amounts, none are told.
void put_effect(const Visit& visit, const forms::FactTrial& trial, Data& data) {
    std::vector<Data> due, owed;
    Total sum;
    for (const auto& one : trial.due) {
        if (!visit.rights.reads(one.groupement)) continue;
        sum += one.after - one.before;
        Data& row = due.emplace_back().set("group", one.groupement.text).set("year", to_text(one.year));
        row.set("name", named_group(visit, one.groupement)).set("before", euros(one.before));
        row.set("after", euros(one.after)).set("difference", euros(one.after - one.before));
    }
    for (const auto& one : trial.owed) {
        if (!visit.rights.reads(one.groupement)) continue;
        Data& row = owed.emplace_back().set("group", one.groupement.text).set("before", euros(one.before));
        row.set("name", named_group(visit, one.groupement)).set("after", euros(one.after));
        row.set("difference", euros(one.after - one.before));
    }
    const bool moves = !due.empty() || !owed.empty();
    data.set("any_due", !due.empty()).set("due", std::move(due)).set("due_sum", euros(sum));
    data.set("any_owed", !owed.empty()).set("owed", std::move(owed)).set("moves_nothing", !moves && !trial.unsettled);
    data.set("again", trial.again ? to_text(*trial.again) : "");
    data.set("unsettled", trial.unsettled ? spoken_sentence(*trial.unsettled) : "");
}

ConsolePage fact_preview(const Visit& visit, const FactAsked& asked, const Values& values, const RecordFact& command,
                         const forms::FactTrial& trial, const std::string& warning = {}) {
    Data data, read;
    data.set("title", asked.title()).set("kind", asked.kind).set("warning", warning);
    if (asked.stands) data.set("position", std::to_string(asked.stands->standing));
    if (asked.stands) data.set("stands_href", visit.event_link(asked.stands->standing));
    read.set("values", value_rows(visit, asked, command)).set("compares", asked.stands || asked.kind == kRules);
    read.set("on", shown(command.on)).set("source", command.source ? command.source->reference : "");
    read.set("reason", asked.stands ? values.at(forms::kReasonField) : "").set("known", trial.is_known);
    read.set("seen", trial.mark).set("carried", carried(asked, values)).set("path", asked.path);
    std::vector<Data> asks;
    for (const std::string& one : trial.stands_out)
        asks.emplace_back().set("text", one).set("number", std::to_string(asks.size() - 1));
    read.set("any_asks", !asks.empty()).set("asks", std::move(asks)).set("acts", !trial.is_known);
    put_effect(visit, trial, read);
    data.set("read", std::move(read));
    put_form(visit, asked, values, {}, data);
    return visit.page(asked.section(), asked.title(), "record", std::move(data), warning.empty() ? 200 : 422);
}

bool is_changed(const FactAsked& asked, const RecordFact& command) {
    return !asked.stands || !(forms::plain(command.fact) == asked.stands->fact);
}

// Reads the form and tries what it says; the page where it may not be recorded.
struct Tried {
    std::optional<ConsolePage> page;
    std::optional<RecordFact> command;
    forms::FactTrial trial;
};

Tried tried(const Visit& before, const FactAsked& asked, const Values& values,
            const std::optional<SentDocument>& document = {}) {
    auto read = forms::read_form(asked.kind, values, asked.correcting());
    if (!read.fact) return {form_page(before, asked, values, read.refused), {}, {}};
    if (document) take_known_source(before.ledger, *document, *read.fact);
    if (!is_changed(asked, *read.fact))
        return {form_page(before, asked, values, {}, tr("Nothing differs from what stands; nothing was recorded.")),
                {},
                {}};
    forms::FactTrial trial = forms::try_fact(before.ledger, *read.fact, before.request.person);
    if (!trial.refused.empty())  // the ledger is looked at anew: the trial leaves no view as it was
        return {form_page(before.renewed(), asked, values, trial.refused), {}, {}};
    return {{}, std::move(read.fact), std::move(trial)};
}

// Why each value that stands out is right; nothing where one is left out.
std::optional<std::string> reasons_in(const Visit& visit, const forms::FactTrial& trial) {
    std::string reasons;
    for (std::size_t i = 0; i < trial.stands_out.size(); ++i) {
        std::string reason = visit.form("why-" + std::to_string(i));
        std::ranges::replace_if(
            reason, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
        if (reason.find_first_not_of(' ') == std::string::npos || reason.size() > 900) return std::nullopt;
        reasons += (reasons.empty() ? "" : " ; ") + reason;
    }
    return reasons;
}

void add_reasons(const std::string& reasons, RecordFact& command) {
    if (!command.source) command.source = Source();
    std::string& reference = command.source->reference;
    reference += (reference.empty() ? "" : " ; ") + reasons;
}

ConsolePage looked_at(const Visit& visit, const FactAsked& asked) {
    const Values values = values_in(visit, asked);
    Tried found = tried(visit, asked, values);
    if (found.page) return std::move(*found.page);
    return fact_preview(visit.renewed(), asked, values, *found.command, found.trial);
}

ConsolePage recorded_fact(const Visit& before, const FactAsked& asked) {
    const Values values = values_in(before, asked);
    const auto document = document_in(before);
    if (!document) return form_page(before, asked, values, {{{}, document.error()}});
    Tried found = tried(before, asked, values, *document);
    if (found.page) return std::move(*found.page);
    const Visit visit = before.renewed();
    RecordFact& command = *found.command;
    // What the person read must be what is done.
    if (!found.trial.is_known && visit.form("seen") != found.trial.mark)
        return fact_preview(
            visit, asked, values, command, found.trial,
            tr("What would be recorded has changed since you read this page. Read it again; nothing was "
               "recorded."));
    const auto reasons = reasons_in(visit, found.trial);
    if (!found.trial.is_known && !reasons)
        return fact_preview(visit, asked, values, command, found.trial,
                            tr("Say in a few words why each value that stands out is right; nothing was recorded."));
    const FactKey key = command.key;
    if (!found.trial.is_known) {
        if (*document) command.source = source_of(**document, command.source);
        if (!reasons->empty()) add_reasons(*reasons, command);
        const auto done = visit.ledger.append(std::vector{std::move(command)}, visit.request.person);
        const Visit after = visit.renewed();
        if (!done) return form_page(after, asked, values, {{{}, done.error()}});
    }
    const auto position = visit.ledger.store().positions_of({key.text}).front();
    if (position && *document)
        if (const auto kept = keep_if_asked(visit.renewed(), *position, **document); !kept)
            return visit.refused(asked.section(), kept.error());
    const bool is_read = position && visit.rights.opens(Section::log);
    return visit.moved(is_read ? "/events/" + std::to_string(*position) : "/facts", "recorded");
}

ConsolePage kind_not_allowed(const Visit& visit, std::string_view kind) {
    const auto made = make_kind<PlainFact>(kind);
    const Right right = made ? right_of(guard_of(made->index()).roles.front()) : Right::record_results;
    return visit.refused(Section::record, visit.rights.check(right, CpamId{}).error());
}

// The fact at a position, where the person may put it right; else the page that says why not.
std::expected<FactAsked, ConsolePage> asked_of(const Visit& visit, Position position) {
    if (position == 0 || position > visit.ledger.store().head()) return std::unexpected(visit.not_found());
    const Event event = visit.ledger.event(position, false);
    if (const auto allowed = visit.rights.check(event); !allowed)
        return std::unexpected(visit.refused(Section::log, allowed.error()));
    auto stands = forms::standing_fact(visit.ledger, position);
    if (!stands) return std::unexpected(visit.refused(Section::log, stands.error()));
    if (const auto allowed = authorize(visit.book(), visit.request.person, widen(stands->fact)); !allowed)
        return std::unexpected(visit.refused(Section::log, allowed.error()));
    FactAsked asked{.kind = stands->kind, .path = "/events/" + std::to_string(position) + "/correction"};
    asked.stands = std::move(*stands);
    return asked;
}

}  // namespace

bool may_correct(const Visit& visit, const Event& event) {
    const std::string_view kind = kind_of(event.body);
    const auto* correction = std::get_if<FactCorrected>(&event.body);
    const auto made = make_kind<PlainFact>(correction ? kind_of(correction->fact) : kind);
    if (!made || !event.key || !visit.at_head() || !is_correctable(kind_of(*made))) return false;
    const auto group = about(event.body).groupement;
    const GroupState* page = group ? visit.book().find(*group) : nullptr;
    const CpamId cpam = page ? page->admission.value.cpam : CpamId{};
    return std::ranges::any_of(guard_of(made->index()).roles,
                               [&](Role role) { return visit.rights.has(right_of(role), cpam); });
}

ConsolePage fact_kinds(const Visit& visit) {
    std::vector<Data> shown;
    for (const Chapter& chapter : chapters()) {
        std::vector<Data> kinds;
        for (const char* kind : chapter.kinds)
            if (records(visit, kind))
                kinds.emplace_back().set("href", std::string("/facts/") + kind).set("label", titled(kind));
        if (!kinds.empty()) shown.emplace_back().set("title", chapter.title).set("kinds", std::move(kinds));
    }
    if (shown.empty()) return kind_not_allowed(visit, "patientsCounted");
    Data data;
    data.set("sheet_href", visit.rights.has(Right::record_results) ? "/settlements/facts" : "");
    data.set("under_way_href", visit.rights.has(Right::administer) ? "/waiting" : "");
    data.set("chapters", std::move(shown));
    return visit.page(Section::record, tr("Record a fact"), "fact_kinds", std::move(data));
}

ConsolePage fact_form(const Visit& visit, const std::string& kind) {
    if (!make_kind<PlainFact>(kind)) return visit.not_found();
    if (!records(visit, kind)) return kind_not_allowed(visit, kind);
    const FactAsked asked{.kind = kind, .path = "/facts/" + kind};
    Values values = fresh_values(visit, asked);
    for (const auto& field : forms::fields_of(kind))
        if (const std::string known = visit.query(field.name); !known.empty()) values[field.name] = known;
    return form_page(visit, asked, values);
}

ConsolePage act_on_fact(const Visit& visit, const std::string& kind, bool records_it) {
    if (!make_kind<PlainFact>(kind)) return visit.not_found();
    if (!records(visit, kind)) return kind_not_allowed(visit, kind);
    const FactAsked asked{.kind = kind, .path = "/facts/" + kind};
    const std::string* sent = sent_in(visit, forms::kFileField);
    if (sent && sent->size() > kMostBytes)
        return form_page(visit, asked, fresh_values(visit, asked), {},
                         tr("The file is larger than a page takes; nothing was recorded. Divide it."));
    return records_it ? recorded_fact(visit, asked) : looked_at(visit, asked);
}

ConsolePage correction_form(const Visit& visit, Position position) {
    const auto asked = asked_of(visit, position);
    return asked ? form_page(visit, *asked, fresh_values(visit, *asked)) : asked.error();
}

ConsolePage act_on_correction(const Visit& visit, Position position, bool records_it) {
    const auto asked = asked_of(visit, position);
    if (!asked) return asked.error();
    return records_it ? recorded_fact(visit, *asked) : looked_at(visit, *asked);
}

}  // namespace ipep
