// Files to and from the bank, in a process of its own: 100 000 transfers written into one pain.001, read back and
// checked, and one camt.053 of 100 000 bookings read as a stream.
#include <fstream>
#include <iostream>

#include "services/bank/bank_message.h"
#include "tools/bench/bench.h"
#include "tools/bench/statement.h"

namespace ipep::bench {
namespace {

Transfer made_up_transfer(std::int64_t number) {
    std::string id = std::to_string(number);
    id.insert(0, 22 - id.size(), '0');
    return {.end_to_end_id = "P01JZ" + id,
            .amount = Money(1 + number * 7919 % 5'000'000),
            .creditor_name = "Maison de santé n° " + id,
            .creditor_iban = made_up_iban(number),
            .creditor_bic = "TESTFRPP",
            .remittance = "Intéressement, ordre 351-2026-" + id};
}

TransferSource made_up_transfers(std::int64_t count) {
    return [number = std::int64_t{0}, count]() mutable -> std::optional<Transfer> {
        return number == count ? std::nullopt : std::optional(made_up_transfer(++number));
    };
}

TransferFile made_up_file(std::int64_t count) {
    TransferFile file{.message_id = "351-2026-0001",
                      .batch_id = "351-2026-0001-1",
                      .created_at = 1'780'000'000'000'000,
                      .debtor = {"CPAM d'Ille-et-Vilaine", made_up_iban(0), "TESTFRPP", false},
                      .execute = *parse_day("2026-06-15"),
                      .format_version = 9,
                      .totals = {}};
    const TransferSource transfers = made_up_transfers(count);
    while (const auto transfer = transfers()) {
        ++file.totals.count;
        file.totals.sum += transfer->amount;
    }
    return file;
}

}  // namespace

int bank_alone(const std::string& folder, std::int64_t count) {
    const TransferFile file = made_up_file(count);
    const Stopwatch writing;
    std::ofstream out(folder + "/pain.xml", std::ios::binary);
    const Digest written = expect(write_transfer_file(file, made_up_transfers(count), [&](std::string_view part) {
        out.write(part.data(), static_cast<std::streamsize>(part.size()));
    }));
    out.close();
    const double written_seconds = writing.seconds();

    const Stopwatch checking;
    std::ifstream back(folder + "/pain.xml", std::ios::binary);
    if (expect(check_transfer_file(file, made_up_transfers(count), back)) != written)
        throw std::runtime_error("the file read back is another one");
    const double checked_seconds = checking.seconds();

    const Stopwatch reading;
    std::ifstream statement(folder + "/camt.xml", std::ios::binary);
    TransferTotals booked;
    expect(read_bank_message(statement, {.head = [](const BankMessageHead&) -> Verdict<> { return {}; },
                                         .line = [&](const BankLine& line) -> Verdict<> {
                                             ++booked.count;
                                             booked.sum += line.amount.value_or(Money());
                                             return {};
                                         }}));
    if (booked != file.totals) throw std::runtime_error("the bank booked something else");
    std::cout << written_seconds << ' ' << checked_seconds << ' ' << reading.seconds() << ' ' << peak_bytes() << '\n';
    return 0;
}

void measure_bank(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::int64_t count = sizes.transfers();
    const std::string folder = workspace.fresh();
    std::filesystem::create_directory(folder);
    {
        std::ofstream statement(folder + "/camt.xml", std::ios::binary);
        write_statement(statement, made_up_iban(0), made_up_transfers(count));
    }
    Samples seconds, written, checked, read, peaks;
    for (int i = 0; i < sizes.samples; ++i) {
        const auto figures = run_alone({"--bank", folder, "--transfers", std::to_string(count)});
        written.push_back(figures.at(0));
        checked.push_back(figures.at(1));
        read.push_back(figures.at(2));
        seconds.push_back(figures[0] + figures[1] + figures[2]);
        peaks.push_back(figures.at(3) / (1 << 20));
    }
    Workspace::remove(folder);
    report.measures.push_back({"bank files of " + std::to_string(count) + " transfers",
                               "one pain.001 written, read back and checked; one camt.053 read; all as streams",
                               "",
                               static_cast<double>(count),
                               "transfers",
                               seconds,
                               {},
                               std::nullopt,
                               {{"writtenSeconds", median(written), {Bound::Kind::below, 5}},
                                {"checkedSeconds", median(checked), {Bound::Kind::below, 5}},
                                {"readSeconds", median(read), {Bound::Kind::below, 5}},
                                {"peakMiB", median(peaks), {Bound::Kind::below, 100}}}});
}

}  // namespace ipep::bench
