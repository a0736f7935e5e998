#include "tests/faults/harness.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "events/fault.h"
#include "services/answers/figures.h"
#include "services/ledger/surroundings.h"

namespace ipep::faults {
namespace {

namespace fs = std::filesystem;

std::vector<std::pair<std::string, std::string>>& figures() {
    static std::vector<std::pair<std::string, std::string>> all;
    return all;
}

std::string numbered(const char* text, int number) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, text, number);
    return buffer;
}

// A reader and a writer are judged alike: what they say, and whether it is what was acknowledged.
Judgement judge(const std::string& folder, const Truth& acknowledged, Access access) {
    try {
        LedgerService ledger(folder, access);
        const auto verification = verify(ledger.store());
        if (!verification.differences.empty()) return {Found::by_verify, verification.differences.front().where};
        const Truth found = truth_of(ledger);
        return {found == acknowledged ? Found::whole : Found::silent, {}};
    } catch (const Fault& fault) {
        return {Found::refused, std::string(text_of(fault.rejection.code).code)};
    }
}

}  // namespace

Scratch::Scratch() {
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    path_ = (memory ? fs::path("/dev/shm") : fs::temp_directory_path()) / "ipep-faults-XXXXXX";
    if (!::mkdtemp(path_.data())) throw std::runtime_error("no scratch folder");
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void copy_folder(const std::string& from, const std::string& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

std::map<std::string, std::string> files_of(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        if (entry.is_regular_file() && !name.starts_with("LOCK") && !name.starts_with("LOG"))
            files[fs::relative(entry.path(), folder)] = read_file(entry.path());
    }
    return files;
}

void stop_the_clock() {
    choose_surroundings({.now = "2024-05-31T12:00:00Z", .seed = "faults"});
    ::setenv("IPEP_NOW", "2024-05-31T12:00:00Z", 1);  // of the programs it starts
    ::setenv("IPEP_SEED", "faults", 1);
}

void make_ledger(const std::string& folder) { Store::create(folder, {kFormat, "faults", true}); }

std::string worked_facts() { return read_file(IPEP_DATA "/worked.jsonl"); }
const std::string kIpep = IPEP_PROGRAM;

std::string fact_key(int number) { return number == 0 ? "rulesAdopted-000001" : "fact-" + std::to_string(number); }

std::string fact(int number) {
    static const std::string rules = worked_facts().substr(0, worked_facts().find('\n') + 1);
    if (number == 0) return rules;
    constexpr const char* bodies[] = {
        R"("2019-07-03","fact":{"groupementAdmitted":{"groupement":"G%05d","name":"Groupement","legalForm":"SISA",)"
        R"("region":"Bretagne","cpam":"351","wave":1,"firstYear":2019,"referringPhysicians":10,"patients":10000,)"
        R"("decision":"Arrêté"}}})",
        R"("2019-09-02","fact":{"conventionSigned":{"groupement":"G%05d","cpam":"351",)"
        R"("payee":{"name":"GROUPEMENT","iban":"FR7699999010010005000791985","bic":"TESTFRPP"}}}})",
        R"("2019-09-10","fact":{"seedCreditAssessed":{"groupement":"G%05d","patients":10000,)"
        R"("multiprofessionalModulation":"0.1"}}})",
        R"("2019-12-15","fact":{"roadmapReceived":{"groupement":"G%05d"}}})"};
    return R"({"key":")" + fact_key(number) + R"(","on":)" + numbered(bodies[(number - 1) % 4], (number - 1) / 4 + 1) +
           "\n";
}

namespace {
int first_fact(int batch) { return batch + batch / 10 * 2; }
}  // namespace

std::string batch_key(int number) { return fact_key(first_fact(number)); }

std::string batch(int number) {
    std::string lines;
    for (int i = first_fact(number); i < first_fact(number + 1); ++i) lines += fact(i);
    return lines;
}

std::vector<std::string> records_of(const Store& store) {
    std::vector<std::string> records;
    store.scan_bytes(1, store.head() + 1,
                     [&](Position, std::string_view bytes) { return records.emplace_back(bytes), true; });
    return records;
}

Truth truth_of(LedgerService& ledger) {
    Truth truth{ledger.format().origin + (ledger.format().trial ? " trial" : ""), records_of(ledger.store()),
                boost::json::serialize(balances_answer(balance_rows(ledger.views().balances())))};
    for (Position at = 1; at <= ledger.store().head(); ++at)  // what the log itself does not hold
        if (const auto event = ledger.event(at); const auto* signed_by = std::get_if<ConventionSigned>(&event.body))
            truth.balances += signed_by->payee.iban.value.value_or("erased");
    return truth;
}

Judgement judge_reader(const std::string& folder, const Truth& acknowledged) {
    return judge(folder, acknowledged, Access::read);
}

Judgement judge_writer(const std::string& folder, const Truth& acknowledged) {
    return judge(folder, acknowledged, Access::write);
}

void figure(const std::string& name, const std::string& value) { figures().emplace_back(name, value); }
void figure(const std::string& name, std::uint64_t value) { figure(name, std::to_string(value)); }

void print_figures() {
    if (figures().empty()) return;
    std::cout << "\n| figure | value |\n| --- | ---: |\n";
    for (const auto& [name, value] : figures()) std::cout << "| " << name << " | " << value << " |\n";
}

}  // namespace ipep::faults
