#include "services/http/readers.h"

namespace ipep::http {

Readers::Readers(const ReadingCrew::Terms& terms, std::function<void(Position)> tell)
    : ledgers_(terms.threads), tell_(std::move(tell)), crew_(terms) {
    crew_.pause();
}

void Readers::head_is(Position head) {
    head_.raise(head);
    if (tell_) tell_(head);
}

void Readers::open(const LedgerService& writer) {
    for (auto& ledger : ledgers_) ledger = LedgerService::beside(writer);
    crew_.resume();
}

void Readers::close() {
    crew_.pause();
    for (auto& ledger : ledgers_) ledger.reset();
}

void Readers::post(const std::string& person, const PresencePtr& presence, std::function<void(LedgerService&)> act,
                   std::function<void(const Rejection* why_not)> done) {
    crew_.post({person, presence,
                [this, act = std::move(act)](std::size_t thread, const Patience&) {
                    LedgerService& ledger = *ledgers_[thread];
                    const auto state = ledger.follow();
                    head_is(ledger.store().head());
                    act(ledger);
                },
                std::move(done)});
}

}  // namespace ipep::http
