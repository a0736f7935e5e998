#include "services/histories/supposed_book.h"

#include "events/describe.h"
#include "services/words/code.h"

namespace ipep {
namespace {

std::int64_t rank_of(const GroupState& page, ResultYear year) { return year - page.admission.value.firstYear + 1; }

Exact power(const Exact& base, std::int64_t exponent) {
    Exact result = 1;
    for (; exponent > 0; --exponent) result *= base;
    return result;
}

// The page as if nothing of it had been settled yet. A factor with few decimals leaves spending a decimal.
GroupState unsettled(const GroupState& recorded, const Exact& spending) {
    GroupState page;
    boost::mp11::mp_for_each<MembersOf<GroupState>>([&](auto d) {
        const std::string_view name = d.name;  // what is settled is most of a page
        if (name != "settled" && name != "writtenOff") page.*d.pointer = recorded.*d.pointer;
    });
    if (spending == 1) return page;
    for (auto& [year, facts] : page.years) {
        if (!facts.expenditure) continue;
        Decimal& actual = facts.expenditure->value.actualPerPatient;
        actual.text = to_text(to_exact(actual) * power(spending, rank_of(page, year)));
    }
    return page;
}

// Pages that no settlement reads, as they are recorded: what judges a fact asks for them.
template <class Key, class Page>
std::function<std::optional<Page>(const Key&)> copies_of(const Book& recorded) {
    return [&recorded](const Key& key) {
        const Page* page = recorded.find(key);
        return page ? std::optional<Page>(*page) : std::nullopt;
    };
}

// A book of its own over the recorded one, whose pages are copied when they are asked for.
Book unsettled_book(const Book& recorded, const Supposition& supposition) {
    CommonState common = recorded.common();
    common.settled.clear();
    common.roles.clear();  // nobody acts in it
    auto groups = std::make_shared<std::vector<GroupementId>>(recorded.groupements());
    std::erase_if(*groups, [&](const GroupementId& id) { return supposition.without.contains(id); });
    Book::Kept kept;
    kept.group = [&recorded, without = supposition.without,
                  spending = supposition.spending](const GroupementId& id) -> std::optional<GroupState> {
        const GroupState* page = without.contains(id) ? nullptr : recorded.find(id);
        if (!page) return std::nullopt;
        return unsettled(*page, spending);
    };
    kept.groups = [groups = std::shared_ptr<const std::vector<GroupementId>>(groups)] { return *groups; };
    kept.order = copies_of<OrderId, Order>(recorded);
    kept.cpam = copies_of<CpamId, CpamState>(recorded);
    kept.likeness = copies_of<LikenessId, Likeness>(recorded);
    kept.stated = copies_of<SubjectId, Stated>(recorded);
    return Book(std::move(common), recorded.head(), std::move(kept));
}

// Facts that are judged and taken in, one behind the other.
class Appending {
public:
    Appending(Book& book, const FindEvent& recorded) : book_(book), recorded_(recorded) {}

    Verdict<> append(const SupposedFact& supposed) {
        auto appended = append(supposed.fact);
        if (appended) return {};
        appended.error().key = supposed.fact.key.text;
        appended.error().line = supposed.line;
        return appended;
    }

private:
    std::optional<Event> known(const FactKey& key) const {
        if (const auto before = events_.find(key); before != events_.end()) return before->second;
        return recorded_ ? recorded_(key) : std::nullopt;
    }

    Verdict<> append(const RecordFact& command) {
        Event fact{book_.head() + 1, 0, command.on, {}, command.key, command.source, widen(command.fact), kBounds};
        if (const auto before = known(command.key)) {
            if (before->on == fact.on && before->source == fact.source && before->body == fact.body) return {};
            return refuse(code::key_reused,
                          {{"key", command.key.text}, {"position", std::to_string(before->position)}});
        }
        const FindFact first_fact = [this](const FactKey& key) {
            const auto before = known(key);
            return before ? fact_in(before->body) : std::nullopt;
        };
        IPEP_TRY(judge(book_, command, first_fact));
        evolve(book_, fact);
        for (Draft& draft : consequences(book_, fact)) take(book_, std::move(draft.body));
        events_.emplace(command.key, std::move(fact));
        return {};
    }

    Book& book_;
    const FindEvent& recorded_;
    std::map<FactKey, Event> events_;
};

// Changes every version of the rules; each must keep the invariants.
Verdict<> change_all(CommonState& common, const Supposition& supposition) {
    for (AdoptedRules& adopted : common.rules) {
        Parameters& rules = *adopted.noted.value.parameters;
        IPEP_TRY(set_parameters(rules, supposition.parameters));
        if (supposition.change) IPEP_TRY(supposition.change(rules));
        if (const auto broken = broken_invariants(rules); !broken.empty())
            return refuse(code::rules_invalid, {{"what", broken.front()}});
    }
    return {};
}

// The rules take their place, and what they change of the seed credits follows.
Verdict<> adopt(Book& book, const Supposition& supposition) {
    const FindFact nothing = [](const FactKey&) { return std::nullopt; };
    for (const RulesAdopted& rules : supposition.rules) {
        IPEP_TRY(judge(book, RecordFact{{"simulated rules"}, {}, {}, rules}, nothing));
        take(book, rules);
    }
    const bool changes = supposition.change || !supposition.parameters.empty();
    if (changes) IPEP_TRY(change_all(book.common_state(), supposition));
    if (supposition.rules.empty() && !changes) return {};
    const Event adopted{book.head(), 0, {}, {}, {}, {}, book.common().rules.back().noted.value};
    for (Draft& draft : consequences(book, adopted)) take(book, std::move(draft.body));
    return {};
}

}  // namespace

void take(Book& book, Body body) { evolve(book, Event{book.head() + 1, 0, {}, {}, {}, {}, std::move(body)}); }

Verdict<Book> supposed_book(const Book& recorded, const Supposition& supposition) {
    Book book = unsettled_book(recorded, supposition);
    Appending appending(book, supposition.recorded);
    for (const SupposedFact& fact : supposition.facts) IPEP_TRY(appending.append(fact));
    IPEP_TRY(adopt(book, supposition));
    return book;
}

std::vector<Rejection> refused_facts(const Book& recorded, const Supposition& supposition) {
    std::vector<Rejection> refused;
    Book book = unsettled_book(recorded, supposition);
    Appending appending(book, supposition.recorded);
    for (const SupposedFact& fact : supposition.facts)
        if (auto appended = appending.append(fact); !appended) refused.push_back(std::move(appended.error()));
    return refused;
}

Book overlay_of(const Book& base, std::function<void(const GroupementId&, GroupState&)> change) {
    Book::Kept kept;
    kept.group = [&base, change = std::move(change)](const GroupementId& id) -> std::optional<GroupState> {
        const GroupState* page = base.find(id);
        if (!page) return std::nullopt;
        GroupState copy = *page;
        change(id, copy);
        return copy;
    };
    kept.groups = [&base] { return base.groupements(); };
    return Book(base.common(), base.head(), std::move(kept));
}

}  // namespace ipep
