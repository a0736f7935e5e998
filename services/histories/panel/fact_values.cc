#include "services/histories/panel/fact_values.h"

#include <algorithm>
#include <array>

#include "events/describe.h"
#include "ledger/about.h"
#include "ledger/one_of.h"

namespace ipep::panel {
namespace {

constexpr std::array kCounts = {"patients", "referringPhysicians", "sent", "answered"};
constexpr std::array kOfAPatient = {"actualPerPatient", "adjustedPerPatient"};
// Texts that describe rules and indicators, never a person; and of a measure, what defines it.
constexpr std::array kDescriptions = {"title", "currency", "name", "theme", "unit"};
constexpr unsigned kMostDecimals = 18;

bool among(const auto& names, std::string_view name) {
    return std::ranges::any_of(names, [&](const char* one) { return name == one; });
}

template <class T>
concept HasFraction = requires(const T& fact) {
    fact.numerator;
    fact.denominator;
};

// Identifiers and years say what the fact is about, the rest are its values.
class FactWalk {
public:
    explicit FactWalk(const FactMask& mask) : mask_(mask) {}

    template <class Kind>
    void operator()(const Kind& fact) {
        if constexpr (OneOf<Kind, GroupementAdmitted>) {
            take_admission(fact);
            return;
        }
        if constexpr (HasFraction<Kind>) hides_fraction_ = is_small(fact.numerator) || is_small(fact.denominator);
        if constexpr (requires { fact.sent; }) hides_answers_ = is_small(fact.sent) || is_small(fact.answered);
        take_members(fact, "");
    }
    void operator()(const FactCorrected& correction) {
        found.subject.corrects = correction.corrects.text;
        std::visit(*this, correction.fact);
    }

    FactValues found;

private:
    bool is_small(std::int64_t count) const { return count < mask_.threshold; }
    bool is_small(const std::optional<std::int64_t>& count) const { return count && is_small(*count); }
    bool is_small(const Seldom<Quantity>& count) const {
        return count && to_exact(static_cast<const Decimal&>(*count)) < Exact(mask_.threshold);
    }

    void take_admission(const GroupementAdmitted& admitted) {
        GroupementAdmitted shown = admitted;
        if (!mask_.described.name) shown.name.clear();
        if (!mask_.described.region) shown.region.clear();
        if (!mask_.described.legal_form) shown.legalForm.clear();
        for_each_member(shown, [&](const char* name, const auto& member) {
            constexpr std::array described = {"name", "legalForm", "region"};
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, std::string>) {
                if (among(described, name) && !member.empty()) add(name, member);
            } else {
                take(name, member);
            }
        });
    }

    template <class T>
    void take_members(const T& record, const std::string& path) {
        for_each_member(record, [&](const char* name, const auto& member) {
            // The parameters of the rules are known by their own paths, "caps.groupement".
            const bool root = std::is_same_v<T, RulesAdopted> && name == std::string_view("parameters");
            take(root ? "" : path.empty() ? name : path + '.' + name, member);
        });
    }

    template <class T>
    void take(const std::string& path, const T& member) {
        Subject& subject = found.subject;
        if constexpr (Optional<T>) {
            if (member) take(path, *member);
        } else if constexpr (std::is_same_v<T, GroupementId>) {
            subject.groupement = member.text;
        } else if constexpr (std::is_same_v<T, CpamId>) {
            subject.cpam = member.text;
        } else if constexpr (std::is_same_v<T, RulesId>) {
            subject.rules = member.text;
        } else if constexpr (std::is_same_v<T, IndicatorId>) {
            if (path == "indicator")
                subject.indicator = member.text;
            else
                add(path, member.text);
        } else if constexpr (std::is_same_v<T, PaymentYear>) {
            subject.payment_year = member;
        } else if constexpr (kIsYear<T>) {
            if (path == "year")
                subject.year = member;
            else
                add_number(path, to_text(member));
        } else if constexpr (std::is_same_v<T, Personal> || std::is_same_v<T, PersonId> || std::is_same_v<T, Json> ||
                             std::is_same_v<T, FactKey>) {
            // Persons never; quotations of the rules stand with the rules.
        } else {
            take_value(path, member);
        }
    }

    template <class T>
    void take_value(const std::string& path, const T& member) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (describes_rules(path) || describes_group(path)) add(path, member);
        } else if constexpr (std::is_same_v<T, Money>) {
            found.values.push_back({path, to_text(member), to_text(member), member, false});
            if (mask_.withheld) mask();
        } else if constexpr (std::is_same_v<T, Day>) {
            add(path, to_text(member));
        } else if constexpr (DescribedEnum<T>) {
            add(path, std::string(enum_name(member)));
        } else if constexpr (std::is_integral_v<T>) {
            add_number(path, std::to_string(member));
            if (among(kCounts, path) && is_small(member)) mask();
            if (hides_answers_ && (path == "sent" || path == "answered")) mask();
        } else if constexpr (std::is_same_v<T, Ratio>) {
            found.values.push_back({path, member.text, decimal(member), {}, false});
        } else if constexpr (TextLike<T>) {
            add_number(path, member.text);
            if (mask_.withheld && among(kOfAPatient, path)) mask();
            constexpr std::array quotient = {"value", "score", "numerator", "denominator"};
            if (hides_fraction_ && among(quotient, path)) mask();
        } else if constexpr (List<T>) {
            take_list(path, member);
        } else {
            take_members(member, path);
        }
    }

    template <class T>
    void take_list(const std::string& path, const std::vector<T>& list) {
        std::size_t number = 0;
        for (const T& one : list) {
            if constexpr (std::is_same_v<T, CountedFrom>)
                take(path + '.' + one.indicator, one.rank);
            else if constexpr (std::is_same_v<T, WaveYears>)
                take(path + '.' + std::to_string(one.wave), one.years);
            else if constexpr (std::is_same_v<T, CataloguedIndicator>)
                take_catalogued(path + '.' + one.id.text, one);
            else
                take(path + '.' + std::to_string(++number), one);
        }
    }

    void take_catalogued(const std::string& path, const CataloguedIndicator& entry) {
        for_each_member(entry, [&]<class Member>(const char* name, const Member& member) {
            if constexpr (!std::is_same_v<Member, IndicatorId>) take(path + '.' + name, member);
        });
    }

    static bool describes_rules(const std::string& path) {
        constexpr std::string_view catalogue = "quality.indicators.";
        const bool is_catalogued = path.starts_with(catalogue);
        const std::string last = path.substr(path.find_last_of('.') + 1);
        if (is_catalogued) return among(kDescriptions, last);
        return path == "title" || path == "currency" || path == "definitionSha256";
    }

    // What a groupement is called, and who measured it with which questionnaire: where its name is given out.
    bool describes_group(const std::string& path) const {
        if (path == "legalForm") return mask_.described.legal_form;
        if (path == "region") return mask_.described.region;
        return mask_.described.name && (path == "name" || path == "suppliedBy" || path == "questionnaire");
    }

    // A fraction that does not end is rounded to as many decimals as a measured value may have.
    static std::string decimal(const Ratio& ratio) {
        if (ratio.text.find('/') == std::string::npos) return ratio.text;
        const std::string text = to_text(to_exact(ratio));
        return text.find('/') == std::string::npos ? text : to_decimals(to_exact(ratio), kMostDecimals);
    }

    void add(const std::string& path, const std::string& text) { found.values.push_back({path, text}); }
    void add_number(const std::string& path, const std::string& text) { found.values.push_back({path, text, text}); }
    void mask() {
        FactValue& value = found.values.back();
        value.text.clear();
        value.number.clear();
        value.amount.reset();
        value.masked = true;
    }

    const FactMask& mask_;
    bool hides_fraction_ = false, hides_answers_ = false;
};

}  // namespace

FactValues values_of(const Body& fact, const FactMask& mask) {
    FactWalk walk(mask);
    std::visit(
        [&](const auto& one) {
            if constexpr (std::is_constructible_v<Fact, decltype(one)>) walk(one);
        },
        fact);
    return std::move(walk.found);
}

bool has_small_count(const Body& fact, std::int64_t threshold) {
    const auto is_small = [&](const auto* one) { return one && one->patients < threshold; };
    return is_small(brought<PatientsCounted>(fact)) || is_small(brought<SeedCreditAssessed>(fact)) ||
           is_small(brought<GroupementAdmitted>(fact));
}

}  // namespace ipep::panel
