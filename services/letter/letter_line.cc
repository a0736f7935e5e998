#include "services/letter/letter_line.h"

#include "ledger/exact.h"
#include "ledger/reference.h"
#include "services/letter/letter_words.h"

namespace ipep {
namespace {

Money cents(const Explanation& node) { return *parse_money(to_decimals(to_exact(Decimal{node.value}), 2)); }

class Lines {
public:
    Lines(const PaymentOrdered& order, const EventAt& event_at) : order_(order), event_at_(event_at) {}

    void add(const OrderPart& part, const Explanation& told) {
        if (part.amount < Money()) {
            keep("table.set_off", {{"debt", debt(part)}}, part.amount);
        } else if (told.inputs.empty()) {
            lines_.push_back({debt(part), part.amount});
        } else {
            add_debt(part, *told.inputs[0]);
            if (told.inputs.size() > 1) add_ordered(*told.inputs[1]);
        }
    }
    std::vector<LetterLine> take() { return std::move(lines_); }

private:
    using Arguments = std::vector<std::pair<std::string, std::string>>;

    void keep(std::string_view words, Arguments arguments, Money amount) {
        if (amount != Money()) lines_.push_back({letter_words(words, std::move(arguments)), amount});
    }

    void add_debt(const OrderPart& part, const Explanation& told) {
        if (told.name == "released") {
            for (const auto& leaf : told.inputs) add_tranche(part, *leaf);
            return;
        }
        const Explanation *net = nullptr, *granted = nullptr, *recovered = nullptr;
        for (const auto& input : told.inputs) {
            if (input->name == "net") net = input.get();
            if (input->name == "advanceGranted") granted = input.get();
            if (input->name == "advanceRecovered") recovered = input.get();
        }
        if (!net || !granted || !recovered) {
            lines_.push_back({debt(part), cents(told)});
            return;
        }
        const std::string year = year_of_result(part);
        keep("table.net", {{"year", year}, {"revision", revision(part)}}, cents(*net));
        keep("table.granted", {{"year", year}}, cents(*granted));
        keep("table.recovered", {{"year", year}}, -cents(*recovered));
    }

    void add_tranche(const OrderPart& part, const Explanation& leaf) {
        const Event event = event_at_(leaf.event->position);
        const std::string tranche = std::to_string(std::get<SeedTrancheReleased>(event.body).tranche);
        keep(tranche == "1" ? "table.first_tranche" : "table.tranche",
             {{"year", to_text(part.paymentYear)}, {"tranche", tranche}}, cents(leaf));
    }

    void add_ordered(const Explanation& ordered) {
        std::string orders;
        for (const auto& leaf : ordered.inputs) orders += (orders.empty() ? "" : ", ") + leaf->of;
        keep("table.ordered", {{"orders", orders}}, -cents(ordered));
    }

    // What a part is about, in one line.
    std::string debt(const OrderPart& part) const {
        const auto debt = Reference::parse(part.of);
        const std::string year = to_text(part.paymentYear);
        if (!debt || debt->kind == Reference::Kind::overpayment) return letter_words("table.back", {{"year", year}});
        if (debt->kind == Reference::Kind::seedCredit) return letter_words("table.seed", {{"year", year}});
        const std::string known = revision(part);
        return letter_words(known.empty() ? "table.annulled" : "table.due",
                            {{"year", year_of_result(part)}, {"revision", known}});
    }

    static std::string year_of_result(const OrderPart& part) { return to_text(Reference::parse(part.of)->year); }
    // The settlement among the order's vouchers; empty where the year was annulled for the group.
    std::string revision(const OrderPart& part) const {
        for (const Voucher& voucher : order_.vouchers) {
            if (voucher.document != "settlement") continue;
            const Event event = event_at_(voucher.position);
            const auto* settled = std::get_if<IncentiveSettled>(&event.body);
            if (settled && to_text(settled->year) == year_of_result(part)) return std::to_string(settled->revision);
        }
        return {};
    }

    const PaymentOrdered& order_;
    const EventAt& event_at_;
    std::vector<LetterLine> lines_;
};

}  // namespace

std::vector<LetterLine> letter_lines(const PaymentOrdered& order, const Explanation& told, const EventAt& event_at) {
    Lines lines(order, event_at);
    for (std::size_t i = 0; i < order.parts.size(); ++i) lines.add(order.parts[i], *told.inputs.at(i));
    return lines.take();
}

}  // namespace ipep
