#include "tools/bench/office.h"

#include <fstream>

#include "tools/demo_office.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kLinesOfOthers = 40;
constexpr int kRounds = 2;  // of rejected and cancelled orders, before a year is paid

class Office {
public:
    Office(std::string folder, std::int64_t groupements)
        : folder_(std::move(folder)), debtors_(folder_ + "-debtors"), groupements_(groupements) {
        Store::create(folder_, {.origin = "ipep-bench", .trial = true});
        std::filesystem::create_directories(debtors_);
        for (const char* cpam : kOfficeCpams)
            std::ofstream(debtors_ + '/' + cpam + ".toml") << "name = \"CPAM " << cpam << "\"\niban = \""
                                                           << demo_iban(std::stoll(cpam)) << "\"\nbic = \"AGRIFRPP\"\n";
    }

    void fill() {
        record_facts();
        pay();
        for (int year = Experiment::kFirstYear; year <= kLastYear; ++year) {
            next_day().settle(year);
            if (year == kLastYear) return stop();
            for (int round = 0; round < kRounds; ++round) {
                for (const char* cpam : kOfficeCpams) reject(cpam);
                for (const char* cpam : kOfficeCpams) cancel(cpam);
            }
            pay();
        }
    }

    std::size_t orders() { return next_day().book().orders().size(); }

private:
    static constexpr int kLastYear = Experiment::kFirstYear + 4;

    DemoOffice next_day() {
        day_.since_1970 += 7;
        return {folder_, debtors_, day_};
    }

    void record_facts() {
        DemoOffice office = next_day();
        const auto of = [](std::int64_t g) {
            return Experiment{.groupements = 0, .cpam = kOfficeCpams[g % static_cast<int>(std::size(kOfficeCpams))]};
        };
        std::string lines;
        const auto add = [&](const std::vector<RecordFact>& facts) {
            for (const RecordFact& fact : facts) lines += json_line(fact);
        };
        add(Experiment{}.common());
        for (std::int64_t g = 0; g < groupements_; ++g) add(of(g).founding(g));
        for (std::int64_t g = 0; g < groupements_; ++g)
            for (int year = Experiment::kFirstYear; year <= kLastYear; ++year) add(of(g).measured(g, year));
        office.append(lines);
    }

    void pay() {
        std::map<std::string, std::vector<OrderId>> sent;
        {
            DemoOffice office = next_day();
            for (const char* cpam : kOfficeCpams) sent[cpam] = office.send(cpam);
        }
        DemoOffice office = next_day();
        for (const char* cpam : kOfficeCpams) office.book_all(cpam, sent[cpam]);
    }

    void reject(const char* cpam) {
        DemoOffice office = next_day();
        std::vector<std::pair<OrderId, DemoStatus>> all;
        for (const OrderId& order : office.send(cpam)) all.emplace_back(order, DemoStatus{{}, "RJCT", "MS03"});
        if (!all.empty()) office.report(cpam, all);
    }

    void cancel(const char* cpam) {
        DemoOffice office = next_day();
        for (const OrderId& order : office.order(cpam)) demo_done(office.as(kMartin).cancel(order, "en attente"));
    }

    void stop() {
        DemoOffice office = next_day();
        office.order(kOfficeCpams[0]);
        office.approve(office.order(kOfficeCpams[1]));
        std::vector<DemoEntry> others = {{"VIR RECU", Money(100'00), true}};
        for (const OrderId& order : office.send(kOfficeCpams[2])) {
            if (others.size() > kLinesOfOthers) break;
            others.push_back(office.entry_of(order));
            others.back().amount += Money(12'50);
        }
        office.book_all(kOfficeCpams[2], {}, others);
    }

    std::string folder_, debtors_;
    std::int64_t groupements_;
    Day day_ = *parse_day("2025-01-06");
};

}  // namespace

std::size_t make_office(const std::string& folder, std::int64_t groupements) {
    Office office(folder, groupements);
    office.fill();
    return office.orders();
}

}  // namespace ipep::bench
