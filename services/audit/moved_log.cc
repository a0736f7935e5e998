#include "services/audit/moved_log.h"

#include "events/folder.h"
#include "events/log_postgres.h"
#include "events/log_rocksdb.h"
#include "events/seal.h"
#include "events/store.h"
#include "projections/views.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::chrono::seconds kPatience(60);

std::unique_ptr<SharedLog> shared_at(const std::string& place) {
    return std::make_unique<SharedLog>(place, "ipep log copy", kPatience);
}

LogSummary summary_of_folder(const std::string& folder) { return summary_of(*open_log(folder, {}, {})); }

void check_same(const LogSummary& one, const LogSummary& other) {
    if (one == other) return;
    const bool is_beside = one.mark == other.mark && one.root == other.root;
    const auto text = [&](const LogSummary& all) {
        return is_beside ? to_hex(bytes_of(all.keys.digest)) + '/' + to_hex(bytes_of(all.personal.digest)) + '/' +
                               to_hex(bytes_of(all.answers.digest))
                         : to_hex(bytes_of(all.root));
    };
    throw Fault(code::copies_differ,
                {{"position", std::to_string(one.mark.position)}, {"here", text(other)}, {"there", text(one)}});
}

Verdict<LogSummary> into_database(const std::string& folder, const std::string& database) {
    {
        const Store whole(folder, {.access = Access::write});  // as after a crash: what was on its way is taken over
        const auto shared = shared_at(database);
        shared->begin(whole.format());
        if (shared->head().pack != 0) return refuse(code::ledger_exists, {{"path", "PostgreSQL"}});
        copy_log(*open_log(folder, {}, {}), *shared);
    }
    LogSummary summary = summary_of(*shared_at(database));
    check_same(summary_of_folder(folder), summary);
    return summary;
}

Verdict<LogSummary> into_folder(const std::string& database, const std::string& folder) {
    if (read_format(folder)) return refuse(code::ledger_exists, {{"path", folder}});
    auto half = IPEP_TRY(WholeFolder::at(folder));
    Store::create(half.path(), shared_at(database)->head().format);
    const StoreOptions options{.access = Access::write};
    {
        const auto postgres = std::make_shared<LogPostgres>(open_folder(half.path(), options), shared_at(database));
        Store copy(postgres, options);
        postgres->take_in(copy);
        copy.flush();
    }
    LogSummary summary = summary_of_folder(half.path());
    check_same(summary_of(*shared_at(database)), summary);
    {
        Store copied(half.path(), options);
        rebuild(copied);  // the views' rows, which lie beside a log and are no part of it
    }
    half.keep();
    return summary;
}

}  // namespace

bool is_database(const std::string& place) {
    return place.starts_with("postgres://") || place.starts_with("postgresql://") ||
           place.find('=') != std::string::npos;
}

Verdict<LogSummary> move_log(const std::string& from, const std::string& to) {
    if (is_database(from) == is_database(to))
        return refuse(code::parameter_malformed,
                      {{"what", "of --from and --to one is a folder, the other postgresql://…"}});
    if (is_database(from)) return into_folder(from, to);
    return into_database(from, to);
}

}  // namespace ipep
