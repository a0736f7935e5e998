#include "services/event_filter.h"

namespace ipep {
namespace {

struct GroupementOf {
    std::string operator()(const FactCorrected& correction) const { return std::visit(*this, correction.fact); }
    template <class Kind>
    std::string operator()(const Kind& one) const {
        if constexpr (requires { one.groupement.text; }) return one.groupement.text;
        else if constexpr (requires { one.groupement->text; }) return one.groupement ? one.groupement->text : "";
        else if constexpr (requires { one.subject; }) return one.subject;
        else return {};
    }
};

struct YearOf {
    std::optional<Year> operator()(const FactCorrected& correction) const { return std::visit(*this, correction.fact); }
    template <class Kind>
    std::optional<Year> operator()(const Kind& one) const {
        if constexpr (requires { one.year; }) return one.year;
        else return std::nullopt;
    }
};

}  // namespace

std::string groupement_of(const Body& body) { return std::visit(GroupementOf{}, body); }

bool EventFilter::takes(const Body& body) const {
    if (!kind.empty() && kind != kind_of(body)) return false;
    if (!groupement.empty() && groupement != groupement_of(body)) return false;
    return !year || std::visit(YearOf{}, body) == year;
}

}  // namespace ipep
