// Issuing: approved orders become one file for the bank, recorded with its digest, in its place once and whole.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "events/fault.h"
#include "events/seal.h"
#include "ledger/code.h"
#include "services/bank/schema.h"
#include "services/bank/sepa_checks.h"
#include "services/bank/transfer_file.h"
#include "services/payments/payment_desk.h"
#include "services/payments/remittance.h"
#include "services/payments/ulid.h"

namespace ipep {
namespace {

[[noreturn]] void disk_fault(const std::string& path, const std::string& what) {
    throw Fault(Code::disk_fault, {{"what", path + ": " + what}});
}

void sync_path(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags);
    if (file < 0 || ::fsync(file) != 0) {
        if (file >= 0) ::close(file);
        disk_fault(path, std::strerror(errno));
    }
    ::close(file);
}

TransferFile as_transfer_file(const FileIssued& issued) {
    TransferFile file;
    file.message_id = issued.message;
    file.batch_id = issued.batch;
    file.created_at = issued.createdAt;
    file.debtor = {issued.debtorName, issued.debtorIban, issued.debtorBic, issued.batchBooking != 0};
    file.execute = issued.execute;
    file.format_version = static_cast<int>(issued.formatVersion);
    file.totals = {issued.count, issued.amount};
    return file;
}

// The orders of a file and their transfers, one after the other, each time anew; none stays in memory.
class Transfers {
public:
    Transfers(LedgerService& ledger, std::vector<OrderId> orders) : ledger_(ledger), orders_(std::move(orders)) {}

    TransferSource from_the_first() const {
        return [this, at = std::size_t{0}]() mutable -> std::optional<Transfer> {
            if (at == orders_.size()) return std::nullopt;
            if (at % kTogether == kTogether - 1) ledger_.rest();
            return transfer(ledger_.book().find(orders_[at++])->ordered);
        };
    }
    // Each order in turn, up to the first that is refused.
    Verdict<> each(const std::function<Verdict<>(const OrderId&)>& visit) const {
        for (std::size_t at = 0; at < orders_.size(); ++at) {
            if (at % kTogether == kTogether - 1) ledger_.rest();
            IPEP_TRY(visit(orders_[at]));
        }
        return {};
    }
    bool empty() const { return orders_.empty(); }

private:
    Transfer transfer(const PaymentOrdered& order) const {
        const Payee payee = payee_of(ledger_, order.payeeAt);
        return {order.endToEndId,
                order.amount,
                payee.name.value.value_or(""),
                payee.iban.value.value_or(""),
                payee.bic.value.value_or(""),
                remittance_of(order)};
    }

    LedgerService& ledger_;
    std::vector<OrderId> orders_;
};

// Beside its place, whole, synced and read back. Gives its digest.
Verdict<Digest> write_beside(const TransferFile& file, const Transfers& transfers, const std::string& path) {
    Digest written{};
    {
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        const auto digest = write_transfer_file(file, transfers.from_the_first(), [&](std::string_view bytes) {
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        });
        out.close();
        if (!digest) return digest;
        if (!out) disk_fault(path, std::strerror(errno));
        written = *digest;
    }
    sync_path(path, O_RDONLY);
    std::ifstream back(path, std::ios::binary);
    const auto read = check_transfer_file(file, transfers.from_the_first(), back);
    if (!read) return read;
    if (*read != written) disk_fault(path, "it reads otherwise than it was written");
    if (const char* schemas = std::getenv("IPEP_XSD")) {
        std::ifstream document(path, std::ios::binary);
        IPEP_TRY(check_schema(document, schemas, message_name(file)));
    }
    return written;
}

// A file that may have gone to the bank is not written over, but for the same bytes.
Verdict<> may_take(const std::string& path, const std::string& sha256) {
    if (!std::filesystem::is_regular_file(path)) return {};
    std::ifstream in(path, std::ios::binary);
    FileDigest digest;
    char bytes[64 << 10];
    while (in.read(bytes, sizeof bytes), in.gcount() > 0)
        digest.add({bytes, static_cast<std::size_t>(in.gcount())});
    if (to_hex(bytes_of(digest.finish())) == sha256) return {};
    return refuse(Code::file_exists, {{"path", path}});
}

void take_place(const std::string& from, const std::string& to) {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    if (error) disk_fault(to, error.message());
    sync_path(std::filesystem::absolute(to).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

// Recorded before, and perhaps never in its place: the same bytes again.
Verdict<IssueResult> PaymentDesk::write_again(const FileIssued& file, const std::string& path) {
    const Transfers transfers(ledger_, ledger_.views().orders().of_file(file.message));
    const auto digest = write_beside(as_transfer_file(file), transfers, path);
    IPEP_TRY(digest);
    if (to_hex(bytes_of(*digest)) != file.sha256) disk_fault(path, "its digest is not the recorded one");
    return IssueResult{file, true};
}

// All that is approved, in a new file that is recorded once it lies whole beside its place.
Verdict<IssueResult> PaymentDesk::write_new(const IssueWish& wish, const std::string& path) {
    const auto debtor = read_debtor(wish.debtor_path);
    IPEP_TRY(debtor);
    IPEP_TRY(check_execution(wish.execute, by_.on));
    const Transfers transfers(ledger_, ledger_.views().orders().of_cpam(wish.cpam, OrderState::approved));
    if (transfers.empty()) return refuse(Code::nothing_to_issue, {{"cpam", wish.cpam.text}});
    IPEP_TRY(may_take(wish.out_path, {}));
    const World& world = ledger_.world();
    const std::string purpose = "file/" + std::to_string(book().head());
    FileIssued file;
    file.cpam = wish.cpam;
    file.message = 'F' + ulid(world.now(), world.random_bytes(purpose));
    file.batch = 'B' + ulid(world.now(), world.random_bytes(purpose + "/batch"));
    file.createdAt = world.now();
    file.formatVersion = wish.format_version;
    file.execute = wish.execute;
    file.debtorName = debtor->name;
    file.debtorIban = debtor->iban;
    file.debtorBic = debtor->bic;
    file.batchBooking = debtor->batch_booking;
    IPEP_TRY(transfers.each([&](const OrderId& order) { return count_in(file, book(), order, by_); }));
    const auto digest = write_beside(as_transfer_file(file), transfers, path);
    IPEP_TRY(digest);
    file.sha256 = to_hex(bytes_of(*digest));
    IPEP_TRY(ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        keep({by_.on, {}, {}, file});
        return transfers.each([&](const OrderId& order) -> Verdict<> {
            keep({by_.on, {}, {}, issued_in(file, book(), order)});
            return {};
        });
    }));
    return IssueResult{std::move(file), false};
}

Verdict<IssueResult> PaymentDesk::issue(const IssueWish& wish) {
    IPEP_TRY(may_write(book(), wish.cpam, by_));
    const std::string beside = wish.out_path + ".part";
    const auto unwritten = book().find(wish.cpam)->unwritten;
    if (unwritten) IPEP_TRY(may_take(wish.out_path, unwritten->value.sha256));
    const auto result = unwritten ? write_again(unwritten->value, beside) : write_new(wish, beside);
    IPEP_TRY(result);
    take_place(beside, wish.out_path);
    FileWritten written{wish.cpam, result->file.message, result->file.sha256};
    IPEP_TRY(record(std::vector<Draft>{{by_.on, {}, {}, std::move(written)}}));
    return result;
}

// It stands in the log before the orders it carries.
Verdict<FileIssued> PaymentDesk::issued_file(const std::string& message) const {
    const auto orders = ledger_.views().orders().of_file(message);
    if (orders.empty())
        return refuse(Code::file_unreadable, {{"path", message}, {"what", "no file of this name was issued"}});
    for (Position at = book().find(orders.front())->position + 1;; ++at) {
        const Event event = ledger_.event(at, false);
        if (const auto* file = std::get_if<FileIssued>(&event.body); file && file->message == message) return *file;
    }
}

Verdict<FileIssued> PaymentDesk::write_once_more(const std::string& message, const std::string& path) {
    const auto file = issued_file(message);
    IPEP_TRY(file);
    IPEP_TRY(authorize(book().common(), by_.person, Right::read_payees, file->cpam));
    IPEP_TRY(may_take(path, file->sha256));
    for (const OrderId& order : ledger_.views().orders().of_file(message)) {
        const Payee payee = payee_of(ledger_, book().find(order)->ordered.payeeAt);
        if (!payee.name.value || !payee.iban.value)
            return refuse(Code::file_unreadable, {{"path", message}, {"what", "the account of a payee was erased"}});
    }
    const auto written = write_again(*file, path + ".part");
    IPEP_TRY(written);
    take_place(path + ".part", path);
    return file;
}

}  // namespace ipep
