#include "services/audit/answer_proof.h"

#include <boost/json.hpp>
#include <set>
#include <sstream>

#include "events/encoding.h"
#include "events/seal.h"
#include "services/audit/proof.h"

namespace ipep {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepth = 512;  // of an answer: more than any derivation has

std::string attested(const AnswerGiven& given, const Checkpoint& head) {
    const Digest digest = sha256(given.asked, "\n" + given.answer);
    return "ipep-answer/v1\n" + base64(bytes_of(digest)) + '\n' + head.origin + '\n' + std::to_string(head.size) +
           '\n' + base64(bytes_of(head.root)) + '\n';
}

// The events of the log that a value names.
void note_positions(const json::value& value, Position head, std::set<Position>& positions) {
    if (const auto* list = value.if_array())
        for (const json::value& one : *list) note_positions(one, head, positions);
    const auto* object = value.if_object();
    if (!object) return;
    for (const auto& [name, one] : *object) {
        const auto* position = name == "position" || name == "event" ? one.if_int64() : nullptr;
        if (position && *position > 0 && static_cast<Position>(*position) <= head)
            positions.insert(static_cast<Position>(*position));
        note_positions(one, head, positions);
    }
}

std::set<Position> positions_named(const std::string& answer, Position head) {
    std::set<Position> positions;
    std::istringstream lines(answer);
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code is_none;
        const json::value value = json::parse(line, is_none, {}, {.max_depth = kDepth});
        if (!is_none) note_positions(value, head, positions);
    }
    return positions;
}

}  // namespace

Verdict<json::object> answer_proof(const Store& store, const AnswerGiven& given, const HeadSigning& signing) {
    const Checkpoint head = head_of(store);
    json::object proof{{"asked", given.asked}, {"answer", given.answer}};
    IPEP_TRY(put_head(proof, store, head, signing));
    proof["attestation"] = IPEP_TRY(signed_note(attested(given, head), signing.key_path));
    json::array records;
    for (const Position position : positions_named(given.answer, head.size))
        records.push_back(IPEP_TRY(inclusion_proof(store, position, head.size)));
    proof["records"] = std::move(records);
    return proof;
}

}  // namespace ipep
