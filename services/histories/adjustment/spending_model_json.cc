// The model as a file: numbers as texts, so that applying them is exact. Written by fit, read by apply.
#include <algorithm>
#include <boost/json.hpp>

#include "events/byte_order_mark.h"
#include "events/seal.h"
#include "events/strict_json.h"
#include "services/histories/adjustment/spending_model.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "ipep adjusted spending 1";
constexpr std::string_view kSplitRule =
    "x = seed (0 read as 1), advanced 16 times by x = 16807 x mod 2147483647; then for each row counted, in order: "
    "advance x; the row goes to the fit if x * rows left < fit rows left * 2147483647";

// A decimal of any length: coefficients may be small.
bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = std::min(text.find('.'), text.size());
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 400 && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}

std::string text_in(const json::value& object, const char* member) {
    return std::string(object.at(member).as_string());
}

Decimal decimal_in(const json::value& object, const char* member) {
    std::string text = text_in(object, member);
    if (!is_decimal(text)) throw std::runtime_error(member);
    return {std::move(text)};
}

// A column that is not known is one of the file's own: its place among them.
PatientColumn column_in(const std::string& name, std::vector<std::string>& further) {
    const auto known = std::ranges::find(kPatientColumns, name);
    if (known != kPatientColumns.end()) return static_cast<PatientColumn>(known - kPatientColumns.begin());
    const auto named = std::ranges::find(further, name);
    const auto place = static_cast<std::size_t>(named - further.begin());
    if (named == further.end()) further.push_back(name);
    if (name.empty() || name == "id" || further.size() > kMostFurther) throw std::runtime_error("column");
    return further_column(place);
}

ModelTerm term_in(const json::value& object, std::vector<std::string>& further) {
    ModelTerm term{.column = {}, .column_name = text_in(object, "column")};
    term.column = column_in(term.column_name, further);
    term.coefficient = decimal_in(object, "coefficient");
    term.standardError = decimal_in(object, "standardError");
    const json::object& members = object.as_object();
    if (members.contains("equals")) term.equals = decimal_in(object, "equals");
    if (members.contains("from")) term.from = members.at("from").to_number<std::int64_t>();
    if (members.contains("below")) term.below = members.at("below").to_number<std::int64_t>();
    if (term.below && !term.from) throw std::runtime_error("below");
    return term;
}

SpendingModel model_in(const json::value& file) {
    if (text_in(file, "model") != kName) throw std::runtime_error("model");
    SpendingModel model;
    const json::value &sample = file.at("sample"), &split = file.at("split"), &constant = file.at("constant");
    model.reference = text_in(sample, "reference");
    model.sha256 = text_in(sample, "sha256");
    model.rows = sample.at("rows").to_number<std::int64_t>();
    model.excluded = sample.at("excluded").to_number<std::int64_t>();
    model.seed = split.at("seed").to_number<std::uint64_t>();
    model.fitRows = split.at("fitRows").to_number<std::int64_t>();
    model.testRows = split.at("testRows").to_number<std::int64_t>();
    model.constant = decimal_in(constant, "coefficient");
    model.constantError = decimal_in(constant, "standardError");
    for (const json::value& one : file.at("variables").as_array()) model.terms.push_back(term_in(one, model.further));
    const json::value& r2 = file.at("adjustedR2");
    model.adjustedR2Fit = decimal_in(r2, "fit").text;
    if (r2.as_object().contains("test")) model.adjustedR2Test = decimal_in(r2, "test").text;
    return model;
}

}  // namespace

json::object to_json(const SpendingModel& model) {
    json::array variables, left_out;
    for (const ModelTerm& term : model.terms) {
        json::object one{{"variable", term.name()}, {"column", term.column_name}};
        if (term.equals) one["equals"] = term.equals->text;
        if (term.from) one["from"] = *term.from;
        if (term.below) one["below"] = *term.below;
        one["coefficient"] = term.coefficient.text;
        one["standardError"] = term.standardError.text;
        one["robustStandardError"] = term.robustError.text;
        variables.push_back(std::move(one));
    }
    for (const LeftOut& one : model.left_out)
        left_out.push_back({{"variable", one.name}, {"adjustedR2Fit", one.adjustedR2}});
    json::object r2{{"fit", model.adjustedR2Fit}};
    if (!model.adjustedR2Test.empty()) r2["test"] = model.adjustedR2Test;
    return {{"model", kName},
            {"sample",
             {{"reference", model.reference},
              {"sha256", model.sha256},
              {"rows", model.rows},
              {"excluded", model.excluded},
              {"meetsTheTextsMinimum", model.meets_minimum()}}},
            {"split",
             {{"seed", model.seed}, {"fitRows", model.fitRows}, {"testRows", model.testRows}, {"rule", kSplitRule}}},
            {"constant",
             {{"coefficient", model.constant.text},
              {"standardError", model.constantError.text},
              {"robustStandardError", model.constantRobustError.text}}},
            {"variables", std::move(variables)},
            {"leftOut", std::move(left_out)},
            {"adjustedR2", std::move(r2)},
            {"residualStandardError", model.residualError},
            {"robustStandardErrors", "HC1"}};
}

Verdict<SpendingModel> parse_model(std::string_view file) {
    const std::string_view text = without_byte_order_mark(file);
    IPEP_TRY(parse_strict(text));
    try {
        SpendingModel model = model_in(json::parse(text));
        model.digest = to_hex(bytes_of(sha256(file)));
        return model;
    } catch (const std::logic_error&) {    // a member is not there
    } catch (const std::runtime_error&) {  // or of another kind
    }
    return refuse(code::model_malformed);
}

}  // namespace ipep
