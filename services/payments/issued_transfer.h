// Issued transfer: what the log says of a file for the bank and of its transfers, as the writer of such files takes it.
#pragma once

#include "ledger/act.h"
#include "ledger/fact.h"
#include "services/bank/transfer.h"

namespace ipep {

TransferFile as_transfer_file(const FileIssued& issued);
// The payee is the one the order names; what of it is not known (erased) is empty.
Transfer transfer_of(const PaymentOrdered& order, const Payee& payee);

}  // namespace ipep
