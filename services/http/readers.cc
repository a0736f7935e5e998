#include "services/http/readers.h"

namespace ipep::http {

Readers::Readers(const ReadingLane::Terms& terms) : ledgers_(terms.threads), lane_(terms) { lane_.pause(); }

void Readers::open(const LedgerService& writer) {
    for (auto& ledger : ledgers_) ledger = LedgerService::beside(writer);
    lane_.resume();
}

void Readers::close() {
    lane_.pause();
    for (auto& ledger : ledgers_) ledger.reset();
}

void Readers::post(const std::string& person, const PresencePtr& presence, std::function<void(LedgerService&)> act,
                   std::function<void(const Rejection* why_not)> done) {
    lane_.post({person, presence,
                [this, act = std::move(act)](std::size_t thread, const Patience&) {
                    LedgerService& ledger = *ledgers_[thread];
                    const auto state = ledger.follow();
                    act(ledger);
                },
                std::move(done)});
}

}  // namespace ipep::http
