// VoucherFile: the document that an event's source names by its digest, kept beside the log, for who reads the event.
//
// Shape:   PDF, PNG, JPEG, XLSX, ODS or CSV, told by its bytes. Of a groupement's event it lies among that groupement's
//          personal values and goes with them; a spreadsheet that many facts came from is kept once, of nobody, with
//          the first of them.
// Errors:  position_absent; voucher_too_large, voucher_kind, voucher_unnamed, voucher_erased; voucher_absent;
//          not_allowed.
// Source:  ops/decisions/0051-vouchers.md.
#pragma once

#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

inline constexpr std::size_t kMostVoucher = 10 << 20;  // bytes

enum class VoucherKind : std::uint8_t { pdf, png, jpeg, xlsx, ods, csv };

struct VoucherFile {
    VoucherKind kind;
    std::string bytes, subject;  // whose personal values it lies among; empty: nobody's
};

std::string content_type(VoucherKind kind);
// "pdf", as a file's name ends.
std::string ending(VoucherKind kind);

// What the bytes are, and that they may be kept at all.
Verdict<VoucherKind> voucher_kind(std::string_view bytes);

// Whether a row among the personal values is what the event's source names.
bool is_voucher_of(const Event& event, const PersonalRow& row);

// Nothing where none is kept.
std::optional<VoucherFile> voucher_file(LedgerService& ledger, Position position);
// For who may read it: the name of a groupement's payee, or where it is nobody's the amounts of all. Notes whose it is.
Verdict<VoucherFile> open_voucher(LedgerService& ledger, Position position, Reader& reader);

// By who may read it, or recorded the event. What is kept already stays as it is.
Verdict<> keep_voucher(LedgerService& ledger, Position position, std::string bytes, const Reader& reader);
// Of facts that came from one file, by their keys; whether any of them names it.
Verdict<bool> keep_source(LedgerService& ledger, const std::vector<FactKey>& facts, std::string bytes);

}  // namespace ipep
