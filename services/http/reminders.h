// Reminders: once a day each person whose address is known is told by mail how much waits, and where to look.
//
// Shape:   from the configured hour on, in Paris, a person at most one mail a day, none where nothing waits; no name,
//          no amount. Whom a day's look was for stands in LEDGER/reminded, kept before the mail goes: who ends in
//          between loses a mail, and nobody gets two.
// Errors:  none reach the ledger: what the relay does not take is logged, counted, and tried again ten minutes later,
//          that day. Fault config_unreadable at the start, where the addresses cannot be used.
// Threads: one of its own, which waits for the relay; what waits is read by the crew of the head.
// Source:  ops/decisions/0048-reminders.md.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "services/http/browser_pages.h"
#include "services/http/mail_relay.h"
#include "services/http/metrics.h"

namespace ipep::http {

class Reminders {
public:
    // `waits` as Pages has it; `writes`: whether this server is the one of several that tells.
    Reminders(const Configuration& configuration, decltype(Pages::waits) waits, Crews& crews, Metrics& metrics,
              std::function<bool()> writes);
    ~Reminders() { end(); }
    Reminders(const Reminders&) = delete;
    Reminders& operator=(const Reminders&) = delete;

    // Precondition: the crews have ended, or go on.
    void end();

private:
    void work();
    // Tells who was not told of today; whether all that were to be told are.
    bool tell();
    bool tell(const PersonId& person, const std::string& address);
    // Nothing where nobody reads any more.
    std::optional<std::vector<std::string>> waiting_for(const PersonId& person);
    void keep_told() const;

    const Configuration& configuration_;
    decltype(Pages::waits) waits_;
    Crews& crews_;
    Metrics& metrics_;
    std::function<bool()> writes_;
    MailRelay relay_;
    Day day_;  // of those told
    std::set<PersonId> told_;
    std::mutex mutex_;
    std::condition_variable ending_;
    bool ends_ = false;
    std::thread thread_;
};

}  // namespace ipep::http
