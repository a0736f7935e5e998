#include "services/payments/issued_transfer.h"

#include "services/payments/remittance.h"

namespace ipep {

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

Transfer transfer_of(const PaymentOrdered& order, const Payee& payee) {
    return {order.endToEndId,
            order.amount,
            payee.name.value.value_or(""),
            payee.iban.value.value_or(""),
            payee.bic.value.value_or(""),
            remittance_of(order)};
}

}  // namespace ipep
