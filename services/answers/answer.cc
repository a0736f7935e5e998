#include "services/answers/answer.h"

#include <boost/json.hpp>

#include "events/seal.h"
#include "services/answers/asking.h"
#include "services/files/whole_file.h"
#include "services/ledger/failure.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "services/words/utf8.h"

namespace ipep {
namespace {

// No ledger to ask, or an amount beyond what Money holds, is as good as refused.
bool is_refused(Code fault) {
    return fault == code::no_ledger || fault == code::not_a_ledger || fault == code::total_out_of_range;
}

}  // namespace

Told told(const std::function<Verdict<Ended>()>& work) {
    Told told;
    try {
        auto fault = failure_of([&] {
            auto ended = work();
            if (ended)
                told.ended = *ended;
            else
                told = {ended.error().code == code::backup_damaged ? Ended::fault : Ended::refused,
                        std::move(ended.error())};
        });
        if (fault) told = {is_refused(fault->code) ? Ended::refused : Ended::fault, std::move(fault)};
    } catch (const InvalidClock&) {
        throw WrongUsage(tr("IPEP_NOW takes a time as 2024-05-31T12:00:00Z"));
    }
    return told;
}

std::string whole_json(boost::json::object&& answer) { return as_utf8(boost::json::serialize(answer)) + '\n'; }

Verdict<KeptFile> keep_file(const std::string& path, const std::string& bytes) {
    IPEP_TRY(write_whole(path, bytes, Existing::stays));
    return KeptFile{path, to_hex(bytes_of(sha256(bytes)))};
}

}  // namespace ipep
