// Issuing: approved orders become one file for the bank, recorded with its digest, in its place once and whole.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "events/fault.h"
#include "events/seal.h"
#include "services/bank/schema.h"
#include "services/bank/sepa_checks.h"
#include "services/bank/transfer_file.h"
#include "services/payments/payment_desk.h"
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

// The transfers of the orders, one after the other, each time anew.
class Transfers {
public:
    Transfers(const LedgerService& ledger, const Book& book, std::vector<OrderId> orders)
        : ledger_(ledger), book_(book), orders_(std::move(orders)) {}

    TransferSource from_the_first() const {
        return [this, at = std::size_t{0}]() mutable -> std::optional<Transfer> {
            if (at == orders_.size()) return std::nullopt;
            return transfer(book_.find(orders_[at++])->ordered);
        };
    }
    const std::vector<OrderId>& orders() const { return orders_; }

private:
    Transfer transfer(const PaymentOrdered& order) const {
        const Payee payee = payee_of(ledger_, order.payeeAt);
        return {order.endToEndId,
                order.amount,
                payee.name.value.value_or(""),
                payee.iban.value.value_or(""),
                payee.bic.value.value_or(""),
                "IPEP " + order.order.text + ' ' + order.groupement.text};
    }

    const LedgerService& ledger_;
    const Book& book_;
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

void take_place(const std::string& from, const std::string& to) {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    if (error) disk_fault(to, error.message());
    sync_path(std::filesystem::absolute(to).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

// Recorded before, and perhaps never in its place: the same bytes again.
Verdict<IssueResult> PaymentDesk::write_again(const FileIssued& file, const std::string& path) {
    const Transfers transfers(ledger_, book(), ledger_.views().orders().of_file(file.message));
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
    const Transfers transfers(ledger_, book(), ledger_.views().orders().of_cpam(wish.cpam, OrderState::approved));
    if (transfers.orders().empty()) return refuse(Code::nothing_to_issue, {{"cpam", wish.cpam.text}});
    const World& world = ledger_.world();
    const std::string purpose = "file/" + std::to_string(book().head());
    FileIssued named;
    named.cpam = wish.cpam;
    named.message = 'F' + ulid(world.now(), world.random_bytes(purpose));
    named.batch = 'B' + ulid(world.now(), world.random_bytes(purpose + "/batch"));
    named.createdAt = world.now();
    named.formatVersion = wish.format_version;
    named.execute = wish.execute;
    named.debtorName = debtor->name;
    named.debtorIban = debtor->iban;
    named.debtorBic = debtor->bic;
    named.batchBooking = debtor->batch_booking;
    Drafts acts = issue_orders(book(), std::move(named), transfers.orders(), by_);
    IPEP_TRY(acts);
    FileIssued& file = std::get<FileIssued>(acts->front().body);
    const auto digest = write_beside(as_transfer_file(file), transfers, path);
    IPEP_TRY(digest);
    file.sha256 = to_hex(bytes_of(*digest));
    IssueResult result{file, false};
    IPEP_TRY(record(std::move(acts)));
    return result;
}

Verdict<IssueResult> PaymentDesk::issue(const IssueWish& wish) {
    IPEP_TRY(authorize(book().common(), by_.person, Right::pay, wish.cpam));
    const CpamPage* cpam = book().find(wish.cpam);
    if (!cpam) return refuse(Code::unknown_cpam, {{"cpam", wish.cpam.text}});
    const std::string beside = wish.out_path + ".part";
    const auto result = cpam->unwritten ? write_again(cpam->unwritten->value, beside) : write_new(wish, beside);
    IPEP_TRY(result);
    take_place(beside, wish.out_path);
    FileWritten written{wish.cpam, result->file.message, result->file.sha256};
    IPEP_TRY(record(std::vector<Draft>{{by_.on, {}, {}, std::move(written)}}));
    return result;
}

}  // namespace ipep
