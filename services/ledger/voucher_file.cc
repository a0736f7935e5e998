#include "services/ledger/voucher_file.h"

#include <algorithm>
#include <array>

#include "events/encoding.h"
#include "events/seal.h"
#include "ledger/about.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// Behind every member that a fact can have.
constexpr int kVoucher = 255;

struct KindOf {
    VoucherKind kind;
    const char *ending, *content_type;
};
constexpr std::array kKindsOf = {
    KindOf{VoucherKind::pdf, "pdf", "application/pdf"},
    KindOf{VoucherKind::png, "png", "image/png"},
    KindOf{VoucherKind::jpeg, "jpg", "image/jpeg"},
    KindOf{VoucherKind::xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    KindOf{VoucherKind::ods, "ods", "application/vnd.oasis.opendocument.spreadsheet"},
    KindOf{VoucherKind::csv, "csv", "text/csv; charset=utf-8"}};

const KindOf& of(VoucherKind kind) { return *std::ranges::find(kKindsOf, kind, &KindOf::kind); }

// Words and separators; no markup, and nothing that a text does not have.
bool is_table_of_text(std::string_view bytes) {
    const auto is_text = [](char c) {
        return static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n' || c == '\r';
    };
    const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return first != std::string_view::npos && bytes[first] != '<' && std::ranges::all_of(bytes, is_text) &&
           bytes.find_first_of(";,\t") != std::string_view::npos;
}

std::string digest_of(std::string_view bytes) { return to_hex(bytes_of(sha256(bytes))); }

bool names(const Event& event, std::string_view digest) { return event.source && event.source->sha256 == digest; }

std::string subject_of(const Event& event) { return about(event.body).groupement.value_or(GroupementId{}).text; }

std::optional<VoucherFile> kept(const Store& store, const std::string& subject, Position position) {
    auto row = store.personal(subject, position, kVoucher);
    if (!row) return std::nullopt;
    const auto kind = voucher_kind(row->value);
    if (!kind) return std::nullopt;  // verify tells what else may lie there
    return VoucherFile{*kind, std::move(row->value), subject};
}

// Who may open it keeps it, too.
Verdict<> may_open(const Reader& reader, const std::string& subject, const Book& book) {
    if (subject.empty()) return reader.check(Right::read_amounts);
    if (reader.may_name({subject})) return {};
    const GroupState* page = book.find(GroupementId{subject});
    return reader.check(Right::read_payees, page ? page->admission.value.cpam : CpamId{});
}

void keep(LedgerService& ledger, const std::string& subject, Position position, std::string bytes) {
    Store& store = ledger.store();
    store.append(
        {.records = store.records_behind(store.head()),
         .personal = {{subject, position, kVoucher, ledger.world().random_bytes(std::to_string(position) + "/voucher"),
                       std::move(bytes)}}});
}

Verdict<Event> event_at(LedgerService& ledger, Position position) {
    const Position head = ledger.book().head();
    if (position == 0 || position > head)
        return refuse(code::position_absent, {{"position", std::to_string(position)}, {"head", std::to_string(head)}});
    return ledger.event(position, false);
}

}  // namespace

std::string content_type(VoucherKind kind) { return of(kind).content_type; }
std::string ending(VoucherKind kind) { return of(kind).ending; }

Verdict<VoucherKind> voucher_kind(std::string_view bytes) {
    if (bytes.size() > kMostVoucher)
        return refuse(code::voucher_too_large, {{"most", std::to_string(kMostVoucher >> 20)}});
    constexpr std::string_view kOds = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    if (bytes.starts_with("%PDF-")) return VoucherKind::pdf;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return VoucherKind::png;
    if (bytes.starts_with("\xff\xd8\xff")) return VoucherKind::jpeg;
    if (bytes.starts_with("PK\x03\x04")) {
        if (bytes.substr(0, 200).find(kOds) != std::string_view::npos) return VoucherKind::ods;
        if (bytes.find("xl/workbook.xml") != std::string_view::npos) return VoucherKind::xlsx;
    } else if (is_table_of_text(bytes)) {
        return VoucherKind::csv;
    }
    return refuse(code::voucher_kind, {});
}

bool is_voucher_of(const Event& event, const PersonalRow& row) {
    return row.member == kVoucher && (row.subject.empty() || row.subject == subject_of(event)) &&
           names(event, digest_of(row.value));
}

// A spreadsheet's facts were recorded one behind the other, with what followed from them in between.
std::optional<VoucherFile> voucher_file(LedgerService& ledger, Position position) {
    const auto event = event_at(ledger, position);
    if (!event || !event->source || !event->source->sha256) return std::nullopt;
    const Store& store = ledger.store();
    if (const std::string subject = subject_of(*event); !subject.empty())
        if (auto own = kept(store, subject, position)) return own;
    for (Position at = position; at > 0; --at) {
        const Event before = ledger.event(at, false);
        if (before.source && !names(before, *event->source->sha256)) break;
        if (!before.source && !is_decision(before.body)) break;
        if (auto common = kept(store, "", at)) return common;
    }
    return std::nullopt;
}

Verdict<VoucherFile> open_voucher(LedgerService& ledger, Position position, Reader& reader) {
    const Event event = IPEP_TRY(event_at(ledger, position));
    auto found = voucher_file(ledger, position);
    IPEP_TRY(may_open(reader, found ? found->subject : subject_of(event), ledger.book()));
    if (!found) return refuse(code::voucher_absent, {{"position", std::to_string(position)}});
    if (!found->subject.empty()) reader.note({found->subject});
    return std::move(*found);
}

Verdict<> keep_voucher(LedgerService& ledger, Position position, std::string bytes, const Reader& reader) {
    const Event event = IPEP_TRY(event_at(ledger, position));
    const std::string subject = subject_of(event);
    if (event.actor != reader.person()) IPEP_TRY(may_open(reader, subject, ledger.book()));
    IPEP_TRY(voucher_kind(bytes));
    const std::string digest = digest_of(bytes);
    if (!names(event, digest))
        return refuse(code::voucher_unnamed, {{"position", std::to_string(position)}, {"sha256", digest}});
    const GroupState* page = ledger.book().find(GroupementId{subject});
    if (page && page->erasedAt > position)
        return refuse(code::voucher_erased, {{"position", std::to_string(position)}, {"groupement", subject}});
    if (!voucher_file(ledger, position)) keep(ledger, subject, position, std::move(bytes));
    return {};
}

Verdict<bool> keep_source(LedgerService& ledger, const std::vector<FactKey>& facts, std::string bytes) {
    IPEP_TRY(voucher_kind(bytes));
    const std::string digest = digest_of(bytes);
    Position first = 0;
    for (const FactKey& key : facts)
        if (const auto at = ledger.store().position_of(key); at && names(ledger.event(*at, false), digest))
            first = first == 0 ? *at : std::min(first, *at);
    if (first == 0) return false;
    if (!voucher_file(ledger, first)) keep(ledger, {}, first, std::move(bytes));
    return true;
}

}  // namespace ipep
