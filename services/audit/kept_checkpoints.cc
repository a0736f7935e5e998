#include "services/audit/kept_checkpoints.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "events/fault.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> bytes_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string stamp_path(const std::string& note_path, std::size_t number) {
    return note_path + '.' + std::to_string(number) + ".tsr";
}

}  // namespace

std::string with_signatures_of(std::string note, const std::string& other) {
    const auto parsed = parse_note(note), before = parse_note(other);
    if (!parsed || !before || parsed->text != before->text) return note;
    for (const NoteSignature& one : before->signatures)
        if (std::ranges::none_of(parsed->signatures, [&](const NoteSignature& known) {
                return known.name == one.name && known.hash == one.hash;
            }))
            note += signature_line(one);
    return note;
}

KeptCheckpoints::KeptCheckpoints(const std::string& ledger) : folder_(ledger.empty() ? "" : ledger + "/checkpoints") {}

std::string KeptCheckpoints::path(std::uint64_t size) const { return folder_ + '/' + std::to_string(size); }

std::vector<std::uint64_t> KeptCheckpoints::sizes() const {
    std::vector<std::uint64_t> found;
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(folder_, absent))
        if (const auto size = parse_size(entry.path().filename().string())) found.push_back(*size);
    std::ranges::sort(found);
    return found;
}

Verdict<std::optional<KeptCheckpoint>> KeptCheckpoints::at(std::uint64_t size) const {
    auto note = folder_.empty() ? std::nullopt : bytes_of_file(path(size));
    if (!note) return std::nullopt;
    const auto parsed = parse_note(*note);
    const auto head = parsed ? parse_checkpoint(parsed->text) : std::nullopt;
    if (!head || head->size != size) return refuse(code::checkpoint_malformed);
    KeptCheckpoint kept{*head, std::move(*note), {}};
    while (auto stamp = bytes_of_file(stamp_path(path(size), kept.stamps.size() + 1)))
        kept.stamps.push_back(std::move(*stamp));
    return kept;
}

Verdict<> KeptCheckpoints::keep(const std::string& note) {
    const auto parsed = parse_note(note);
    const auto head = parsed ? parse_checkpoint(parsed->text) : std::nullopt;
    if (!head) return refuse(code::checkpoint_malformed);
    const auto before = IPEP_TRY(at(head->size));
    if (before && (before->head.origin != head->origin || before->head.root != head->root))
        return refuse(code::checkpoint_forked, {{"size", std::to_string(head->size)}});
    std::error_code error;
    fs::create_directory(folder_, error);
    if (error) throw fault_of(folder_, error);
    return write_whole(path(head->size), before ? with_signatures_of(note, before->note) : note, Existing::goes);
}

Verdict<> KeptCheckpoints::keep_stamp(std::uint64_t size, const std::string& response) {
    const auto kept = IPEP_TRY(at(size));
    if (!kept || std::ranges::find(kept->stamps, response) != kept->stamps.end()) return {};
    return write_whole(stamp_path(path(size), kept->stamps.size() + 1), response, Existing::stays);
}

}  // namespace ipep
