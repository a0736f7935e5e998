#include "services/answers/witness_answers.h"

#include "events/event_json.h"
#include "services/answers/figures.h"
#include "services/audit/signed_head.h"
#include "services/files/whole_file.h"
#include "services/witness/witness_client.h"
#include "services/witness/witness_service.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;

std::string shown_second(std::int64_t seconds) { return recorded_text(seconds * 1'000'000); }

struct ReadNote {
    std::string note, text;
    Checkpoint head;
};
Verdict<ReadNote> read_note(const Asking& asking, const std::string& path) {
    std::string note = IPEP_TRY(asking.read(path));
    const auto parsed = parse_note(note);
    const auto head = parsed ? parse_checkpoint(parsed->text) : std::nullopt;
    if (!head) return refuse(code::checkpoint_malformed);
    return ReadNote{std::move(note), parsed->text, *head};
}

// Who has no authority's certificates keeps a stamp by what it says.
Verdict<StampShown> said_stamp(const Asking& asking, const ReadNote& checkpoint, const std::string& response,
                               const std::string& authority) {
    if (authority.empty()) return StampShown{IPEP_TRY(read_stamp(response, checkpoint.text)), checkpoint.head.size};
    const std::string authorities = IPEP_TRY(asking.read(authority));
    return StampShown{IPEP_TRY(check_stamp(response, checkpoint.text, authorities)), checkpoint.head.size, true};
}

Verdict<WitnessAddress> said_witness(const Asking& asking, const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || text.compare(equals + 1, 1, "@") != 0) return parse_witness(text);
    return parse_witness(text.substr(0, equals + 1) + IPEP_TRY(said_key(asking, text.substr(equals + 1))));
}

}  // namespace

Verdict<std::string> said_key(const Asking& asking, const std::string& text) {
    if (!text.starts_with('@')) return text;
    const std::string of_file = IPEP_TRY(asking.read(text.substr(1)));
    return of_file.substr(0, of_file.find_last_not_of(" \r\n") + 1);
}

Verdict<> note_witnesses(const Asking& asking, const std::string& note, const std::vector<std::string>& witnesses,
                         std::uint64_t least) {
    Quorum quorum{.witnesses = {}, .least = least};
    for (const std::string& one : witnesses) {
        const std::string key = IPEP_TRY(said_key(asking, one));
        quorum.witnesses.push_back(IPEP_TRY(parse_verifier(key, SignatureType::cosignature)));
    }
    const auto parsed = parse_note(note);
    if (!parsed) return refuse(code::checkpoint_malformed);
    for (const Cosignature& one : IPEP_TRY(check_quorum(*parsed, quorum)))
        asking.note(
            fill(tr("Seen by {witness} at {time}."), {{"witness", one.witness}, {"time", shown_second(one.time)}}));
    return {};
}

// What came is kept, also where it is too little: the others are asked again later.
Verdict<std::string> witnessed(Asking& asking, const Store& log, const Checkpoint& head,
                               const questions::Checkpoint& question) {
    std::vector<WitnessAddress> witnesses;
    for (const std::string& one : question.witnesses) witnesses.push_back(IPEP_TRY(said_witness(asking, one)));
    const SignedHead before = IPEP_TRY(signed_head(head, {question.key, asking.ledger()}));
    const std::string alone = IPEP_TRY(sign(head, question.key));
    std::string note = alone;
    Quorum quorum{.witnesses = {}, .least = question.quorum.value_or(witnesses.size())};
    for (const WitnessAddress& witness : witnesses) {
        quorum.witnesses.push_back(witness.verifier);
        const auto line =
            ask_witness(witness, alone, [&](std::uint64_t older) { return log.tree().consistency(older, head.size); });
        if (line)
            note += *line;
        else
            asking.warn(line.error());
    }
    note = with_signatures_of(note, before.note);
    IPEP_TRY(KeptCheckpoints(asking.folder()).keep(note));
    IPEP_TRY(check_quorum(*parse_note(note), quorum));
    return note;
}

Verdict<Answer<KeyMade>> answer(Asking&, const questions::NewWitness& question) {
    return Answer(KeyMade{IPEP_TRY(new_witness(question.folder, question.name))});
}

Verdict<Answer<LogAdded>> answer(Asking& asking, const questions::AddLog& question) {
    const std::string verifier = IPEP_TRY(said_key(asking, question.verifier));
    return Answer(LogAdded{IPEP_TRY(add_log(question.folder, verifier, question.origin))});
}

json::object document(const LogAdded& value) { return {{"log", value.log}}; }

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::ServeWitness& question) {
    const auto witness = IPEP_TRY(LogWitness::open(question.folder));
    WitnessService service(*witness, question.address, static_cast<std::uint16_t>(question.port));
    asking.note(fill(tr("The witness {name} listens at http://{address}:{port} for {count} logs."),
                     {{"name", witness->verifier().name},
                      {"address", question.address},
                      {"port", std::to_string(service.port())},
                      {"count", std::to_string(witness->logs())}}));
    service.run();
    return Answer(Bytes{});
}

Verdict<Answer<StampRequested>> answer(Asking& asking, const questions::RequestStamp& question) {
    const auto checkpoint = IPEP_TRY(read_note(asking, question.checkpoint));
    IPEP_TRY(write_whole(question.out, stamp_request(checkpoint.text), Existing::goes));
    return Answer(StampRequested{question.out, checkpoint.head.size});
}

json::object document(const StampRequested& value) { return {{"file", value.file}, {"size", value.size}}; }

Verdict<Answer<StampShown>> answer(Asking& asking, const questions::AttachStamp& question) {
    const auto checkpoint = IPEP_TRY(read_note(asking, question.checkpoint));
    const std::string response = IPEP_TRY(asking.read(question.response));
    const StampShown shown = IPEP_TRY(said_stamp(asking, checkpoint, response, question.authority));
    {
        const Store log = asking.log();
        const bool is_of_log = checkpoint.head.size <= log.head() && checkpoint.head.origin == log.format().origin &&
                               log.tree().root(checkpoint.head.size) == checkpoint.head.root;
        if (!is_of_log) return refuse(code::checkpoint_forked, {{"size", std::to_string(checkpoint.head.size)}});
    }
    const std::string folder = asking.folder();
    KeptCheckpoints kept(folder);
    IPEP_TRY(kept.keep(checkpoint.note));
    IPEP_TRY(kept.keep_stamp(checkpoint.head.size, response));
    return Answer(shown);
}

Verdict<Answer<StampShown>> answer(Asking& asking, const questions::VerifyStamp& question) {
    const auto checkpoint = IPEP_TRY(read_note(asking, question.checkpoint));
    const std::string response = IPEP_TRY(asking.read(question.response));
    return Answer(IPEP_TRY(said_stamp(asking, checkpoint, response, question.authority)));
}

json::object document(const StampShown& value) {
    return {{"size", value.size},
            {"time", shown_second(value.stamp.time)},
            {"policy", value.stamp.policy},
            {"serial", value.stamp.serial},
            {"checked", value.is_trusted}};
}

}  // namespace ipep
