#include "services/witness/witness_client.h"

#include "services/http/client.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr int kSeconds = 30;
constexpr int kConflict = 409, kDone = 200;

auto refused(const WitnessAddress& witness, const std::string& what) {
    return refuse(code::witness_refused, {{"witness", witness.verifier.name}, {"url", witness.url}, {"what", what}});
}

Verdict<http::Response> submit(const WitnessAddress& witness, const WitnessSubmission& submission) {
    return http::fetch({.method = "POST", .url = witness.url + "/add-checkpoint", .body = to_bytes(submission)}, {},
                       kSeconds);
}

// Of the lines it answered those that are this witness's; each checks, and tells its time.
Verdict<std::string> lines_of(const WitnessAddress& witness, const SignedNote& note, const std::string& answer) {
    const auto signed_by_it = parse_note(note.text + '\n' + answer);
    if (!signed_by_it) return refused(witness, "its answer is no signature line");
    const auto found = IPEP_TRY(cosignatures_of(*signed_by_it, {witness.verifier}));
    if (found.empty() || found.front().time == 0) return refused(witness, "it signed with another key");
    std::string lines;
    for (const NoteSignature& one : signed_by_it->signatures)
        if (witness.verifier.claims(one)) lines += signature_line(one);
    return lines;
}

}  // namespace

Verdict<WitnessAddress> parse_witness(const std::string& text) {
    const auto equals = text.find('=');
    std::string url = text.substr(0, equals);
    if (equals == std::string::npos || (!url.starts_with("http://") && !url.starts_with("https://")))
        return refuse(code::witness_malformed, {{"text", text}});
    while (url.ends_with('/')) url.pop_back();
    return WitnessAddress{std::move(url),
                          IPEP_TRY(parse_verifier(text.substr(equals + 1), SignatureType::cosignature))};
}

Verdict<std::string> ask_witness(const WitnessAddress& witness, const std::string& note, const ConsistencyFrom& proof) {
    const auto parsed = parse_note(note);
    const auto head = parsed ? parse_checkpoint(parsed->text) : std::nullopt;
    if (!head) return refuse(code::checkpoint_malformed);
    WitnessSubmission submission{.old = 0, .proof = {}, .note = note};
    // It says which size it has seen; another request may come between.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto answer = IPEP_TRY(submit(witness, submission));
        if (answer.status == kDone) return lines_of(witness, *parsed, answer.body);
        const auto seen = parse_size(answer.body.substr(0, answer.body.find('\n')));
        if (answer.status != kConflict || !seen)
            return refused(witness, std::to_string(answer.status) + ' ' + std::string(http::reason_of(answer.status)));
        if (*seen > head->size)
            return refuse(code::witness_ahead, {{"witness", witness.verifier.name},
                                                {"seen", std::to_string(*seen)},
                                                {"size", std::to_string(head->size)}});
        submission.old = *seen;
        submission.proof = proof(*seen);
    }
    return refused(witness, "others ask it at the same time");
}

}  // namespace ipep
