// Transfer file: a pain.001 written for the bank, and read back before anyone trusts it.
//
// Shape:  one PmtInf. The same input gives the same bytes, so that a file lost after its digest was recorded is
//         written again. Memory is constant but for the ids, kept to refuse a second use.
// Errors: every rule of sepa_checks.h; transfer_totals_differ, where the transfers are not what `totals` says (the
//         bytes handed out until then are worthless); transfer_file_differs from reading back.
//         What a sink throws passes.
// Source: ISO 20022 pain.001.001.03 and .09; EPC132-08.
#pragma once

#include <istream>

#include "services/bank/transfer.h"
#include "services/bank/xml_writer.h"

namespace ipep {

std::string message_name(const TransferFile& file);   // "pain.001.001.09"
std::string creation_time(const TransferFile& file);  // "2026-01-31T12:00:00Z"

// Gives the SHA-256 of the bytes.
Verdict<Digest> write_transfer_file(const TransferFile& file, const TransferSource& transfers, const ByteSink& sink);

// Reads what was written as a stream: each element in its place, each value what was meant, counts and sums added up
// again, every rule of sepa_checks.h on what is read. Gives the SHA-256 of the bytes.
Verdict<Digest> check_transfer_file(const TransferFile& meant, const TransferSource& transfers, std::istream& written);

}  // namespace ipep
