#include "services/histories/curve.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "services/words/language.h"
#include "services/words/markup.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr double kLeft = 90, kRight = 780, kTop = 76, kBottom = 410, kWidth = 800, kHeight = 480;

// Near enough for a drawing: a double holds 17 digits.
double as_number(const Exact& value) {
    const std::string text = to_decimals(value, 40);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}
double as_millions(Money amount) { return static_cast<double>(amount.cents()) / 1e8; }

// Round steps, about `wanted` of them, that cover low to high.
struct Scale {
    double low, high, step;

    Scale(double from, double to, int wanted) {
        if (to - from < 1e-12) from -= 1, to += 1;
        const double rough = (to - from) / wanted, magnitude = std::pow(10, std::floor(std::log10(rough)));
        const double lead = rough / magnitude;
        step = magnitude * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        low = std::floor(from / step + 1e-9) * step;
        high = std::ceil(to / step - 1e-9) * step;
    }
    double share(double value) const { return (value - low) / (high - low); }
    std::string tick(double value) const {
        const int places = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
        return shown_decimal(fmt::format("{:.{}f}", std::abs(value) < step / 2 ? 0.0 : value, places));
    }
};

std::string axis_name(const std::string& parameter) {
    return parameter == kSpendingPath ? tr("Change of spending a year") + " (%)" : titled(parameter);
}

// In millions of euros, one for each value of the first parameter.
struct Series {
    std::string name, colour, dash;
    std::vector<double> values;
};

std::vector<Series> three_sums(const std::vector<SweepPoint>& points) {
    std::vector<Series> all{{tr("Savings"), "#1b5e8c", "none", {}},
                            {tr("Incentives"), "#b35900", "8 4", {}},
                            {tr("Balance"), "#2e6b2e", "2 3", {}}};
    for (const SweepPoint& point : points) {
        all[0].values.push_back(as_millions(point.total.savings));
        all[1].values.push_back(as_millions(point.total.incentives));
        all[2].values.push_back(as_millions(point.total.balance()));
    }
    return all;
}

std::vector<Series> balances(const Sweep& second, const std::vector<SweepPoint>& points) {
    constexpr const char* colours[] = {"#1b5e8c", "#b35900", "#2e6b2e", "#7a3b8f"};
    constexpr const char* dashes[] = {"none", "8 4", "2 3", "12 4 2 4", "5 2", "1 4", "16 6", "6 2 1 2"};
    static_assert(std::size(dashes) == kMostLines);
    std::vector<Series> all;
    for (std::size_t i = 0; i < second.values.size(); ++i) {
        const std::string value = shown_decimal(to_text(second.values[i]));
        Series one{
            second.parameter == kSpendingPath ? value + " %" : value, colours[i % std::size(colours)], dashes[i], {}};
        for (std::size_t at = i; at < points.size(); at += second.values.size())
            one.values.push_back(as_millions(points[at].total.balance()));
        all.push_back(std::move(one));
    }
    return all;
}

class Drawing {
public:
    Drawing(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points)
        : sweeps_(sweeps),
          series_(sweeps.size() == 1 ? three_sums(points) : balances(sweeps[1], points)),
          across_(width_of_values()),
          up_(height_of_values()) {}

    std::string svg() {
        head();
        grid();
        for (const Series& one : series_) line(one);
        return text_ + "</svg>\n";
    }

private:
    Scale width_of_values() const {
        const auto [low, high] = std::ranges::minmax(sweeps_.front().values);
        return {as_number(low), as_number(high), 6};
    }
    Scale height_of_values() const {
        double low = 0, high = 0;
        for (const Series& one : series_)
            for (const double value : one.values) low = std::min(low, value), high = std::max(high, value);
        return {low, high, 6};
    }
    double x(const Exact& value) const { return kLeft + across_.share(as_number(value)) * (kRight - kLeft); }
    double y(double millions) const { return kBottom - up_.share(millions) * (kBottom - kTop); }

    std::string title() const {
        const std::string first = axis_name(sweeps_.front().parameter);
        if (sweeps_.size() == 1) return fill(tr("The scheme's balance over: {parameter}"), {{"parameter", first}});
        return fill(tr("The scheme's balance over: {parameter}, a line for each: {second}"),
                    {{"parameter", first}, {"second", axis_name(sweeps_[1].parameter)}});
    }

    std::string words() const {
        if (sweeps_.size() == 1)
            return tr(
                "Savings, incentives and their difference in millions of euros, all years together; the table "
                "printed beside it holds the same figures.");
        return fill(
            tr("The balance in millions of euros, all years together, a line for each value of: {parameter}; the "
               "table printed beside it holds the same figures."),
            {{"parameter", axis_name(sweeps_[1].parameter)}});
    }

    void head() {
        const std::string title = this->title();
        text_ += fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" lang=\"{}\" "
            "aria-label=\"{}\" font-family=\"sans-serif\" font-size=\"12\">\n<title>{}</title>\n<desc>{}</desc>\n"
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
            "<text x=\"{}\" y=\"24\" font-size=\"16\" fill=\"#1a1a1a\">{}</text>\n",
            kWidth, kHeight, language() == Language::french ? "fr" : "en", escaped(title), escaped(title),
            escaped(words()), kLeft, escaped(title));
    }

    void write(double at, double height, const char* anchor, const std::string& words) {
        text_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"#333333\">{}</text>\n", at,
                             height, anchor, escaped(words));
    }
    void rule(double x1, double y1, double x2, double y2, const char* colour) {
        text_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"/>\n", x1, y1,
                             x2, y2, colour);
    }

    void grid() {
        for (double value = up_.low; value <= up_.high + up_.step / 2; value += up_.step) {
            rule(kLeft, y(value), kRight, y(value), std::abs(value) < up_.step / 2 ? "#333333" : "#dddddd");
            write(kLeft - 8, y(value) + 4, "end", up_.tick(value));
        }
        for (double value = across_.low; value <= across_.high + across_.step / 2; value += across_.step) {
            const double at = kLeft + across_.share(value) * (kRight - kLeft);
            rule(at, kBottom, at, kBottom + 5, "#333333");
            write(at, kBottom + 20, "middle", across_.tick(value));
        }
        write((kLeft + kRight) / 2, kBottom + 44, "middle", axis_name(sweeps_.front().parameter));
        write(kLeft - 8, kTop - 14, "end", tr("M€"));
    }

    // The line itself, and its label above, four in a row.
    void line(const Series& one) {
        std::string path;
        for (std::size_t i = 0; i < one.values.size(); ++i)
            path +=
                fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x(sweeps_.front().values[i]), y(one.values[i]));
        text_ += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" "
            "stroke-dasharray=\"{}\"/>\n",
            path, one.colour, one.dash);
        const double from = kLeft + 100 + 160 * (labels_ % 4), height = kTop - 14 - (labels_ < 4 ? 0 : 16);
        ++labels_;
        text_ += fmt::format(
            "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
            "stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n",
            from, height - 4, from + 36, height - 4, one.colour, one.dash);
        write(from + 44, height, "start", one.name);
    }

    const std::vector<Sweep>& sweeps_;
    std::vector<Series> series_;
    Scale across_, up_;
    int labels_ = 0;
    std::string text_;
};

}  // namespace

std::string sweep_svg(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points) {
    return Drawing(sweeps, points).svg();
}

}  // namespace ipep
