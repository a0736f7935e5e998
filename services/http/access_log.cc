#include "services/http/access_log.h"

#include "ledger/authority.h"
#include "ledger/line_subject.h"
#include "services/http/command_once.h"
#include "services/http/reach.h"

namespace ipep::http {

void Readings::answer(const CallPtr& call, const std::set<std::string>& subjects) {
    if (subjects.empty() || call->response.status != 200) return call->answer(nullptr);
    const auto fresh = std::make_shared<std::vector<Reading>>();
    const auto act = [this, call, subjects, fresh](LedgerService* ledger) {
        auto recorded = record(*ledger, *call, subjects);
        if (recorded)
            *fresh = std::move(*recorded);
        else
            call->response = call->refused(recorded.error());
    };
    // Where the write of its group fails, nothing was recorded.
    const auto done = [this, call, fresh](const Rejection* fault) {
        if (fault)
            for (const Reading& one : *fresh) recorded_.erase(one);
        call->answer(fault);
    };
    post(desk_, {Job::Kind::writes, act, done}, call);
}

Verdict<std::vector<Readings::Reading>> Readings::record(LedgerService& ledger, const Call& call,
                                                         const std::set<std::string>& subjects) {
    std::vector<Reading> fresh;
    if (!has_roles(ledger)) return fresh;
    for (const std::string& subject : subjects) {  // a role may have ended while the answer was made
        const GroupState* page = ledger.book().find(GroupementId{subject});
        const CpamId cpam = page ? page->admission.value.cpam : cpam_of_line(subject).value_or(CpamId{});
        IPEP_TRY(authorize(ledger.book().common(), call.person, Right::read_payees, cpam));
    }
    const Day today = ledger.world().today();
    std::erase_if(recorded_, [&](const auto& one) { return std::get<Day>(one) != today; });
    for (const std::string& subject : subjects)
        if (Reading one{call.person.text, subject, today}; !recorded_.contains(one)) fresh.push_back(std::move(one));
    IPEP_TRY(ledger.record(call.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        for (const Reading& one : fresh)
            keep({today, {}, {}, PersonalDataRead{std::get<1>(one), call.request.method + ' ' + call.request.path}});
        return {};
    }));
    recorded_.insert(fresh.begin(), fresh.end());
    return fresh;
}

}  // namespace ipep::http
