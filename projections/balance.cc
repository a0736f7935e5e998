#include "projections/balance.h"

#include "projections/table_members.h"

namespace ipep {

template class Table<Balance>;

namespace {

// Whether the line is part of a balance; then it is added to it.
bool add_line(const PostingLine& line, Balance& to) {
    using enum PostedTo;
    switch (line.to) {
        case seedCredits: to.seedReleased -= line.amount; return true;
        case dues: to.due -= line.amount; return true;
        case payments: to.paid += line.amount; return true;
        case refunds: to.receivedBack -= line.amount; return true;
        case writeOffs: to.overpaymentWrittenOff -= line.amount; return true;
        case advances: to.advanceOutstanding += line.amount; return true;
        case charge:
        case losses:
        case bank:
        case bankCharges:
        case accrued:
        case takenOver:
        case ordered:
        case toOrder: break;
    }
    return false;
}

}  // namespace

Balance& Balance::operator+=(const Balance& moved) {
    boost::mp11::mp_for_each<MembersOf<Balance>>([&](auto d) { this->*d.pointer += moved.*d.pointer; });
    return *this;
}

std::optional<Movement> movement_in(const Postings& postings) {
    std::optional<Movement> movement;
    for (const Posting& one : postings) {
        Balance moved;
        bool is_moved = false;
        for (const PostingLine& line : one.lines) is_moved = add_line(line, moved) || is_moved;
        if (is_moved) movement.emplace(one.groupement, moved);
    }
    return movement;
}

void BalanceView::fold(const Event& event, const Postings& postings) {
    if (const auto* admitted = std::get_if<GroupementAdmitted>(&event.body)) rows.edit(admitted->groupement.text);
    if (const auto movement = movement_in(postings)) rows.edit(movement->groupement.text) += movement->moved;
    rows.end_event(event.position);
}

}  // namespace ipep
