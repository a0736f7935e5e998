// Witness: remembers of each log it knows the largest head it has signed, and signs a head only where that extends it.
//
// Shape:   its folder as README.md says. What it signs is written whole, and survives a power cut, before anybody gets
//          the signature.
// Units:   times in seconds since 1970.
// Errors:  witness_folder, where the folder is none or is damaged; witness_busy, where another one serves;
//          what a request gets wrong is a status of HTTP: 400 malformed, 403 not signed by a known key of the log, 404
//          an unknown log, 409 with the size that was signed last, 422 no extension.
// Threads: any.
// Source:  https://c2sp.org/tlog-witness
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "events/folder.h"
#include "services/audit/cosignature.h"
#include "services/witness/witness_submission.h"

namespace ipep {

struct WitnessAnswer {
    int status = 200;
    std::string body = {}, type = "text/plain; charset=utf-8";
};

// A folder with a new key; gives its verifier key.
Verdict<std::string> new_witness(const std::string& folder, const std::string& name);
// From its next start on it signs checkpoints of this origin, else of the key's name, that bear a signature of this
// key. Gives the origin.
Verdict<std::string> add_log(const std::string& folder, const std::string& verifier, const std::string& origin);

class LogWitness {
public:
    static Verdict<std::unique_ptr<LogWitness>> open(const std::string& folder);

    NoteVerifier verifier() const { return key_.verifier(SignatureType::cosignature); }
    std::size_t logs() const { return logs_.size(); }

    // Of POST /add-checkpoint.
    WitnessAnswer add_checkpoint(const std::string& request, std::int64_t now);
    // Of GET /HASH/checkpoint: the last note signed of the log whose origin has this SHA-256.
    WitnessAnswer checkpoint(const std::string& origin_hash) const;

private:
    struct Known {
        std::vector<NoteVerifier> keys;
        std::optional<Checkpoint> head = {};  // signed last
        std::string note = {};
    };

    LogWitness(std::string folder, NoteKey key) : folder_(std::move(folder)), key_(std::move(key)), lock_(folder_) {}
    Verdict<> read_logs();
    Verdict<> read_seen(const std::string& origin, Known& log) const;
    std::string seen_path(const std::string& origin) const;
    WitnessAnswer sign(Known& log, const Checkpoint& head, const SignedNote& note, std::int64_t now);

    std::string folder_;
    NoteKey key_;
    FolderLock lock_;
    std::map<std::string, Known> logs_;  // by origin
    mutable std::mutex one_at_a_time_;
};

}  // namespace ipep
