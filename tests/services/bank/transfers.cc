#include "tests/services/bank/transfers.h"

#include <filesystem>

#include "tests/scratch.h"

namespace ipep {
namespace {

std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
}

std::uint64_t mod97(const std::string& digits) {
    std::uint64_t rest = 0;
    for (const char c : digits) rest = (rest * 10 + static_cast<std::uint64_t>(c - '0')) % 97;
    return rest;
}

}  // namespace

std::string sound_iban(std::int64_t number) {
    const std::string account =
        "30001"
        "00794" +
        padded(static_cast<std::uint64_t>(number), 11);
    const std::string rib = account + padded(97 - mod97(account + "00"), 2);
    return "FR" + padded(98 - mod97(rib + "152700"), 2) + rib;  // F is 15, R is 27
}

Transfer sound_transfer(std::int64_t number) {
    return {.end_to_end_id = "P01JZ" + padded(static_cast<std::uint64_t>(number), 22),
            .amount = Money(1 + number * 7919 % 5'000'000),
            .creditor_name = "Maison de santé n° " + std::to_string(number),
            .creditor_iban = sound_iban(number),
            .creditor_bic = number % 3 == 0 ? "" : "BDFEFRPPCCT",
            .remittance = number % 5 == 0 ? "" : "Intéressement 2025, ordre 351-2026-" + std::to_string(number)};
}

std::vector<Transfer> sound_transfers(std::int64_t count) {
    std::vector<Transfer> transfers;
    for (std::int64_t number = 1; number <= count; ++number) transfers.push_back(sound_transfer(number));
    return transfers;
}

TransferFile sound_file(const std::vector<Transfer>& transfers, int version) {
    TransferFile file{.message_id = "351-2026-0001",
                      .batch_id = "351-2026-0001-1",
                      .created_at = 1'780'000'000'123'456,
                      .debtor = {"CPAM d'Ille-et-Vilaine", sound_iban(351), "BDFEFRPPCCT", true},
                      .execute = *parse_day("2026-06-15"),
                      .format_version = version,
                      .totals = {}};
    for (const Transfer& transfer : transfers) {
        ++file.totals.count;
        file.totals.sum += transfer.amount;
    }
    return file;
}

TransferSource source_of(const std::vector<Transfer>& transfers) {
    return [next = transfers.begin(), end = transfers.end()]() mutable -> std::optional<Transfer> {
        return next == end ? std::nullopt : std::optional(*next++);
    };
}

Written write(const TransferFile& file, const std::vector<Transfer>& transfers) {
    Written written{.verdict = Digest{}, .bytes = {}};
    written.verdict =
        write_transfer_file(file, source_of(transfers), [&](std::string_view part) { written.bytes += part; });
    return written;
}

std::string schema_folder() {
    const std::string folder = project_path("../shared/xsd");
    return std::filesystem::is_directory(folder) ? folder : "";
}

}  // namespace ipep
