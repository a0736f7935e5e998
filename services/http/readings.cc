#include "services/http/readings.h"

#include "services/http/command_once.h"
#include "services/http/reach.h"

namespace ipep::http {

void Readings::answer(const CallPtr& call, const std::set<std::string>& subjects) {
    if (subjects.empty() || call->response.status != 200) return call->answer(nullptr);
    const auto act = [this, call, subjects](LedgerService* ledger) {
        if (const auto done = record(*ledger, *call, subjects); !done) call->response = call->refused(done.error());
    };
    post(desk_, {Job::Kind::writes, act, [call](const Rejection* fault) { call->answer(fault); }}, call);
}

Verdict<> Readings::record(LedgerService& ledger, const Call& call, const std::set<std::string>& subjects) {
    if (!has_roles(ledger)) return {};
    const Day today = ledger.world().today();
    std::erase_if(recorded_, [&](const auto& one) { return std::get<Day>(one) != today; });
    return ledger.record(call.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        for (const std::string& subject : subjects)
            if (recorded_.emplace(call.person.text, subject, today).second)
                keep({today, {}, {}, PersonalDataRead{subject, call.request.method + ' ' + call.request.path}});
        return {};
    });
}

}  // namespace ipep::http
