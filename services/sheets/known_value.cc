#include "services/sheets/known_value.h"

#include "events/describe.h"

namespace ipep::sheets {
namespace {

// What no measure is about is empty.
template <class T>
std::string text_of(const T& value) {
    if constexpr (Optional<T>)
        return value ? text_of(*value) : std::string();
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return std::to_string(value);
    else if constexpr (std::is_same_v<T, Direction>)
        return std::string(enum_name(value));
    else if constexpr (std::is_same_v<T, Decimal> || std::is_same_v<T, Ratio> || std::is_same_v<T, Quantity>)
        return value.text;
    else
        return {};
}

// The member of a fact, by its name.
template <class Fact>
std::string member_of(const Noted<Fact>* noted, std::string_view wished) {
    std::string found;
    if (noted)
        for_each_member(noted->value, [&](const char* name, const auto& member) {
            if (name == wished) found = text_of(member);
        });
    return found;
}
template <class Fact>
std::string member_of(const std::optional<Noted<Fact>>& noted, std::string_view wished) {
    return member_of(noted ? &*noted : nullptr, wished);
}

}  // namespace

Subject subject_of(const Fact& fact) {
    Subject subject;
    std::visit(
        [&]<class Kind>(const Kind& kind) {
            for_each_member(kind, [&](const char* name, const auto& member) {
                using Member = std::remove_cvref_t<decltype(member)>;
                if constexpr (std::is_same_v<Member, GroupementId>)
                    subject.groupement = member;
                else if constexpr (std::is_same_v<Member, IndicatorId>)
                    subject.indicator = member;
                else if constexpr (std::is_same_v<Member, ResultYear>)
                    subject.year = std::string_view(name) == "year" ? member : subject.year;
            });
        },
        fact);
    return subject;
}

std::string known_value(const Book& book, const Measure& measure, const Subject& subject) {
    const std::string_view kind = measure.kind, member = measure.member;
    const CommonState& common = book.common();
    if (kind == "indicatorTargetsSet") return member_of(common.target(subject.year, subject.indicator), member);
    if (kind == "experienceThresholdsSet") {
        const auto found = common.thresholds.find(subject.year);
        return found == common.thresholds.end() ? std::string() : member_of(&found->second, member);
    }
    const GroupState* page = book.find(subject.groupement);
    if (!page) return {};
    if (kind == "seedCreditAssessed") return member_of(page->assessment, member);
    const YearFacts* facts = page->facts(subject.year);
    if (!facts) return {};
    if (kind == "patientsCounted") return member_of(facts->patients, member);
    if (kind == "expenditureMeasured") return member_of(facts->expenditure, member);
    if (kind == "experienceMeasured") return member_of(facts->experience, member);
    return member_of(facts->measure(subject.indicator), member);
}

}  // namespace ipep::sheets
