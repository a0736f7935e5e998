// WitnessService: a witness over HTTP: POST /add-checkpoint, GET /HASH/checkpoint, and nothing else.
//
// Shape:  plain HTTP; a proxy before it speaks TLS where others than this machine ask.
// Errors: Fault listening_failed.
// Source: https://c2sp.org/tlog-witness
#pragma once

#include "services/http/server.h"
#include "services/witness/witness.h"

namespace ipep {

class WitnessService final : public http::Application {
public:
    WitnessService(LogWitness& witness, const std::string& address, std::uint16_t port);

    std::uint16_t port() const { return server_.port(); }
    // Until a signal.
    void run() { server_.run(); }

    void answer(http::Request request, std::function<void(http::Reply)> done) override;
    bool knows(const http::Request&) override { return true; }
    bool is_for_operators(const http::Request&) const override { return false; }
    http::Response problem(Code code) override;
    void answered(const http::Request&, const http::Reply&, double) override {}
    void repeated() override {}

private:
    WitnessAnswer answer_of(const http::Request& request);

    LogWitness& witness_;
    http::Server server_;
};

}  // namespace ipep
