#include "services/histories/curve.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "services/words/language.h"
#include "services/words/markup.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr double kLeft = 90, kRight = 780, kTop = 60, kBottom = 410, kWidth = 800, kHeight = 480;

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

struct Series {
    std::string name, colour, dash;
    Money (*of)(const SchemeYear&);
};

std::vector<Series> series() {
    return {{tr("Savings"), "#1b5e8c", "none", [](const SchemeYear& year) { return year.savings; }},
            {tr("Incentives"), "#b35900", "8 4", [](const SchemeYear& year) { return year.incentives; }},
            {tr("Balance"), "#2e6b2e", "2 3", [](const SchemeYear& year) { return year.balance(); }}};
}

class Drawing {
public:
    Drawing(const Sweep& sweep, const std::vector<SweepPoint>& points)
        : sweep_(sweep), points_(points), across_(width_of_values()), up_(height_of_values()) {}

    std::string svg() {
        head();
        grid();
        double label = kTop - 14;
        for (const Series& one : series()) line(one, label);
        return text_ + "</svg>\n";
    }

private:
    Scale width_of_values() const {
        const auto [low, high] = std::ranges::minmax(sweep_.values);
        return {as_number(low), as_number(high), 6};
    }
    Scale height_of_values() const {
        double low = 0, high = 0;
        for (const SweepPoint& point : points_)
            for (const Series& one : series()) {
                low = std::min(low, as_millions(one.of(point.total)));
                high = std::max(high, as_millions(one.of(point.total)));
            }
        return {low, high, 6};
    }
    double x(const Exact& value) const { return kLeft + across_.share(as_number(value)) * (kRight - kLeft); }
    double y(double millions) const { return kBottom - up_.share(millions) * (kBottom - kTop); }

    std::string axis_name() const {
        return sweep_.parameter == kSpendingPath ? tr("Change of spending a year") + " (%)" : titled(sweep_.parameter);
    }

    void head() {
        const std::string title = fill(tr("The scheme's balance over: {parameter}"), {{"parameter", axis_name()}});
        text_ += fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" lang=\"{}\" "
            "aria-labelledby=\"title description\" font-family=\"sans-serif\" font-size=\"12\">\n"
            "<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n"
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
            "<text x=\"{}\" y=\"24\" font-size=\"16\" fill=\"#1a1a1a\">{}</text>\n",
            kWidth, kHeight, language() == Language::french ? "fr" : "en", escaped(title),
            escaped(tr("Savings, incentives and their difference in millions of euros, all years together; the table "
                       "printed beside it holds the same figures.")),
            kLeft, escaped(title));
    }

    void words(double at, double height, const char* anchor, const std::string& words) {
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
            words(kLeft - 8, y(value) + 4, "end", up_.tick(value));
        }
        for (double value = across_.low; value <= across_.high + across_.step / 2; value += across_.step) {
            const double at = kLeft + across_.share(value) * (kRight - kLeft);
            rule(at, kBottom, at, kBottom + 5, "#333333");
            words(at, kBottom + 20, "middle", across_.tick(value));
        }
        words((kLeft + kRight) / 2, kBottom + 44, "middle", axis_name());
        words(kLeft - 8, kTop - 14, "end", tr("M€"));
    }

    // The line itself, and its label at the top right, one beside the other.
    void line(const Series& one, double label_height) {
        std::string path;
        for (const SweepPoint& point : points_)
            path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x(point.value),
                                y(as_millions(one.of(point.total))));
        text_ += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" "
            "stroke-dasharray=\"{}\"/>\n",
            path, one.colour, one.dash);
        const double from = kLeft + 150 + 160 * labels_++;
        text_ += fmt::format(
            "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
            "stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n",
            from, label_height - 4, from + 36, label_height - 4, one.colour, one.dash);
        words(from + 44, label_height, "start", one.name);
    }

    const Sweep& sweep_;
    const std::vector<SweepPoint>& points_;
    Scale across_, up_;
    int labels_ = 0;
    std::string text_;
};

}  // namespace

std::string sweep_svg(const Sweep& sweep, const std::vector<SweepPoint>& points) {
    return Drawing(sweep, points).svg();
}

}  // namespace ipep
