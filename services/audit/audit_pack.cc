#include "services/audit/audit_pack.h"

#include <boost/json.hpp>
#include <filesystem>

#include "audit_script.h"
#include "events/encoding.h"
#include "events/event_json.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/json_walk.h"
#include "events/personal_walk.h"
#include "ledger/about.h"
#include "services/answers/figures.h"
#include "services/audit/draw.h"
#include "services/files/whole_file.h"
#include "services/ledger/recorder.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Writes files and remembers their digests for the MANIFEST.
class Folder {
public:
    explicit Folder(const WholeFolder& folder) : folder_(folder) {}

    void write(const std::string& name, const std::string& text) {
        std::error_code error;
        fs::create_directories(fs::path(folder_.path(name)).parent_path(), error);
        if (error) throw fault_of(folder_.path(name), error);
        write_new(folder_.path(name), text);
        digests_[name] = sha256(text);
    }
    // Line by line, for what is too large to be held.
    void write_lines(const std::string& name,
                     const std::function<void(const std::function<void(std::string)>&)>& make) {
        NewFile file(folder_.path(name));
        FileDigest digest;
        make([&](std::string line) {
            line += '\n';
            file.write(line);
            digest.add(line);
        });
        file.close();
        digests_[name] = digest.finish();
    }
    void write_manifest() {
        std::string text;
        for (const auto& [name, digest] : digests_) text += to_hex(bytes_of(digest)) + "  " + name + '\n';
        write("MANIFEST", text);
    }
    std::uint64_t files() const { return digests_.size(); }

private:
    const WholeFolder& folder_;
    std::map<std::string, Digest> digests_;
};

// The values with their random bytes, so that the seals in the leaves can be checked.
json::object personal_of(const Store& store, const Event& event) {
    static constexpr const char* names[] = {"name", "iban", "bic"};
    json::object values;
    each_personal(event.body, [&](const std::string& subject, int member, const Personal&) {
        if (const auto row = store.personal(subject, event.position, member))
            values[names[member]] = {{"value", row->value}, {"random", to_hex(row->random)}};
    });
    return values;
}

// Gives the subjects whose names and accounts stand in it.
std::set<std::string> write_events(Folder& folder, LedgerService& ledger, bool without_personal) {
    std::set<std::string> shown;
    folder.write_lines("events.jsonl", [&](const std::function<void(std::string)>& line) {
        const Store& store = ledger.store();
        store.scan(1, ledger.views().position() + 1, [&](Position position, const Record& record) {
            Event event = read_event(position, record.payload);
            const json::object personal = without_personal ? json::object() : personal_of(store, event);
            if (!without_personal) reveal_personal(store, event);
            json::object object = to_json(event, record.digest);
            object["leaf"] = base64({record.payload.data(), record.payload.size() + record.digest.size()});
            if (!personal.empty()) {
                object["personal"] = personal;
                shown.insert(about(event.body).groupement.value().text);
            }
            line(json::serialize(object));
            if (const auto* rules = std::get_if<RulesAdopted>(&event.body)) {
                const std::string number = std::to_string(position);
                folder.write(
                    "rules/" + std::string(6 - std::min<std::size_t>(6, number.size()), '0') + number + ".json",
                    json::serialize(members_to_json(*rules)) + '\n');
            }
            return true;
        });
    });
    return shown;
}

std::uint64_t write_settlements(Folder& folder, LedgerService& ledger) {
    std::uint64_t written = 0;
    for (const auto& [year, settled] : ledger.views().book().common().settled)
        for (std::int64_t revision = 1; revision <= settled.revision; ++revision, ++written) {
            folder.write("settlements/" + to_text(year) + "-r" + std::to_string(revision) + ".json",
                         json::serialize(settlement_figures(*ledger.settlement(year, revision))) + '\n');
        }
    return written;
}

// The draw as sample.json tells it; what was drawn goes into the report.
json::object draw(const Store& store, const PackOptions& wishes, PackReport& report) {
    const Checkpoint& at = report.sampled;
    if (!wishes.by_unit) {
        std::vector<std::string> population;
        for (const auto& [reference, amount] : amounts_due(store, at.size)) population.push_back(reference);
        report.sample = draw_sample(std::move(population), at.root, wishes.seed, wishes.sample);
        return {{"size", wishes.sample}, {"amounts", json::value_from(report.sample)}};
    }
    const Amounts population =
        wishes.by_unit->wish.population == "paid" ? amounts_paid(store, at.size) : amounts_due(store, at.size);
    report.by_unit = draw_by_unit(population, at.root, wishes.seed, *wishes.by_unit);
    for (const UnitDrawn& one : report.by_unit->drawn) report.sample.push_back(one.reference);
    return unit_sample_answer(*report.by_unit);
}

void write_sample(Folder& folder, const Store& store, const PackOptions& wishes, PackReport& report) {
    json::object sample = draw(store, wishes, report);
    sample["seed"] = wishes.seed;
    sample["checkpoint"] = {{"size", report.sampled.size}, {"root", base64(bytes_of(report.sampled.root))}};
    folder.write("sample.json", json::serialize(sample) + '\n');
}

void write_note(Folder& folder, const std::string& name, const std::string& note,
                const std::vector<std::string>& stamps) {
    folder.write(name, note);
    for (std::size_t i = 0; i < stamps.size(); ++i)
        folder.write(name + '.' + std::to_string(i + 1) + ".tsr", stamps[i]);
}

// Heads before this one that are kept; whoever checks the pack holds them against its records.
Verdict<> write_seen(Folder& folder, const Checkpoint& head, const HeadSigning& signing) {
    const KeptCheckpoints kept(signing.ledger);
    for (const std::uint64_t size : kept.sizes()) {
        if (size >= head.size) continue;
        if (const auto one = IPEP_TRY(kept.at(size)))
            write_note(folder, "checkpoints/" + std::to_string(size), one->note, one->stamps);
    }
    return {};
}

}  // namespace

Verdict<PackReport> export_audit(LedgerService& ledger, const std::string& path, const PackOptions& wishes) {
    auto whole = IPEP_TRY(WholeFolder::at(path));
    const Checkpoint head = head_of(ledger.store());
    const std::uint64_t at = wishes.at.value_or(head.size);
    if (at > head.size)
        return refuse(
            code::size_out_of_range,
            {{"size", std::to_string(at)}, {"what", "it must not lie behind the head, " + std::to_string(head.size)}});
    const SignedHead made = IPEP_TRY(signed_head(head, wishes.signing));
    Folder folder(whole);
    PackReport report{
        head.size, 0,  0, head.root, {.origin = head.origin, .size = at, .root = ledger.store().tree().root(at)},
        {},        {}, {}};
    report.shown = write_events(folder, ledger, wishes.without_personal);
    report.settlements = write_settlements(folder, ledger);
    folder.write("FORMAT", format_text(ledger.format()));
    write_note(folder, "checkpoint", made.note.empty() ? unsigned_note(head) + '\n' : made.note, made.stamps);
    IPEP_TRY(write_seen(folder, head, wishes.signing));
    if (!wishes.signing.key_path.empty()) folder.write("verifier", *verifier_of(wishes.signing.key_path) + '\n');
    folder.write("verify.py", std::string(kAuditScript));
    folder.write("event.capnp", std::string(kAuditSchema));
    folder.write("README.txt", std::string(kAuditReadme));
    if (wishes.without_personal)
        folder.write("WITHOUT-PERSONAL",
                     "Les noms et les comptes sont laissés de côté.\nNames and accounts are left out.\n");
    if (wishes.sample > 0 || wishes.by_unit) write_sample(folder, ledger.store(), wishes, report);
    folder.write_manifest();
    report.files = folder.files();
    whole.keep();
    return report;
}

}  // namespace ipep
