#include "tools/demo_story.h"

#include <algorithm>
#include <filesystem>

#include "ledger/calendar.h"
#include "services/files/whole_file.h"
#include "tools/demo_office.h"
#include "tools/demo_rib.h"

namespace ipep {
namespace {

// The CPAM whose groupements are paid every year; what the others are owed is first ordered in the last one.
constexpr const char* kPaidEveryYear[] = {"351", "751", "691", "594", "211"};

// What each CPAM is called, and what it pays from.
constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"131", "des Bouches-du-Rhône"},
                                                                    {"201", "de la Corse-du-Sud"},
                                                                    {"211", "de la Côte-d'Or"},
                                                                    {"311", "de la Haute-Garonne"},
                                                                    {"331", "de la Gironde"},
                                                                    {"351", "d'Ille-et-Vilaine"},
                                                                    {"441", "de la Loire-Atlantique"},
                                                                    {"451", "du Loiret"},
                                                                    {"594", "des Flandres"},
                                                                    {"671", "du Bas-Rhin"},
                                                                    {"691", "du Rhône"},
                                                                    {"751", "de Paris"},
                                                                    {"761", "de Rouen"},
                                                                    {"974", "de La Réunion"}};

void write_debtors(const std::string& debtors, const Book& book) {
    std::error_code error;
    std::filesystem::create_directories(debtors, error);
    if (error) throw fault_of(debtors, error);
    for (const CpamId& cpam : book.cpams()) {
        const auto name = std::ranges::find(kNames, cpam.text, &std::pair<std::string_view, std::string_view>::first);
        const std::string place(name == std::end(kNames) ? std::string_view(cpam.text) : name->second);
        const std::string text =
            "name = \"CPAM " + place + "\"\niban = \"" + demo_iban(std::stoll(cpam.text)) + "\"\nbic = \"AGRIFRPP\"\n";
        demo_done(write_whole(debtors + '/' + cpam.text + ".toml", text, Existing::goes));
    }
}

Day day(int year, int month, int number) { return day_of(year, month, number); }

class Story {
public:
    Story(const std::string& folder, std::string_view facts) : folder_(folder), facts_(facts) {}

    void tell() {
        first_tranches();
        an_account_is_closed();
        it_is_paid_after_all();
        a_transfer_comes_back();
        too_much_was_paid();
        the_rest_is_set_off();
        what_waits_now();
        what_the_bank_says_now();
    }

private:
    DemoOffice on(Day day) { return {folder_, folder_ + "-debtors", day}; }

    // The facts of which the experiment says that they took effect until then, and that are not recorded yet.
    std::string facts_until(Day until) {
        std::string taken, left;
        for (std::size_t at = 0; at < facts_.size();) {
            const std::size_t end = facts_.find('\n', at) + 1;
            const std::string line = facts_.substr(at, end - at);
            const auto on = parse_day(line.substr(line.find("\"on\": \"") + 7, 10));
            (on && *on <= until ? taken : left) += line;
            at = end;
        }
        facts_ = std::move(left);
        return taken;
    }

    // 2020: the seed credits, paid without a word.
    void first_tranches() {
        {
            DemoOffice office = on(day(2020, 2, 3));
            office.append(facts_until(day(2019, 12, 30)));
            write_debtors(folder_ + "-debtors", office.book());
            for (const char* cpam : kPaidEveryYear) sent_[cpam] = office.send(cpam);
        }
        DemoOffice office = on(day(2020, 2, 10));
        for (const char* cpam : kPaidEveryYear) office.book_all(cpam, sent_[cpam]);
    }

    // The bank rejects an account in one CPAM; in another the DCF suspends an order and the director requires it.
    void an_account_is_closed() {
        {
            DemoOffice office = on(day(2020, 10, 20));
            office.append(facts_until(day(2020, 10, 15)));
            office.settle(2019);
            for (const char* cpam : {"351", "751", "691", "211"}) sent_[cpam] = office.send(cpam);
            sent_["594"] = office.order("594");
            const OrderId required = sent_["594"].at(0);
            demo_done(office.as(kDurand).suspend(required, "accountInDoubt: RIB illisible"));
            demo_done(office.as(kMartin).requisition(required, "lettre du directeur du 20 octobre 2020"));
            office.approve(sent_["594"]);
            office.issue("594");
        }
        DemoOffice office = on(day(2020, 10, 27));
        rejected_ = office.book().find(sent_["351"].back())->ordered.groupement.text;
        office.report("351", {{sent_["351"].back(), {{}, "RJCT", "AC04"}}});
        sent_["351"].pop_back();
        for (const char* cpam : kPaidEveryYear) office.book_all(cpam, sent_[cpam]);
    }

    // 2021: another account, confirmed by a second person; what was rejected is ordered again. Elsewhere an order is
    // cancelled.
    void it_is_paid_after_all() {
        {
            DemoOffice office = on(day(2021, 7, 20));
            const Payee payee = change_payee(office, rejected_, 351, "RIB-351");
            office.confirm(kDurand, "RIB-351", demo_rib(payee, day(2021, 7, 5)));
            office.append(facts_until(day(2021, 7, 15)));
            office.settle(2020);
            for (const char* cpam : {"351", "751", "594", "211"}) sent_[cpam] = office.send(cpam);
            sent_["691"] = office.order("691");
            demo_done(office.as(kMartin).cancel(sent_["691"].back(), "en attente de l'avenant à la convention"));
            sent_["691"].pop_back();
            office.approve(sent_["691"]);
            if (!sent_["691"].empty()) office.issue("691");
        }
        DemoOffice office = on(day(2021, 7, 27));
        office.report("211", {{sent_["211"].at(0), {{}, "RJCT"}}});  // of which the account shows that it left
        for (const char* cpam : kPaidEveryYear) office.book_all(cpam, sent_[cpam]);
    }

    // 2022: paid, and back three days later.
    void a_transfer_comes_back() {
        {
            DemoOffice office = on(day(2022, 9, 5));
            office.append(facts_until(day(2022, 9, 1)));
            office.settle(2021);
            for (const char* cpam : kPaidEveryYear) sent_[cpam] = office.send(cpam);
        }
        {
            DemoOffice office = on(day(2022, 9, 9));
            for (const char* cpam : kPaidEveryYear) office.book_all(cpam, sent_[cpam]);
        }
        DemoOffice office = on(day(2022, 9, 12));
        DemoEntry back = office.entry_of(sent_["751"].at(0));
        back.credit = true;
        back.reason = "AC06";
        office.book_all("751", {}, {back});
        for (Day month = *oldest_open_month(*office.book().find(CpamId{"351"})); month < day(2022, 9, 1);
             month = *period_of(month, Span::month).until)
            demo_done(office.as(kDurand).close_month(CpamId{"351"}, month));
    }

    // 2023: a modulation was wrong, so that a seed credit was paid too high: part of it is refunded.
    void too_much_was_paid() {
        DemoOffice office = on(day(2023, 3, 14));
        SeedCreditAssessed right = office.book().find(GroupementId{"IPEP016"})->assessment->value;
        right.multiprofessionalModulation.text = "-0.1";
        office.record(kAnne, "correction-IPEP016",
                      FactCorrected{FactKey{"seedCreditAssessed-000076"}, right, "relevé des équipes corrigé"});
        office.settle(2019);  // an advance is recovered above the seed credit: the years after it change too
        const Money refunded = *parse_money("4000.00");
        office.book_all("691", {}, {{"REMBOURSEMENT IPEP016", refunded, true}});
        office.record(kDurand, "remboursement-IPEP016",
                      RefundReceived{GroupementId{"IPEP016"}, refunded, "REMBOURSEMENT IPEP016"});
    }

    // The rest is set off against the next incentive.
    void the_rest_is_set_off() {
        {
            DemoOffice office = on(day(2023, 7, 18));
            office.append(facts_until(day(2023, 7, 15)));
            office.settle(2022);
            for (const char* cpam : kPaidEveryYear) sent_[cpam] = office.send(cpam);
        }
        DemoOffice office = on(day(2023, 7, 25));
        for (const char* cpam : kPaidEveryYear) office.book_all(cpam, sent_[cpam]);
    }

    // 2024: the others are ordered for the first time, and left at each step in turn.
    void what_waits_now() {
        DemoOffice office = on(day(2024, 7, 16));
        office.append(facts_until(day(2024, 12, 31)));
        office.settle(2023);
        office.order("311");
        office.approve(office.order("331"));
        suspend_some(office, office.order("671"));
        for (const char* cpam : {"761", "441", "131", "451", "201"}) sent_[cpam] = office.send(cpam);
        change_payee(office, "IPEP009", 761, "RIB-761");
        office.record(kMartin, "reprise-974",
                      PaymentTakenOver{.groupement = GroupementId{"IPEP014"},
                                       .ground = Ground::seedCredit,
                                       .paymentYear = 2019,
                                       .amount = *parse_money("20000.00"),
                                       .document = "virement 974-12"});
        const auto spending = office.book().find(GroupementId{"IPEP028"})->years.at(2023).expenditure->value;
        ExpenditureMeasured right = spending;
        right.actualPerPatient.text = "2635.163465";
        office.record(kAnne, "correction-IPEP028",
                      FactCorrected{FactKey{"expenditureMeasured-001917"}, right, "dépenses 2023 consolidées"});
        demo_done(office.as(kBruno).refuse_validation(
            2023, "les dépenses 2023 d'IPEP028 ont été corrigées depuis : liquider à nouveau"));
    }

    // What is missing may come; the director may require it; an opposition nobody overrides.
    void suspend_some(DemoOffice& office, const std::vector<OrderId>& orders) {
        demo_done(office.as(kDurand).suspend(orders.at(0), "voucherMissing: feuille de route non signée"));
        demo_done(office.as(kDurand).suspend(orders.at(1), "ceilingExceeded"));
        demo_done(office.as(kMartin).requisition(orders.at(1), "réquisition du 16 juillet 2024"));
        demo_done(office.as(kDurand).suspend(orders.at(2), "contestedClaim: courrier d'un membre du groupement"));
    }

    // Silent, accepted, paid and on no statement, rejected, in doubt; and lines of an account that name no order.
    void what_the_bank_says_now() {
        DemoOffice office = on(day(2024, 7, 23));
        report_all(office, "441", {{}, "ACSP"});
        report_all(office, "131", {{}, "ACSC"});
        report_all(office, "451", {{}, "RJCT", "AC01"});
        report_all(office, "201", {{}, "ACSP"});
        office.report("201", {{sent_["201"].at(0), {{}, "RJCT"}}});
        DemoEntry dearer = office.entry_of(sent_["761"].at(0));
        dearer.amount += *parse_money("12.50");
        const DemoEntry fee{.end_to_end = "FRAIS DE TENUE DE COMPTE",
                            .amount = *parse_money("18.30"),
                            .party = "BANQUE DE L'ESSAI",
                            .text = "Frais de tenue de compte, juin 2024"};
        office.book_all("761", {}, {dearer, fee});
        office.book_all("131", {},
                        {{.end_to_end = "VIR RECU",
                          .amount = *parse_money("150.00"),
                          .credit = true,
                          .party = "CLINIQUE DES TILLEULS",
                          .text = "Facture 2024-118, payée par erreur"}});
        const auto lines = waiting_lines(office.book(), *office.book().find(CpamId{"761"}));
        const auto is_fee = [](const OpenLine* line) { return line->line.reference.starts_with("FRAIS"); };
        demo_done(office.as(kDurand).explain({.cpam = {"761"},
                                              .line = (*std::ranges::find_if(lines, is_fee))->position,
                                              .meaning = LineMeaning::aside,
                                              .order = {},
                                              .groupement = {},
                                              .refund = {},
                                              .reason = "frais de la banque, comptabilisés ailleurs"}));
    }
    void report_all(DemoOffice& office, const std::string& cpam, const DemoStatus& status) {
        std::vector<std::pair<OrderId, DemoStatus>> all;
        for (const OrderId& order : sent_[cpam]) all.emplace_back(order, status);
        office.report(cpam, all);
    }

    Payee change_payee(DemoOffice& office, const std::string& groupement, std::int64_t account,
                       const std::string& key) {
        Payee payee;
        payee.name.value = "GROUPEMENT DE SANTÉ " + groupement.substr(5);
        payee.iban.value = demo_iban(account * 1000);
        payee.bic.value = "AGRIFRPP";
        office.record(kMartin, key, PayeeChanged{GroupementId{groupement}, payee, "nouveau RIB"});
        return payee;
    }

    std::string folder_, facts_, rejected_;
    std::map<std::string, std::vector<OrderId>> sent_;  // by CPAM: the orders of its last file
};

}  // namespace

void tell_demo_story(const std::string& folder, std::string_view facts) { Story(folder, facts).tell(); }

std::string make_demo_debtors(const std::string& folder) {
    std::string debtors = folder + "-debtors";
    write_debtors(debtors, LedgerService(folder, Access::read).book());
    return debtors;
}

}  // namespace ipep
