#include "services/witness/witness.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "events/encoding.h"
#include "events/fault.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

auto no_witness(const std::string& folder, const std::string& what) {
    return refuse(code::witness_folder, {{"path", folder}, {"what", what}});
}

std::string hash_of(const std::string& origin) { return to_hex(bytes_of(sha256(origin))); }

WitnessAnswer said(int status, const std::string& sentence) { return {status, sentence + '\n'}; }

// Of the log's keys that stand under the note, each checks, and there is one.
bool is_signed(const SignedNote& note, const std::vector<NoteVerifier>& keys) {
    std::size_t found = 0;
    for (const NoteVerifier& key : keys) {
        if (std::ranges::none_of(note.signatures, [&](const NoteSignature& one) { return key.claims(one); })) continue;
        if (!is_signed_by(note, key)) return false;
        ++found;
    }
    return found > 0;
}

// What is wrong with the step from the head signed last to this one; empty where nothing is.
std::string wrong_step(const std::optional<Checkpoint>& last, const Checkpoint& head, const WitnessSubmission& asked) {
    if (head.size == 0 && head.root != sha256({})) return "the root is not that of an empty log";
    if (asked.old == 0) return asked.proof.empty() ? "" : "from an empty log there is no proof";
    if (asked.old == head.size && last->root != head.root) return "another log of this size was signed";
    return verify_consistency(asked.old, head.size, asked.proof, last->root, head.root)
               ? ""
               : "the log does not extend the one that was signed";
}

}  // namespace

Verdict<std::string> new_witness(const std::string& folder, const std::string& name) {
    auto whole = IPEP_TRY(WholeFolder::at(folder));
    auto verifier = IPEP_TRY(new_key(whole.path("key"), name, SignatureType::cosignature));
    write_new(whole.path("logs"), "");
    std::error_code error;
    fs::create_directory(whole.path("seen"), error);
    if (error) throw fault_of(whole.path("seen"), error);
    whole.keep();
    return verifier;
}

Verdict<std::string> add_log(const std::string& folder, const std::string& verifier, const std::string& origin) {
    const auto key = IPEP_TRY(parse_verifier(verifier, SignatureType::note));
    const auto logs = text_of_file(folder + "/logs");
    if (!logs) return no_witness(folder, "it has no list of logs");
    const std::string known_as = origin.empty() ? key.name : origin, line = verifier + ' ' + known_as + '\n';
    if (std::ranges::count(line, '\n') > 1) return refuse(code::verifier_malformed, {{"text", origin}});
    if (('\n' + *logs).find('\n' + line) == std::string::npos)
        IPEP_TRY(write_whole(folder + "/logs", *logs + line, Existing::goes));
    return known_as;
}

Verdict<std::unique_ptr<LogWitness>> LogWitness::open(const std::string& folder) {
    if (!fs::is_regular_file(folder + "/logs") || !fs::is_directory(folder + "/seen"))
        return no_witness(folder, "`ipep witness new` did not make it");
    auto key = IPEP_TRY(NoteKey::read(folder + "/key"));
    if (FolderLock::is_held(folder)) return refuse(code::witness_busy, {{"path", folder}});
    std::unique_ptr<LogWitness> made(new LogWitness(folder, std::move(key)));
    IPEP_TRY(made->read_logs());
    return made;
}

Verdict<> LogWitness::read_logs() {
    std::istringstream lines(text_of_file(folder_ + "/logs").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        const auto space = line.find(' ');
        if (space == std::string::npos) return no_witness(folder_, "a line of `logs` is no key and origin");
        logs_[line.substr(space + 1)].keys.push_back(
            IPEP_TRY(parse_verifier(line.substr(0, space), SignatureType::note)));
    }
    for (auto& [origin, log] : logs_) IPEP_TRY(read_seen(origin, log));
    return {};
}

// What it signed itself, and nothing else, is what it has seen.
Verdict<> LogWitness::read_seen(const std::string& origin, Known& log) const {
    const auto note = text_of_file(seen_path(origin));
    if (!note) {
        if (fs::exists(fs::symlink_status(seen_path(origin)))) return no_witness(folder_, "`seen` cannot be read");
        return {};
    }
    const auto parsed = parse_note(*note);
    const auto head = parsed ? parse_checkpoint(parsed->text) : std::nullopt;
    const auto ours = parsed ? cosignatures_of(*parsed, {verifier()}) : std::vector<Cosignature>();
    if (!head || head->origin != origin || !ours || ours->empty())
        return no_witness(folder_, "what it signed last of " + origin + " is not what it wrote");
    log.head = *head;
    log.note = *note;
    return {};
}

std::string LogWitness::seen_path(const std::string& origin) const { return folder_ + "/seen/" + hash_of(origin); }

WitnessAnswer LogWitness::add_checkpoint(const std::string& request, std::int64_t now) {
    const auto asked = parse_submission(request);
    const auto note = asked ? parse_note(asked->note) : std::nullopt;
    const auto head = note ? parse_checkpoint(note->text) : std::nullopt;
    if (!head) return said(400, "no old size, proof and signed checkpoint");
    const std::lock_guard alone(one_at_a_time_);
    const auto known = logs_.find(head->origin);
    if (known == logs_.end()) return said(404, "this log is not known here");
    Known& log = known->second;
    if (!is_signed(*note, log.keys)) return said(403, "no valid signature of a key that is known of this log");
    if (asked->old > head->size) return said(400, "the old size is larger than the checkpoint's");
    const std::uint64_t last = log.head ? log.head->size : 0;
    if (asked->old != last) return {409, std::to_string(last) + '\n', "text/x.tlog.size"};
    if (const std::string wrong = wrong_step(log.head, *head, *asked); !wrong.empty()) return said(422, wrong);
    return sign(log, *head, *note, now);
}

WitnessAnswer LogWitness::sign(Known& log, const Checkpoint& head, const SignedNote& note, std::int64_t now) {
    const std::string line = cosign(note.text, key_, now);
    std::string kept = note.text + '\n';
    for (const NoteSignature& one : note.signatures)
        if (std::ranges::any_of(log.keys, [&](const NoteVerifier& key) { return key.claims(one); }))
            kept += signature_line(one);
    kept += line;
    if (!write_whole(seen_path(head.origin), kept, Existing::goes)) return said(500, "it cannot be written");
    log.head = head;
    log.note = std::move(kept);
    return {200, line};
}

WitnessAnswer LogWitness::checkpoint(const std::string& origin_hash) const {
    const std::lock_guard alone(one_at_a_time_);
    for (const auto& [origin, log] : logs_)
        if (log.head && hash_of(origin) == origin_hash) return {200, log.note};
    return said(404, "nothing was signed of this log");
}

}  // namespace ipep
