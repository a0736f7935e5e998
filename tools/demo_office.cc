#include "tools/demo_office.h"

#include "ledger/calendar.h"
#include "services/files/whole_file.h"

namespace ipep {

DemoOffice::Clock::Clock(Day day) : before(surroundings()) {
    Surroundings standing = before;
    standing.now = to_text(day) + "T09:00:00Z";
    choose_surroundings(std::move(standing));
}
DemoOffice::Clock::~Clock() { choose_surroundings(std::move(before)); }

DemoOffice::DemoOffice(const std::string& folder, std::string debtors, Day day)
    : day_(day), clock_(day), ledger_(folder, Access::write), debtors_(std::move(debtors)) {}
DemoOffice::~DemoOffice() = default;

void DemoOffice::record(const PersonId& person, const std::string& key, Fact fact) {
    demo_done(ledger_.append({RecordFact{{key}, day_, Source{"démonstration", {}}, std::move(fact)}}, person));
}

void DemoOffice::confirm(const PersonId& person, const std::string& key, std::string rib) {
    const SentDocument document = demo_done(sent_document(std::move(rib)));
    demo_done(as(person).confirm_with({key}, document, Reader::at_the_files(book(), person)));
}

void DemoOffice::append(std::string_view lines) { demo_done(ledger_.append(lines, kAnne)); }

void DemoOffice::settle(ResultYear year) { demo_done(ledger_.settle(year, day_, kAnne, false)); }

std::vector<OrderId> DemoOffice::order(const std::string& cpam, const std::string& groupement) {
    std::optional<GroupementId> only;
    if (!groupement.empty()) only = GroupementId{groupement};
    return demo_done(as(kMartin).order({CpamId{cpam}, {}, only}));
}

void DemoOffice::approve(const std::vector<OrderId>& orders) {
    if (!orders.empty()) demo_done(as(kDurand).approve(orders));
}

void DemoOffice::issue(const std::string& cpam) {
    demo_done(as(kDurand).issue({.cpam = {cpam},
                                 .debtor_path = debtors_ + '/' + cpam + ".toml",
                                 .out_path = debtors_ + '/' + cpam + '-' + to_text(day_) + ".xml",
                                 .execute = next_target_day(day_)}));
}

std::vector<OrderId> DemoOffice::send(const std::string& cpam) {
    const auto orders = order(cpam);
    approve(orders);
    if (!orders.empty()) issue(cpam);
    return orders;
}

DemoEntry DemoOffice::entry_of(const OrderId& order) const {
    return {.end_to_end = ordered(order).endToEndId, .amount = ordered(order).amount};
}

void DemoOffice::report(const std::string& cpam, const std::vector<std::pair<OrderId, DemoStatus>>& statuses) {
    std::vector<DemoStatus> lines;
    for (const auto& [order, status] : statuses)
        lines.push_back({ordered(order).endToEndId, status.status, status.reason});
    const Order& first = *book().find(statuses.at(0).first);
    read(cpam, "etat", demo_status_report(next_id(cpam), day_, {first.message, first.batch}, lines));
}

void DemoOffice::book_all(const std::string& cpam, const std::vector<OrderId>& orders, std::vector<DemoEntry> others) {
    if (orders.empty() && others.empty()) return;
    std::vector<DemoEntry> entries;
    for (const OrderId& order : orders) entries.push_back(entry_of(order));
    std::ranges::move(others, std::back_inserter(entries));
    read(cpam, "releve", demo_statement(next_id(cpam), day_, book().find(CpamId{cpam})->account, entries));
}

std::string DemoOffice::next_id(const std::string& cpam) const {
    return cpam + '-' + to_text(day_) + '-' + std::to_string(answers_ + 1);
}

void DemoOffice::read(const std::string& cpam, const std::string& kind, const std::string& document) {
    const std::string path = debtors_ + '/' + kind + '-' + next_id(cpam) + ".xml";
    ++answers_;
    demo_done(write_whole(path, document, Existing::goes));
    demo_done(as(kDurand).read_bank_file(path));
}

}  // namespace ipep
