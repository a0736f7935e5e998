// PaymentPage: orders, their checks, bank readings and reconciliation as text for people.
#pragma once

#include "services/payments/payment_answer.h"

namespace ipep {

std::string orders_page(const std::vector<OrderShown>& orders);
std::string checks_page(const OrderId& order, const std::vector<VisaCheck>& checks);
std::string issue_page(const IssueResult& result, const std::string& path);
std::string bank_page(const BankReading& reading);
std::string reconciliation_page(const Reconciliation& reconciliation);

}  // namespace ipep
