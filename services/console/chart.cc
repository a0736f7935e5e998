#include "services/console/chart.h"

#include <fmt/core.h>

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "services/words/language.h"

namespace ipep {
namespace {

// A length in tenths of a pixel, so that a thin bar is still seen where it stands.
class Tenths {
public:
    explicit Tenths(std::int64_t tenths) : tenths_(tenths) {}
    std::string text() const { return fmt::format("{}.{}", tenths_ / 10, tenths_ % 10); }
    std::int64_t count() const { return tenths_; }

private:
    std::int64_t tenths_;
};

std::string escaped(const std::string& text) { return kainjow::mustache::html_escape(text); }

// The share of `width` pixels that `amount` takes of `whole`; nothing of nothing.
Tenths share(Money amount, Money whole, std::int64_t width) {
    __extension__ using Wide = __int128;
    if (whole <= Money() || amount <= Money()) return Tenths(0);
    return Tenths(static_cast<std::int64_t>(Wide(std::min(amount, whole).cents()) * width * 10 / whole.cents()));
}

std::string text_at(std::int64_t x, std::int64_t y, const char* kind, const std::string& text) {
    return fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", x, y, kind, escaped(text));
}

std::string bar(Tenths x, std::int64_t y, Tenths width, std::int64_t height, const char* kind) {
    return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"/>", x.text(), y, width.text(),
                       height, kind);
}

std::string line(Tenths x1, std::int64_t y1, Tenths x2, std::int64_t y2, const char* kind) {
    return fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>", x1.text(), y1, x2.text(), y2,
                       kind);
}

std::string framed(const std::string& title, std::int64_t width, std::int64_t height, const std::string& inside) {
    return fmt::format(
        "<div class=\"drawn\" role=\"group\" aria-label=\"{2}\" tabindex=\"0\"><svg class=\"chart\" viewBox=\"0 0 {0} "
        "{1}\" role=\"img\" aria-label=\"{2}\">{3}</svg></div>\n",
        width, height, escaped(title), inside);
}

Tenths shifted(std::int64_t pixels, Tenths by) { return Tenths(pixels * 10 + by.count()); }

std::string signed_amount(const WaterfallStep& step) {
    if (step.amount == Money()) return "–";
    return (!step.sum && step.amount > Money() ? "+" : "") + with_currency(step.amount);
}

// Waterfall: labels to the left, bars in the middle, amounts to the right.
constexpr std::int64_t kWidth = 560, kBars = 168, kBarWidth = 262, kRow = 24;
// Curve: amounts to the left, days below.
constexpr std::int64_t kCurveHeight = 190, kPlotLeft = 96, kPlotWidth = 820, kPlotTop = 14, kPlotHeight = 140;

}  // namespace

Money highest(const std::vector<WaterfallStep>& steps) {
    Money top, at;
    for (const WaterfallStep& step : steps) {
        at = step.sum ? step.amount : at + step.amount;
        top = std::max(top, at);
    }
    return top;
}

std::string waterfall_chart(const std::string& title, const std::vector<WaterfallStep>& steps, Money scale) {
    std::string inside =
        line(Tenths(kBars * 10), 0, Tenths(kBars * 10), static_cast<std::int64_t>(steps.size()) * kRow, "axis");
    Money at;
    std::int64_t y = 0;
    for (const WaterfallStep& step : steps) {
        const Money before = step.sum ? Money() : at;
        at = step.sum ? step.amount : at + step.amount;
        const Tenths low = share(std::min(before, at), scale, kBarWidth);
        const Tenths high = share(std::max(before, at), scale, kBarWidth);
        const char* kind = step.sum ? "sum" : step.amount < Money() ? "minus" : "plus";
        inside += text_at(0, y + 16, step.sum ? "bold" : "", step.label);
        if (high.count() > low.count())
            inside += bar(shifted(kBars, low), y + 4, Tenths(high.count() - low.count()), kRow - 9, kind);
        const Tenths end = shifted(kBars, share(at, scale, kBarWidth));
        if (&step != &steps.back()) inside += line(end, y + kRow - 5, end, y + kRow + 4, "link");
        inside += text_at(kWidth, y + 16,
                          step.sum                 ? "end bold"
                          : step.amount == Money() ? "end soft"
                                                   : "end",
                          signed_amount(step));
        y += kRow;
    }
    return framed(title, kWidth, y, inside);
}

std::string balance_chart(const std::string& title, const std::vector<CurvePoint>& points) {
    if (points.empty()) return {};
    const int first = year_of(points.front().on), last = year_of(points.back().on) + 1;
    const auto day_of = [](int year) { return parse_day(std::to_string(year) + "-01-01")->since_1970; };
    const std::int64_t from = day_of(first), until = day_of(last);
    const auto x_of = [&](std::int64_t day) {
        return Tenths(kPlotLeft * 10 + (day - from) * kPlotWidth * 10 / (until - from));
    };
    Money top;
    for (const CurvePoint& point : points) top = std::max(top, point.balance);
    const auto y_of = [&](Money balance) {
        return (kPlotTop + kPlotHeight) - share(balance, top, kPlotHeight).count() / 10;
    };
    std::string inside;
    for (int year = first; year <= last; ++year) {
        inside += line(x_of(day_of(year)), kPlotTop, x_of(day_of(year)), kPlotTop + kPlotHeight, "grid");
        inside +=
            text_at(x_of(day_of(year)).count() / 10, kPlotTop + kPlotHeight + 20, "soft middle", std::to_string(year));
    }
    inside += text_at(kPlotLeft - 8, kPlotTop + 4, "soft end", with_currency(top));
    inside += text_at(kPlotLeft - 8, kPlotTop + kPlotHeight + 4, "soft end", with_currency(Money()));
    std::string path = fmt::format("M{} {}", x_of(from).text(), y_of(Money()));
    for (const CurvePoint& point : points)
        path += fmt::format("H{}V{}", x_of(point.on.since_1970).text(), y_of(point.balance));
    path += 'H' + x_of(until).text();
    inside += fmt::format("<path d=\"{}V{}Z\" class=\"area\"/><path d=\"{}\" class=\"line\"/>", path,
                          kPlotTop + kPlotHeight, path);
    inside += line(x_of(from), kPlotTop + kPlotHeight, x_of(until), kPlotTop + kPlotHeight, "axis");
    return framed(title, kPlotLeft + kPlotWidth + 24, kCurveHeight, inside);
}

std::string time_chart(const std::string& title, const std::vector<std::string>& rows,
                       const std::vector<TimeMark>& marks) {
    constexpr std::int64_t left = 130, width = 800, row = 26, top = 10, radius = 5;
    const auto [first, last] = std::ranges::minmax_element(marks, {}, &TimeMark::on);
    const int from_year = year_of(first->on), until_year = year_of(last->on) + 1;
    const auto day_of = [](int year) { return parse_day(std::to_string(year) + "-01-01")->since_1970; };
    const std::int64_t from = day_of(from_year), until = day_of(until_year);
    const auto x_of = [&](std::int64_t day) { return Tenths(left * 10 + (day - from) * width * 10 / (until - from)); };
    const std::int64_t bottom = top + static_cast<std::int64_t>(rows.size()) * row;
    std::string inside;
    for (int year = from_year; year <= until_year; ++year) {
        inside += line(x_of(day_of(year)), top, x_of(day_of(year)), bottom, "grid");
        inside += text_at(x_of(day_of(year)).count() / 10, bottom + 18, "soft middle", std::to_string(year));
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        inside += text_at(left - 14, top + static_cast<std::int64_t>(i) * row + 17, "end", rows[i]);
    for (const TimeMark& mark : marks)
        inside += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}\"><title>{}</title></circle>",
                              x_of(mark.on.since_1970).text(), top + mark.row * row + 13, radius,
                              mark.is_known ? "sum" : "budget", escaped(mark.words));
    inside += line(Tenths(left * 10), bottom, Tenths((left + width) * 10), bottom, "axis");
    return framed(title, left + width + 24, bottom + 26, inside);
}

std::string envelope_chart(const std::string& title, const std::vector<EnvelopeBars>& years) {
    constexpr std::int64_t left = 60, width = 760, block = 50;
    Money scale;
    for (const EnvelopeBars& year : years)
        scale = std::max({scale, year.budgeted, year.seed_credits + year.settled, year.ordered, year.paid});
    const auto length = [&](Money amount) { return share(amount, scale, width); };
    std::string inside;
    std::int64_t y = 6;
    for (const EnvelopeBars& year : years) {
        const Tenths start(left * 10);
        inside += text_at(left - 12, y + 22, "end bold", year.year);
        if (year.budgeted > Money()) inside += bar(start, y, length(year.budgeted), 36, "budget");
        const Tenths seed = length(year.seed_credits), used = length(year.seed_credits + year.settled);
        inside += bar(start, y + 5, seed, 13, "seed");
        inside += bar(shifted(left, seed), y + 5, Tenths(used.count() - seed.count()), 13, "plus");
        if (year.ordered > Money()) inside += bar(start, y + 20, length(year.ordered), 5, "sum");
        if (year.paid > Money()) inside += bar(start, y + 27, length(year.paid), 5, "paid");
        if (year.ceiling > Money() && year.ceiling <= scale) {
            const Tenths mark = shifted(left, length(year.ceiling));
            inside += line(mark, y - 4, mark, y + 40, "ceiling");
        }
        inside += text_at(left + width + 130, y + 22, "end", with_currency(year.seed_credits + year.settled));
        y += block;
    }
    inside += line(Tenths(left * 10), 0, Tenths(left * 10), y, "axis");
    return framed(title, left + width + 132, y, inside);
}

}  // namespace ipep
