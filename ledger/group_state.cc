// The special members of the book's pages: a file that looks something up compiles none of them.
#include "ledger/book.h"

namespace ipep {

YearFacts::YearFacts() = default;
YearFacts::YearFacts(const YearFacts&) = default;
YearFacts::YearFacts(YearFacts&&) noexcept = default;
YearFacts& YearFacts::operator=(const YearFacts&) = default;
YearFacts& YearFacts::operator=(YearFacts&&) noexcept = default;
YearFacts::~YearFacts() = default;

GroupState::GroupState() = default;
GroupState::GroupState(const GroupState&) = default;
GroupState::GroupState(GroupState&&) noexcept = default;
GroupState& GroupState::operator=(const GroupState&) = default;
GroupState& GroupState::operator=(GroupState&&) noexcept = default;
GroupState::~GroupState() = default;

Order::Order() = default;
Order::Order(const Order&) = default;
Order::Order(Order&&) noexcept = default;
Order& Order::operator=(const Order&) = default;
Order& Order::operator=(Order&&) noexcept = default;
Order::~Order() = default;

CpamState::CpamState() = default;
CpamState::CpamState(const CpamState&) = default;
CpamState::CpamState(CpamState&&) noexcept = default;
CpamState& CpamState::operator=(const CpamState&) = default;
CpamState& CpamState::operator=(CpamState&&) noexcept = default;
CpamState::~CpamState() = default;

CommonState::CommonState() = default;
CommonState::CommonState(const CommonState&) = default;
CommonState::CommonState(CommonState&&) noexcept = default;
CommonState& CommonState::operator=(const CommonState&) = default;
CommonState& CommonState::operator=(CommonState&&) noexcept = default;
CommonState::~CommonState() = default;

template class Pages<GroupementId, GroupState>;
template class Pages<OrderId, Order>;
template class Pages<CpamId, CpamState>;
template class Pages<LikenessId, Likeness>;
template class Pages<SubjectId, Stated>;

}  // namespace ipep
