#include "services/forms/fact_field.h"

#include "events/describe.h"

namespace ipep::forms {
namespace {

template <class Id>
constexpr const char* whose() {
    if constexpr (std::is_same_v<Id, GroupementId>)
        return "groupement";
    else if constexpr (std::is_same_v<Id, CpamId>)
        return "cpam";
    else if constexpr (std::is_same_v<Id, IndicatorId>)
        return "indicator";
    else if constexpr (std::is_same_v<Id, RulesId>)
        return "rules";
    else if constexpr (std::is_same_v<Id, ModelId>)
        return "model";
    else if constexpr (std::is_same_v<Id, PersonId>)
        return "person";
    else
        return "";
}

template <class Member>
constexpr bool is_decimal = std::is_same_v<Member, Decimal> || std::is_same_v<Member, Quantity>;

// The kind of a field that is one value; a list is of lines of it.
template <class Member>
constexpr FieldKind kind_of_member() {
    if constexpr (is_decimal<Member>)
        return FieldKind::decimal;
    else if constexpr (std::is_same_v<Member, Ratio>)
        return FieldKind::ratio;
    else if constexpr (std::is_same_v<Member, Money>)
        return FieldKind::amount;
    else if constexpr (std::is_same_v<Member, Day>)
        return FieldKind::day;
    else if constexpr (kIsYear<Member>)
        return FieldKind::year;
    else if constexpr (std::is_same_v<Member, std::int64_t>)
        return FieldKind::count;
    else if constexpr (DescribedEnum<Member>)
        return FieldKind::choice;
    else if constexpr (std::is_same_v<Member, std::string> || std::is_same_v<Member, Personal>)
        return FieldKind::text;
    else
        return FieldKind::identifier;
}

template <class Member>
void add(const std::string& name, bool is_needed, std::vector<Field>& fields) {
    if constexpr (Optional<Member>) {
        add<typename Member::value_type>(name, false, fields);
    } else if constexpr (List<Member>) {
        using One = typename Member::value_type;
        const bool is_text = std::is_same_v<One, std::string>;
        fields.push_back({name, is_text ? FieldKind::lines : FieldKind::identifiers, is_needed, false, whose<One>()});
    } else if constexpr (std::is_same_v<Member, Payee>) {
        for_each_member_type<Payee>(
            [&]<class Inner>(const char* inner) { add<Inner>(name + '.' + inner, is_needed, fields); });
    } else {
        Field& field = fields.emplace_back(name, kind_of_member<Member>(), is_needed, std::is_same_v<Member, Personal>);
        field.of = whose<Member>();
        if constexpr (DescribedEnum<Member>)
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<Member>>(
                [&](auto one) { field.choices.emplace_back(one.name); });
    }
}

template <class Member>
std::string text_of(const Member& member) {
    if constexpr (std::is_same_v<Member, std::string>)
        return member;
    else if constexpr (std::is_same_v<Member, Money> || std::is_same_v<Member, Day> || kIsYear<Member>)
        return to_text(member);
    else if constexpr (std::is_integral_v<Member>)
        return std::to_string(member);
    else if constexpr (DescribedEnum<Member>)
        return std::string(enum_name(member));
    else
        return member.text;
}

template <class Member>
void take(const std::string& name, const Member& member, Values& values) {
    if constexpr (Optional<Member>) {
        if (member) take(name, *member, values);
    } else if constexpr (List<Member>) {
        std::string& lines = values[name];
        for (const auto& one : member) lines += (lines.empty() ? "" : "\n") + text_of(one);
    } else if constexpr (!std::is_same_v<Member, Payee>) {
        values[name] = text_of(member);
    }
}

}  // namespace

std::vector<Field> fields_of(std::string_view kind) {
    std::vector<Field> fields;
    const auto made = make_kind<PlainFact>(kind);
    if (!made) return fields;
    std::visit(
        [&]<class Kind>(const Kind&) {
            if constexpr (!std::is_same_v<Kind, RulesAdopted>)
                for_each_member_type<Kind>([&]<class Member>(const char* name) { add<Member>(name, true, fields); });
        },
        *made);
    return fields;
}

Values values_of(const PlainFact& fact) {
    Values values;
    std::visit(
        [&]<class Kind>(const Kind& kind) {
            if constexpr (!std::is_same_v<Kind, RulesAdopted>)
                for_each_member(kind, [&](const char* name, const auto& member) { take(name, member, values); });
        },
        fact);
    return values;
}

}  // namespace ipep::forms
