#include "tests/scratch.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <unistd.h>

#include <fstream>

#include "services/answers/figures.h"
#include "services/ledger/surroundings.h"

namespace ipep {

Scratch::Scratch() {
    const std::filesystem::path memory = "/dev/shm";  // nothing here is about what a disk does
    const bool in_memory = std::filesystem::exists(memory) && ::access(memory.c_str(), W_OK) == 0;
    std::string name = ((in_memory ? memory : std::filesystem::temp_directory_path()) / "ipep-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no scratch folder");
    folder_ = name;
}

Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string project_path(const std::string& name) { return IPEP_ROOT "/" + name; }
std::string data_path(const std::string& name) { return project_path("tests/data/" + name); }
std::string read_data(const std::string& name) { return read_file(data_path(name)); }

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

TrialLedger::TrialLedger(const std::string& seed, std::string folder) : folder_(std::move(folder)) {
    choose_surroundings({.now = "2024-05-31T12:00:00Z", .seed = seed, .schemas = surroundings().schemas});
    const Format format{.origin = "trial", .trial = true};
    if (folder_.empty())
        memory_ = std::make_shared<LogMemory>(format);
    else
        Store::create(folder_, format);
    reopen();
}

std::unique_ptr<LedgerService> TrialLedger::open(Access access, StoreOptions options) const {
    options.sync = false;
    if (memory_) return std::make_unique<LedgerService>(memory_, access, Progress{}, std::move(options));
    return std::make_unique<LedgerService>(folder_, access, Progress{}, std::move(options));
}

std::unique_ptr<Store> TrialLedger::open_store() const {
    StoreOptions options{.access = Access::write, .sync = false};
    return memory_ ? std::make_unique<Store>(memory_, options) : std::make_unique<Store>(folder_, options);
}

void TrialLedger::reopen() {
    service_.reset();
    service_ = open(Access::write);
}

void TrialLedger::append_data(const std::string& name) { append(read_data(name)); }

void TrialLedger::append(const std::string& lines) {
    const auto result = service_->append(lines, {"tester"});
    if (!result) FAIL() << "line " << result.error().line << ": " << result.error().sentence();
}

void TrialLedger::settle(ResultYear year) {
    const auto result = service_->settle(year, std::nullopt, {"tester"}, false);
    if (!result) FAIL() << result.error().sentence();
}

std::string state_of(LedgerService& service) {
    const auto balances = balances_answer(balance_rows(service.views().balances()));
    const auto envelope = envelope_answer(envelope_rows(service.views().envelope()));
    std::string state = std::to_string(service.store().head()) + ' ' + to_hex(bytes_of(service.store().head_digest())) +
                        '\n' + boost::json::serialize(balances) + '\n' + boost::json::serialize(envelope) + '\n';
    for (const GroupementId& id : service.views().book().groupements())
        state += boost::json::serialize(statement_answer(id, "", service.views().statements().lines(id))) + '\n';
    for (const auto& [year, settled] : service.views().book().common().settled)
        state += boost::json::serialize(settlement_answer(*service.settlement(year, std::nullopt))) + '\n';
    return state;
}

}  // namespace ipep
