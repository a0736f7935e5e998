// Transfers: made-up ones for the tests of bank files; accounts check, ids are all different.
#pragma once

#include <string>
#include <vector>

#include "services/bank/transfer_file.h"

namespace ipep {

// "FR76…" with both keys right, another one for each number.
std::string sound_iban(std::int64_t number);
Transfer sound_transfer(std::int64_t number);
std::vector<Transfer> sound_transfers(std::int64_t count);
// 2026-06-15, a Monday; the totals are those of the transfers.
TransferFile sound_file(const std::vector<Transfer>& transfers, int version = 9);
TransferSource source_of(const std::vector<Transfer>& transfers);

struct Written {
    Verdict<Digest> verdict;
    std::string bytes;
};
Written write(const TransferFile& file, const std::vector<Transfer>& transfers);

// The folder of ISO's schemas beside the project, empty where there is none: they are not part of it.
std::string schema_folder();

}  // namespace ipep
