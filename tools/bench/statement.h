// Statement: a camt.053 as a bank writes it, one booking a transfer.
#pragma once

#include <ostream>

#include "services/bank/transfer_file.h"

namespace ipep::bench {

void write_statement(std::ostream& out, const std::string& account, const TransferSource& transfers);

}  // namespace ipep::bench
