#include "services/answers/openapi.h"

#include <boost/json.hpp>
#include <sstream>

#include "services/answers/asking.h"
#include "services/answers/record_schema.h"
#include "services/questions/outline.h"
#include "services/questions/shape_schema.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;
using http::Effect;
using http::Resource;
using questions::Argument;
using questions::Outline;
using questions::Value;

json::object text_schema() { return {{"type", "string"}}; }

json::object schema_of(const Argument& argument, Value value) {
    if (value == Value::flag) return {{"type", "boolean"}};
    if (value == Value::number) return {{"type", "integer"}};
    if (*argument.choices == 0) return text_schema();
    std::istringstream words(argument.choices);
    json::array choices;
    for (std::string word; words >> word;) choices.emplace_back(word);
    return {{"type", "string"}, {"enum", std::move(choices)}};
}

json::object parameter(const char* in, const std::string& name, const std::string& what, json::object schema,
                       bool required) {
    return {{"name", name}, {"in", in}, {"description", what}, {"required", required}, {"schema", std::move(schema)}};
}

// "{REF*}" takes slashes too, which a path of OpenAPI cannot say; the name stays.
std::string published(std::string path) {
    if (const auto star = path.find("*}"); star != std::string::npos) path.erase(star, 1);
    return "/api/v1" + path;
}

std::string operation_id(const Resource& one) {
    std::string id = one.command;
    std::ranges::replace(id, ' ', '-');
    const bool is_of_one = std::string_view(one.path).ends_with('}');
    if (is_of_one && id == "balances") id = "balance";
    if (is_of_one && id == "notice") id = "notice-of-groupement";
    if (std::string_view(one.path).ends_with("/pseudonyms")) id += "-with-pseudonyms";
    if (std::string_view(one.path).ends_with("/document")) id += "-with-document";
    if (const std::string_view flag = http::flag_of(one); !flag.empty()) id += flag.substr(1);
    if (*one.lines) id += "-of-list";
    if (!*one.body || !http::reads(one.effect)) return id;
    return id + (std::string_view(one.body) == "--facts" ? "-with-facts" : "-with-file");
}

json::array parameters_of(const Resource& one, const Outline& question) {
    json::array all;
    for (std::size_t i = 0; i < question.arguments.size(); ++i) {
        const Argument& argument = question.arguments[i];
        const bool is_option = std::string_view(argument.name).starts_with("--");
        const std::string name = argument.name + (is_option ? 2 : 0);
        const bool is_path = !is_option && std::string_view(one.path).find('{' + name) != std::string::npos;
        if (!is_path && !http::lists(one.options, name)) continue;
        all.push_back(parameter(is_path ? "path" : "query", name, tr(argument.help),
                                schema_of(argument, question.values[i]), is_path));
    }
    if (one.has_pages && !http::lists(one.options, "limit"))
        all.push_back(parameter("query", "limit", "at most so many rows, 1000 where nothing is said and never more",
                                {{"type", "integer"}, {"minimum", 1}}, false));
    if (one.has_pages)
        all.push_back(
            parameter("query", "after", "the cursor of the page before, as its Link gives it", text_schema(), false));
    const auto header = [&](const char* name, const char* what, bool required) {
        all.push_back(parameter("header", name, what, text_schema(), required));
    };
    if (http::reads(one.effect))
        all.push_back(parameter("query", "as-of", "the state after this position, or at this time (RFC 3339)",
                                text_schema(), false));
    if (one.has_proof)
        all.push_back(parameter("query", "proof", "a signed file that proves the answer, in its place (verify.py)",
                                {{"type", "string"}, {"enum", json::array{"true"}}}, false));
    if (counts_in_effect(one.command))
        all.push_back(parameter("query", "effective", "count what is in effect at the end of this day",
                                {{"type", "string"}, {"format", "date"}}, false));
    if (http::writes(one.effect) || http::lists(one.options, "on"))
        all.push_back(
            parameter("query", "on", "accounting day, 2024-05-31", {{"type", "string"}, {"format", "date"}}, false));
    if (http::writes(one.effect))
        header("If-Match", "the ETag of the state decided on, or *", one.effect == Effect::decides);
    if (std::string_view(one.method) == "POST" && !http::reads(one.effect))
        header("Idempotency-Key", "1 to 200 characters, new for each new request", true);
    return all;
}

json::object responses_of(const Resource& one) {
    const json::object problem{{"$ref", "#/components/responses/Problem"}};
    const json::object schema = *one.answer != 0 ? schema_of_shape(one.answer) : text_schema();
    json::object done{{"description", "The command's answer"},
                      {"headers", {{"ETag", {{"description", "position of the log"}, {"schema", text_schema()}}}}},
                      {"content", {{one.type, {{"schema", schema}}}}}};
    if (std::string_view(one.command) == "events")
        done["content"].as_object()["text/event-stream"] = {{"schema", text_schema()}};
    if (one.has_table)
        done["content"].as_object()["text/csv"] = {
            {"schema", {{"type", "string"}, {"description", "RFC 4180, a header of the rows' members"}}}};
    if (one.has_pages)
        done["headers"].as_object()["Link"] = {{"description", "rel=next: the rest of a list, of the same state"},
                                               {"schema", text_schema()}};
    if (*one.location)
        done["headers"].as_object()["Location"] = {{"description", "where what was made is read"},
                                                   {"schema", text_schema()}};
    return {{*one.location ? "201" : "200", std::move(done)}, {"4XX", problem}, {"5XX", problem}};
}

// A resource that sets a flag of the question is what the flag says.
std::string summary_of(const Resource& one, const Outline& question) {
    const std::string_view flag = http::flag_of(one);
    for (const Argument& argument : question.arguments)
        if (!flag.empty() && argument.name == flag) return tr(argument.help);
    return tr(question.named.help);
}

json::object operation(const Resource& one, const Outline& question) {
    const std::string path = one.path;
    const std::string tag = path.substr(1, path.find('/', 1) - 1);
    json::object made{{"operationId", operation_id(one)},
                      {"summary", summary_of(one, question)},
                      {"tags", json::array{tag}},
                      {"parameters", parameters_of(one, question)},
                      {"responses", responses_of(one)}};
    if (*one.body)
        made["requestBody"] = {
            {"required", true},
            {"content",
             {{std::string_view(one.command) == "append" ? "application/jsonl" : "application/octet-stream",
               {{"schema", text_schema()}}}}}};
    if (*one.lines)
        made["requestBody"] = {{"required", false},
                               {"description", std::string(one.lines) + ", one a line"},
                               {"content", {{"text/plain", {{"schema", text_schema()}}}}}};
    return made;
}

json::object problem_schema() {
    const auto text = [](const char* what) { return json::object{{"type", "string"}, {"description", what}}; };
    return {{"type", "object"},
            {"required", json::array{"type", "title", "status", "detail", "code"}},
            {"properties",
             {{"type", text("leads to the refusal's page")},
              {"title", text("the status in words")},
              {"status", {{"type", "integer"}}},
              {"detail", text("what is wrong and what to do, in the reader's language")},
              {"instance", text("the request, as the log names it")},
              {"code", text("of the catalogue of refusals")},
              {"cite", text("the section of the rules")},
              {"key", text("of the fact refused")},
              {"line", {{"type", "integer"}, {"description", "of the facts sent, from 1"}}},
              {"missing", {{"type", "array"}, {"items", schema_of_shape("Missing")}}}}}};
}

}  // namespace

std::string openapi_document() {
    json::object paths, schemas{{"Problem", problem_schema()}};
    for (const questions::NamedShape& one : questions::kShapes)
        if (!one.shape.empty()) schemas[one.name] = schema_of_shape(one.shape);
    add_record_schemas(schemas);
    json::array tags;
    for (const Outline& question : questions::outlines()) {
        for (const Resource& one : question.resources) {
            json::object& path = paths.emplace(published(one.path), json::object()).first->value().as_object();
            std::string method = one.method;
            std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
            json::object made = operation(one, question);
            const json::value tag = json::object{{"name", made.at("tags").as_array()[0]}};
            if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
            path[method] = std::move(made);
        }
    }
    const json::object problem{
        {"description", "Refused or failed (RFC 9457)"},
        {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    return json::serialize(json::object{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Ipep ledger"},
          {"version", "1"},
          {"summary", "Incentive payments and advances, every amount traced to its facts"},
          {"description",
           "Each command of `ipep` as a resource; the answers are those of `--format json`. Accept: "
           "text/plain gives the page for people, in the language of Accept-Language; text/csv a list of rows as a "
           "table, where it is one. A list gives `limit` rows at a time, 1000 at most, and says in Link where it goes "
           "on: the lists of all pages (x-paged), one behind the other, are the list of that state."}}},
        {"servers", json::array{json::object{{"url", "/"}}}},
        {"security",
         json::array{json::object{{"bearer", json::array()}}, json::object{{"certificate", json::array()}}}},
        {"tags", std::move(tags)},
        {"paths", std::move(paths)},
        {"components",
         {{"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}, {"certificate", {{"type", "mutualTLS"}}}}},
          {"schemas", std::move(schemas)},
          {"responses", {{"Problem", problem}}}}}});
}

}  // namespace ipep
