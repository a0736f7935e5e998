#include "ledger/reference.h"

#include <vector>

namespace ipep {
namespace {

constexpr std::string_view kSeedCredit = "seedCredit", kSettlement = "settlement", kOverpayment = "overpayment";
constexpr std::size_t kYearDigits = 4;

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find('/');
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string year_text(ResultYear year) {
    std::string digits = to_text(year);
    return digits.insert(0, digits.size() < kYearDigits ? kYearDigits - digits.size() : 0, '0');
}

std::optional<ResultYear> year_in(std::string_view digits) {
    if (digits.size() != kYearDigits) return std::nullopt;
    int year = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        year = year * 10 + (c - '0');
    }
    return year;
}

}  // namespace

Reference Reference::seed_credit(GroupementId groupement) {
    return {.kind = Kind::seedCredit, .groupement = std::move(groupement), .year = 0, .figure = {}, .order = {}};
}

Reference Reference::settled(GroupementId groupement, ResultYear year, std::string figure) {
    return {.kind = Kind::settlement,
            .groupement = std::move(groupement),
            .year = year,
            .figure = std::move(figure),
            .order = {}};
}

Reference Reference::overpayment(GroupementId groupement) {
    return {.kind = Kind::overpayment, .groupement = std::move(groupement), .year = 0, .figure = {}, .order = {}};
}

Reference Reference::of(OrderId order) {
    return {.kind = Kind::order, .groupement = {}, .year = 0, .figure = {}, .order = std::move(order)};
}

std::string Reference::text() const {
    const auto below = [&](std::string_view head) { return std::string(head) + '/' + groupement.text; };
    switch (kind) {
        case Kind::seedCredit: return below(kSeedCredit);
        case Kind::overpayment: return below(kOverpayment);
        case Kind::settlement: return line() + '/' + figure;
        case Kind::order: break;
    }
    return order.text;
}

std::string Reference::line() const { return std::string(kSettlement) + '/' + year_text(year) + '/' + groupement.text; }

std::optional<Reference> Reference::parse(std::string_view text) {
    const auto parts = split(text);
    const auto named = [&](std::size_t part) { return GroupementId{std::string(parts[part])}; };
    if (parts.size() == 1 && !text.empty()) return of(OrderId{std::string(text)});
    if (parts.size() == 2 && parts[0] == kSeedCredit) return seed_credit(named(1));
    if (parts.size() == 2 && parts[0] == kOverpayment) return overpayment(named(1));
    if (parts.size() != 4 || parts[0] != kSettlement) return std::nullopt;
    const auto year = year_in(parts[1]);
    return year ? std::optional(settled(named(2), *year, std::string(parts[3]))) : std::nullopt;
}

bool names(std::string_view text, Reference::Kind kind) {
    const auto reference = Reference::parse(text);
    return reference && reference->kind == kind;
}

}  // namespace ipep
