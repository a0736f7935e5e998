// ServiceCommands: the questions of services/questions/ as resources of the API. The service runs the very printers the
// command line runs, so both give the same answer.
//
// Shape:   path arguments and the query become the question's members; the body becomes the file a command reads; what
//          a command makes becomes the answer, a folder as a tar file.
// Errors:  parameter_malformed, where the command line would say wrong usage.
// Threads: any.
#pragma once

#include "services/http/configuration.h"
#include "services/http/resource.h"

namespace ipep {

class ServiceCommands final : public http::Commands {
public:
    explicit ServiceCommands(const http::Configuration& configuration) : configuration_(configuration) {}

    const std::vector<http::Resource>& resources() const override;
    http::Answered run(const http::Asked& asked, LedgerService* held, const Patience& patience = {}) override;
    std::string sentence(const Rejection& rejection, const std::string& language) const override;
    std::string openapi() const override;

private:
    const http::Configuration& configuration_;
};

}  // namespace ipep
