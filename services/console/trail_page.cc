// Audit trail: a derivation to unfold, from the amount down to the facts and parameters it rests on.
#include <boost/json.hpp>
#include <unordered_set>

#include "events/describe.h"
#include "projections/derivation.h"
#include "services/audit/proof.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/questions/explanation_notes.h"
#include "services/reader/explanation_sight.h"
#include "services/words/evidence_words.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// Of the groupements that bring a part to what is common to all, so many are shown. The experiment has fewer.
constexpr std::size_t kShownOfAll = 50;

// The tree as a row of openings, leaves and closings, for a template does not call itself.
class Unfolded {
public:
    Unfolded(const Visit& visit, ExplanationNotes notes) : visit_(visit), notes_(std::move(notes)) {}

    void add(const Explanation& node, bool open) {
        const bool leaf = node.inputs.empty();
        const bool again = !leaf && !seen_.insert(&node).second;
        Data& row = rows_.emplace_back();
        row.set("leaf", leaf || again).set("open", !leaf && !again).set("unfolded", open);
        row.set("label", shown_label(node)).set("value", shown_value(node).text());
        row.set("others", node.value == kVeil);
        if (const auto name = notes_.names.find(node.of); name != notes_.names.end()) row.set("meaning", name->second);
        if (again)
            row.set("again", true);
        else
            put_origin(node, row);
        if (leaf || again) return;
        row.set("formula", spoken_formula(node.formula));
        std::size_t unread = 0;
        for (const ExplanationPtr& input : node.inputs)
            if (input->name.empty())
                ++unread;
            else
                add(*input, false);
        if (unread > 0)
            rows_.emplace_back().set("more", fill(tr("other groupements: {count}"),
                                                  {{"count", shown_count(static_cast<std::int64_t>(unread))}}));
        rows_.emplace_back().set("close", true);
    }
    std::vector<Data> take() { return std::move(rows_); }

private:
    void put_origin(const Explanation& node, Data& row) {
        std::string section, status;
        if (node.cite) section = node.cite->section, status = node.cite->status;
        if (node.cite) row.set("quotation", node.cite->quotation);
        if (node.event) {
            const std::string position = std::to_string(node.event->position);
            row.set("position", position).set("event_href", visit_.event_link(node.event->position));
            row.set("kind", spoken(node.event->kind)).set("on", shown(node.event->on));
            row.set("source", node.event->source.value_or(""));
            const auto behind = notes_.evidence.find(node.event->position);
            if (behind != notes_.evidence.end()) {
                row.set("evidence", spoken_evidence(behind->second));
                row.set("few", few_answers_sentence(behind->second));
            }
        }
        row.set("section", section);
        if (status.empty()) return;
        row.set("status", tr(status)).set("doubtful", is_doubtful(status)).set("read", status == "read");
    }

    const Visit& visit_;
    const ExplanationNotes notes_;
    std::vector<Data> rows_;
    std::unordered_set<const Explanation*> seen_;
};

// The groupement whose amount, or whose order, is derived; none where the text names neither.
GroupementId subject_of(const Book& book, const std::string& text) {
    const auto reference = Reference::parse(text);
    const Order* order = reference ? book.find(reference->order) : nullptr;
    return order ? order->ordered.groupement : reference ? reference->groupement : GroupementId{};
}

// What is of the log as a whole, or of one's own groupement.
bool may_prove(const Visit& visit, const std::string& groupement) {
    return visit.rights.opens(Section::integrity) || visit.rights.is_own({groupement});
}

}  // namespace

ConsolePage trail_search(const Visit& visit) {
    std::set<std::string> groups, years;
    for (const GroupementId& id : visit.book().groupements())
        if (visit.rights.reads(id)) groups.insert(id.text);
    for (const auto& [year, settled] : visit.book().common().settled) years.insert(to_text(year));
    const std::string group = visit.query("groupement"), year = visit.query("year"), figure = visit.query("figure");
    const auto to = [&](const Reference& found) { return visit.moved(visit.trail_link(found.text())); };
    if (!group.empty() && figure == "seedCredit") return to(Reference::seed_credit({group}));
    const auto settled = whole_number(year);
    if (!group.empty() && !figure.empty() && settled && well_formed_year(*settled))
        return to(Reference::settled({group}, static_cast<int>(*settled), figure));
    std::vector<Choice> figures{{"due", titled("due")}};
    boost::mp11::mp_for_each<MembersOf<SettledRow>>([&](auto d) {
        using Member = std::remove_cvref_t<decltype(std::declval<SettledRow>().*d.pointer)>;
        const std::string name = d.name;
        constexpr bool derived = std::is_same_v<Member, Money> || std::is_same_v<Member, Decimal>;
        if (derived && name != "due" && name != "advanceBefore") figures.emplace_back(name, titled(name));
    });
    figures.emplace_back("seedCredit", titled("seedCredit"));
    Data data;
    data.set("groups", choices(as_choices(groups), group)).set("years", choices(as_choices(years), year));
    data.set("figures", choices(figures, figure));
    return visit.page(Section::trail, tr("Audit trail"), "trail_search", std::move(data));
}

ConsolePage trail(const Visit& visit, const std::string& reference) {
    const Asked asked = asked_of(reference);
    if (const auto allowed = visit.rights.check(subject_of(visit.book(), reference)); !allowed)
        return visit.refused(Section::trail, allowed.error());
    const bool shows_all = !visit.query("all").empty();
    auto derivation =
        explain(visit.ledger.store(), visit.views, reference, {.breadth = shows_all ? SIZE_MAX : kShownOfAll});
    if (!derivation) return visit.refused(Section::trail, derivation.error());
    derivation->root = seen_by(derivation->root, visit.reader);
    const auto read = Reference::parse(reference);
    const bool is_of_year = read && read->kind == Reference::Kind::settlement;
    Unfolded tree(visit,
                  notes_of(visit.ledger, *derivation->root, is_of_year ? std::optional(read->year) : std::nullopt));
    tree.add(*derivation->root, true);
    Data data;
    data.set("title", title_of(asked)).set("value", shown_value(*derivation->root).text());
    data.set("closing", closing_of(*derivation, asked)).set("rows", tree.take()).set("reference", reference);
    data.set("group_href", visit.group_link({asked.groupement})).set("group", asked.groupement);
    data.set("all_href", visit.link("/explain/" + reference + "?all=1"));
    data.set("proof_href", visit.at_head() && may_prove(visit, asked.groupement) ? "/proof/" + reference : "");
    return visit.page(Section::trail, title_of(asked), "trail", std::move(data));
}

ConsolePage trail_proof(const Visit& visit, const std::string& reference) {
    const GroupementId subject = subject_of(visit.book(), reference);
    const bool proves = may_prove(visit, subject.text);
    for (const auto& allowed :
         {proves ? Verdict<>() : visit.rights.check(Section::integrity), visit.rights.check(subject)})
        if (!allowed) return visit.refused(Section::trail, allowed.error());
    const auto proof =
        amount_proof(visit.ledger, reference, {visit.options.signing_key, visit.options.ledger}, visit.reader);
    if (!proof) return visit.refused(Section::trail, proof.error());
    std::string name = reference;
    std::ranges::replace(name, '/', '-');
    return {200,
            "application/json",
            boost::json::serialize(*proof) + '\n',
            {{"Content-Disposition", "attachment; filename=\"proof-" + name + ".json\""}}};
}

}  // namespace ipep
