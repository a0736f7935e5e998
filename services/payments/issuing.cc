// Issuing: approved orders become one file for the bank, recorded with its digest, in its place once and whole.
#include <filesystem>
#include <fstream>

#include "events/encoding.h"
#include "events/fault.h"
#include "events/seal.h"
#include "services/bank/schema.h"
#include "services/bank/sepa_checks.h"
#include "services/bank/transfer_file.h"
#include "services/files/whole_file.h"
#include "services/ledger/surroundings.h"
#include "services/payments/issued_transfer.h"
#include "services/payments/payment_commands.h"
#include "services/words/code.h"

namespace ipep {
namespace {

[[noreturn]] void disk_fault(const std::string& path, const std::string& what) {
    throw Fault(code::disk_fault, {{"what", path + ": " + what}});
}

// The orders of a file and their transfers, one after the other, each time anew; few stay in memory.
class Transfers {
public:
    Transfers(LedgerService& ledger, std::vector<OrderId> orders) : ledger_(ledger), orders_(std::move(orders)) {}

    TransferSource from_the_first() const {
        return [this, at = std::size_t{0}]() mutable -> std::optional<Transfer> {
            if (at == orders_.size()) return std::nullopt;
            if (at % kTogether == kTogether - 1) ledger_.rest();
            const PaymentOrdered& order = ledger_.book().find(orders_[at++])->ordered;
            return transfer_of(order, payee_of(ledger_, order.payeeAt));
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
    // Which of them `counts` takes, and why it does not take the others; the refusal of the first where it takes none.
    Verdict<std::vector<StaysBehind>> keep_those_that_pass(const std::function<Verdict<>(const OrderId&)>& counts) {
        std::vector<StaysBehind> left_out;
        std::vector<OrderId> passing;
        Verdict<> first;
        IPEP_TRY(each([&](const OrderId& order) -> Verdict<> {
            auto counted = counts(order);
            if (counted) return passing.push_back(order), counted;
            if (counted.error().code != code::check_failed) return counted;
            const auto& why = counted.error().arguments;
            left_out.push_back({order, why.at(1).second, why.at(2).second});
            if (first) first = std::move(counted);
            return {};
        }));
        if (passing.empty() && !first) return std::unexpected(std::move(first.error()));
        orders_ = std::move(passing);
        return left_out;
    }
    bool empty() const { return orders_.empty(); }

private:
    LedgerService& ledger_;
    std::vector<OrderId> orders_;
};

// Beside its place, whole, synced and read back. Gives its digest.
Verdict<Digest> write_beside(const TransferFile& file, const Transfers& transfers, WholeFile& beside) {
    const auto written = IPEP_TRY(
        write_transfer_file(file, transfers.from_the_first(), [&](std::string_view bytes) { beside.write(bytes); }));
    beside.finish();
    std::ifstream back(beside.path(), std::ios::binary);
    const auto read = check_transfer_file(file, transfers.from_the_first(), back);
    if (!read) return read;
    if (*read != written) disk_fault(beside.path(), "it reads otherwise than it was written");
    if (const std::string& schemas = surroundings().schemas; !schemas.empty()) {
        std::ifstream document(beside.path(), std::ios::binary);
        IPEP_TRY(check_schema(document, schemas, message_name(file)));
    }
    return written;
}

// What of a file that may have gone to the bank is written over: the same bytes alone.
Verdict<Existing> may_take(const std::string& path, const std::string& sha256) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(path, error);
    if (!std::filesystem::status_known(status)) throw fault_of(path, error);
    if (!std::filesystem::exists(status)) return Existing::stays;
    if (!std::filesystem::is_regular_file(status)) return refuse(code::file_exists, {{"path", path}});
    std::ifstream in(path, std::ios::binary);
    FileDigest digest;
    char bytes[64 << 10];
    while (in.read(bytes, sizeof bytes), in.gcount() > 0) digest.add({bytes, static_cast<std::size_t>(in.gcount())});
    if (to_hex(bytes_of(digest.finish())) == sha256) return Existing::goes;
    return refuse(code::file_exists, {{"path", path}});
}

}  // namespace

// Recorded before, and perhaps never in its place: the same bytes again, in the writing of the time.
Verdict<PaymentCommands::Beside> PaymentCommands::write_again(const FileIssued& file, const std::string& place) {
    const auto existing = IPEP_TRY(may_take(place, file.sha256));
    const Transfers transfers(ledger_, ledger_.views().orders().of_file(file.message));
    for (const Signs signs : {Signs::written, Signs::dropped}) {
        auto beside = IPEP_TRY(WholeFile::at(place, existing));
        TransferFile wanted = as_transfer_file(file);
        wanted.signs = signs;
        const auto digest = IPEP_TRY(write_beside(wanted, transfers, beside));
        if (to_hex(bytes_of(digest)) == file.sha256) return Beside{{file, true, {}}, std::move(beside)};
    }
    disk_fault(place, "its digest is not the recorded one");
}

// All that is approved, in a new file that is recorded once it lies whole beside its place.
Verdict<PaymentCommands::Beside> PaymentCommands::write_new(const IssueRequest& wish) {
    const auto debtor = IPEP_TRY(read_debtor(wish.debtor_path));
    IPEP_TRY(check_execution(wish.execute, by_.today));
    Transfers transfers(ledger_, ledger_.views().orders().of_cpam(wish.cpam, OrderState::approved));
    if (transfers.empty()) return refuse(code::nothing_to_issue, {{"cpam", wish.cpam.text}});
    auto beside = IPEP_TRY(WholeFile::at(wish.out_path, Existing::stays));
    const World& world = ledger_.world();
    const std::string purpose = "file/" + std::to_string(book().head());
    FileIssued file;
    file.cpam = wish.cpam;
    file.message = 'F' + ulid(world.now(), world.random_bytes(purpose));
    file.batch = 'B' + ulid(world.now(), world.random_bytes(purpose + "/batch"));
    file.createdAt = world.now();
    file.formatVersion = wish.format_version;
    file.execute = wish.execute;
    file.debtorName = debtor.name;
    file.debtorIban = debtor.iban;
    file.debtorBic = debtor.bic;
    file.batchBooking = debtor.batch_booking;
    auto left_out = IPEP_TRY(
        transfers.keep_those_that_pass([&](const OrderId& order) { return count_in(file, book(), order, by_); }));
    const auto digest = IPEP_TRY(write_beside(as_transfer_file(file), transfers, beside));
    file.sha256 = to_hex(bytes_of(digest));
    IPEP_TRY(ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        keep({by_.on, {}, {}, file});
        return transfers.each([&](const OrderId& order) -> Verdict<> {
            keep({by_.on, {}, {}, issued_in(file, book(), order)});
            return {};
        });
    }));
    return Beside{{std::move(file), false, std::move(left_out)}, std::move(beside)};
}

Verdict<IssueResult> PaymentCommands::issue(const IssueRequest& wish) {
    IPEP_TRY(may_write(book(), wish.cpam, by_));
    const auto unwritten = book().find(wish.cpam)->unwritten;
    auto beside = IPEP_TRY(unwritten ? write_again(unwritten->value, wish.out_path) : write_new(wish));
    IPEP_TRY(beside.file.keep());
    IssueResult result = std::move(beside.result);
    FileWritten written{wish.cpam, result.file.message, result.file.sha256};
    IPEP_TRY(record(std::vector<Draft>{{by_.on, {}, {}, std::move(written)}}));
    return result;
}

// It stands in the log before the orders it carries.
Verdict<FileIssued> PaymentCommands::issued_file(const std::string& message) const {
    const auto orders = ledger_.views().orders().of_file(message);
    if (orders.empty())
        return refuse(code::file_unreadable, {{"path", message}, {"what", "no file of this name was issued"}});
    for (Position at = book().find(orders.front())->position + 1;; ++at) {
        const Event event = ledger_.event(at, false);
        if (const auto* file = std::get_if<FileIssued>(&event.body); file && file->message == message) return *file;
    }
}

Verdict<FileIssued> PaymentCommands::write_once_more(const std::string& message, const std::string& path) {
    const auto file = IPEP_TRY(issued_file(message));
    IPEP_TRY(authorize(book().common(), by_.person, Right::read_payees, file.cpam));
    IPEP_TRY(may_take(path, file.sha256));
    for (const OrderId& order : ledger_.views().orders().of_file(message)) {
        const Payee payee = payee_of(ledger_, book().find(order)->ordered.payeeAt);
        if (!payee.name.value || !payee.iban.value)
            return refuse(code::file_unreadable, {{"path", message}, {"what", "the account of a payee was erased"}});
    }
    auto written = IPEP_TRY(write_again(file, path));
    IPEP_TRY(written.file.keep());
    return file;
}

}  // namespace ipep
