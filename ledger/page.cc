// The special members of the book's pages: a file that looks something up compiles none of them.
#include "ledger/book.h"

namespace ipep {

YearFacts::YearFacts() = default;
YearFacts::YearFacts(const YearFacts&) = default;
YearFacts::YearFacts(YearFacts&&) noexcept = default;
YearFacts& YearFacts::operator=(const YearFacts&) = default;
YearFacts& YearFacts::operator=(YearFacts&&) noexcept = default;
YearFacts::~YearFacts() = default;

GroupPage::GroupPage() = default;
GroupPage::GroupPage(const GroupPage&) = default;
GroupPage::GroupPage(GroupPage&&) noexcept = default;
GroupPage& GroupPage::operator=(const GroupPage&) = default;
GroupPage& GroupPage::operator=(GroupPage&&) noexcept = default;
GroupPage::~GroupPage() = default;

Order::Order() = default;
Order::Order(const Order&) = default;
Order::Order(Order&&) noexcept = default;
Order& Order::operator=(const Order&) = default;
Order& Order::operator=(Order&&) noexcept = default;
Order::~Order() = default;

CpamPage::CpamPage() = default;
CpamPage::CpamPage(const CpamPage&) = default;
CpamPage::CpamPage(CpamPage&&) noexcept = default;
CpamPage& CpamPage::operator=(const CpamPage&) = default;
CpamPage& CpamPage::operator=(CpamPage&&) noexcept = default;
CpamPage::~CpamPage() = default;

CommonPage::CommonPage() = default;
CommonPage::CommonPage(const CommonPage&) = default;
CommonPage::CommonPage(CommonPage&&) noexcept = default;
CommonPage& CommonPage::operator=(const CommonPage&) = default;
CommonPage& CommonPage::operator=(CommonPage&&) noexcept = default;
CommonPage::~CommonPage() = default;

template class Pages<GroupementId, GroupPage>;
template class Pages<OrderId, Order>;
template class Pages<CpamId, CpamPage>;
template class Pages<LikenessId, Likeness>;

}  // namespace ipep
