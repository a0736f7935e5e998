#include "tools/commands/openapi.h"

#include <boost/json.hpp>

#include "tools/commands/command_line.h"
#include "tools/commands/program.h"

namespace ipep {
namespace {

namespace json = boost::json;
using http::Effect;
using http::Resource;

json::object text_schema() { return {{"type", "string"}}; }

// CLI11 names the type of an argument as its help does.
json::object schema_of(const CLI::Option& option) {
    if (option.get_expected_max() == 0) return {{"type", "boolean"}};
    const std::string type = option.get_type_name();
    if (type.find("INT") != std::string::npos || type.find("NUMBER") != std::string::npos) return {{"type", "integer"}};
    return text_schema();
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
    if (const std::string_view flag = http::flag_of(one); !flag.empty()) id += flag.substr(1);
    return *one.body && http::reads(one.effect) ? id + "-with-file" : id;
}

json::array parameters_of(const Resource& one, const CLI::App& command) {
    json::array all;
    for (const CLI::Option* option : command.get_options()) {
        const std::string name = option->get_positional()       ? option->get_name(true)
                                 : option->get_lnames().empty() ? ""
                                                                : option->get_lnames().front();
        const std::string in_path = '{' + name;
        const bool is_path = option->get_positional() && std::string_view(one.path).find(in_path) != std::string::npos;
        if (!is_path && !http::lists(one.options, name)) continue;
        all.push_back(
            parameter(is_path ? "path" : "query", name, option->get_description(), schema_of(*option), is_path));
    }
    const auto header = [&](const char* name, const char* what, bool required) {
        all.push_back(parameter("header", name, what, text_schema(), required));
    };
    if (http::reads(one.effect))
        all.push_back(parameter("query", "as-of", "the state after this position, or at this time (RFC 3339)",
                                text_schema(), false));
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
    const json::object schema =
        std::string_view(one.type) == "application/json" ? json::object{{"type", "object"}} : text_schema();
    json::object done{{"description", "The command's answer"},
                      {"headers", {{"ETag", {{"description", "position of the log"}, {"schema", text_schema()}}}}},
                      {"content", {{one.type, {{"schema", schema}}}}}};
    if (std::string_view(one.command) == "events")
        done["content"].as_object()["text/event-stream"] = {{"schema", text_schema()}};
    if (http::lists(one.options, "limit"))
        done["headers"].as_object()["Link"] = {{"description", "rel=next: the rest of a list of more than 1000 rows"},
                                               {"schema", text_schema()}};
    if (*one.location)
        done["headers"].as_object()["Location"] = {{"description", "where what was made is read"},
                                                   {"schema", text_schema()}};
    return {{*one.location ? "201" : "200", std::move(done)}, {"4XX", problem}, {"5XX", problem}};
}

json::object operation(const Resource& one) {
    Program program;
    const CLI::App& command = command_of(program.parser(), one.command);
    const std::string path = one.path;
    const std::string tag = path.substr(1, path.find('/', 1) - 1);
    const std::string flag(http::flag_of(one));
    json::object made{
        {"operationId", operation_id(one)},
        {"summary", (flag.empty() ? command.get_description() : command.get_option(flag)->get_description())},
        {"tags", json::array{tag}},
        {"parameters", parameters_of(one, command)},
        {"responses", responses_of(one)}};
    if (*one.body)
        made["requestBody"] = {
            {"required", true},
            {"content",
             {{std::string_view(one.command) == "append" ? "application/jsonl" : "application/octet-stream",
               {{"schema", text_schema()}}}}}};
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
              {"missing", {{"type", "array"}, {"items", {{"type", "object"}}}}}}}};
}

}  // namespace

std::string openapi_document(const std::vector<Resource>& resources) {
    json::object paths;
    json::array tags;
    for (const Resource& one : resources) {
        json::object& path = paths.emplace(published(one.path), json::object()).first->value().as_object();
        std::string method = one.method;
        std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
        json::object made = operation(one);
        const json::value tag = json::object{{"name", made.at("tags").as_array()[0]}};
        if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
        path[method] = std::move(made);
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
           "text/plain gives the page for people, in the language of Accept-Language."}}},
        {"servers", json::array{json::object{{"url", "/"}}}},
        {"security",
         json::array{json::object{{"bearer", json::array()}}, json::object{{"certificate", json::array()}}}},
        {"tags", std::move(tags)},
        {"paths", std::move(paths)},
        {"components",
         {{"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}, {"certificate", {{"type", "mutualTLS"}}}}},
          {"schemas", {{"Problem", problem_schema()}}},
          {"responses", {{"Problem", problem}}}}}});
}

}  // namespace ipep
