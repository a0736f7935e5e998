// StrictJson: JSON text as a small tree, refusing what ordinary parsers let pass.
//
// Refused: anything but one object, repeated members, trailing bytes, invalid UTF-8, nesting over 32.
// Shape:   numbers keep whether they are whole; texts are UTF-8; members keep their order.
// Source:  RFC 8259; contract, "JSON is read strictly". Parsing is Boost.JSON's.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/rejection.h"

namespace ipep {

struct JsonNode;
struct JsonObject {
    std::vector<std::pair<std::string, JsonNode>> members;
};
struct JsonArray {
    std::vector<JsonNode> items;
};
// A number that is no int64, as it was written; no value of the contract is one.
struct JsonFraction {
    std::string text;
};
struct JsonNode {
    std::variant<std::nullptr_t, bool, std::int64_t, JsonFraction, std::string, JsonArray, JsonObject> value;
};

Verdict<JsonNode> parse_strict(std::string_view text);

}  // namespace ipep
