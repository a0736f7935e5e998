// PaymentPage: orders, their checks, bank readings and reconciliation as text for people.
#pragma once

#include "services/answers/paying_answers.h"

namespace ipep {

std::string orders_page(const std::vector<OrderShown>& orders);
std::string checks_page(const OrderChecked& order);
// Of several: a row an order, with what fails of it, and how many pass.
std::string all_checks_page(const std::vector<OrderChecked>& orders);
// Why each is not approved.
std::string left_page(const std::vector<Examined>& orders);
std::string issue_page(const IssueResult& result, const std::string& path);
std::string bank_page(const BankReading& reading);
std::string reconciliation_page(const Reconciliation& reconciliation);

}  // namespace ipep
