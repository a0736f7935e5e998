#include "tests/services/busy_ledger.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "ledger/code.h"
#include "projections/row.h"
#include "services/answers/figures.h"
#include "tests/sample.h"

namespace ipep {
namespace {

const CpamId kCpam{"351"};
const PersonId kTester{"tester"}, kDirector{"martin"}, kDcf{"durand"};

template <class Result>
void expect(const Result& result) {
    if (!result) ADD_FAILURE() << result.error().sentence();
}

std::string payee_change(const std::string& key) {
    return sample::line(PayeeChanged{{"G03"}, sample::agreed("G03").payee, "moved"}, key, "2024-05-30");
}

std::string new_groupement() {
    return sample::line(sample::admitted("N01"), "n1") + '\n' + sample::line(sample::agreed("N01"), "n2") + '\n' +
           sample::line(sample::assessed("N01"), "n3") + '\n' + sample::line(sample::roadmap("N01"), "n4") + '\n';
}

std::string text_of(Views& views) {
    const Book& book = views.book();
    std::string text = std::to_string(views.position()) + encode_row(book.common());
    for (const GroupementId& id : book.groupements()) text += encode_row(*book.find(id));
    for (const OrderId& id : book.orders()) text += encode_row(*book.find(id)) + encode_row(*views.orders().row(id));
    for (const CpamId& id : book.cpams()) text += encode_row(*book.find(id));
    text += boost::json::serialize(balances_answer(balance_rows(views.balances())));
    text += boost::json::serialize(envelope_answer(envelope_rows(views.envelope())));
    for (const GroupementId& id : book.groupements())
        text += boost::json::serialize(statement_answer(id, "", views.statements().lines(id)));
    for (const auto& [year, settled] : book.common().settled)
        for (std::int64_t revision = 1; revision <= settled.revision; ++revision)
            text += boost::json::serialize(settlement_answer(*views.settlements().settlement(year, revision)));
    return text;
}

PaymentCommands desk(LedgerService& ledger, const PersonId& person) { return {ledger, person, std::nullopt}; }

}  // namespace

BusyLedger::BusyLedger(std::string folder) : ledger_("busy", std::move(folder)) {
    std::ofstream(debtor_file()) << "name = \"CPAM\"\niban = \"FR7630006000011234567890189\"\nbic = \"AGRIFRPP\"\n";
    prepare(ledger_.service());
    ledger_.close();
}

void BusyLedger::prepare(LedgerService& ledger) {
    expect(ledger.append(read_data("worked.jsonl"), kTester));
    for (ResultYear year = 2019; year <= 2022; ++year) expect(ledger.settle(year, std::nullopt, kTester, false));
    auto orders = desk(ledger, kDirector).order({kCpam, std::nullopt, std::nullopt});
    expect(orders);
    orders_ = *orders;
    expect(desk(ledger, kDcf).approve({order(1)}));
    expect(desk(ledger, kDcf).issue({kCpam, debtor_file(), path("first.xml"), {ledger.world().today()}}));
    expect(desk(ledger, kDcf).approve({order(2)}));
    expect(desk(ledger, kDcf).suspend(order(3), "no roadmap"));
    expect(ledger.append(payee_change("payee"), kTester));
    write_statement(ledger);
}

void BusyLedger::write_statement(LedgerService& ledger) const {
    const PaymentOrdered& what = ledger.book().find(order(1))->ordered;
    std::ofstream(statement_file())
        << R"(<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">)"
        << "<BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2024-05-31T20:00:00+02:00</CreDtTm></GrpHdr><Stmt>"
        << "<Id>S1</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">"
        << to_text(what.amount) << "</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-05-31"
        << "</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT"
        << "</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>" << what.endToEndId
        << "</EndToEndId></Refs><Amt Ccy=\"EUR\">" << to_text(what.amount)
        << "</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>";
}

const std::vector<NamedCommand>& writing_commands() {
    using Ledger = LedgerService;
    static const std::vector<NamedCommand> all = {
        {"append", [](Ledger& l, const BusyLedger&) { return l.append(new_groupement(), kTester).has_value(); }},
        {"append a correction",
         [](Ledger& l, const BusyLedger&) {
             const auto right = sample::corrected("seedCreditAssessed-000004", sample::assessed("G01", 9'000));
             return l.append(sample::line(right, "c1", "2024-05-30"), kTester).has_value();
         }},
        {"settle",
         [](Ledger& l, const BusyLedger&) { return l.settle(2023, std::nullopt, kTester, false).has_value(); }},
        {"settle, dry run",
         [](Ledger& l, const BusyLedger&) { return l.settle(2023, std::nullopt, kTester, true).has_value(); }},
        {"validate", [](Ledger& l, const BusyLedger&) { return desk(l, kDcf).validate(2021).has_value(); }},
        {"order",
         [](Ledger& l, const BusyLedger& of) {
             const auto cancelled = desk(l, kDirector).cancel(of.order(4), "by mistake");  // once is enough
             if (!cancelled && cancelled.error().code == code::amount_out_of_range) return false;
             return desk(l, kDirector).order({kCpam, std::nullopt, std::nullopt}).has_value();
         }},
        {"approve", [](Ledger& l, const BusyLedger& of) { return desk(l, kDcf).approve({of.order(4)}).has_value(); }},
        {"suspend",
         [](Ledger& l, const BusyLedger& of) { return desk(l, kDcf).suspend(of.order(4), "late").has_value(); }},
        {"requisition",
         [](Ledger& l, const BusyLedger& of) {
             return desk(l, kDirector).requisition(of.order(3), "letter").has_value();
         }},
        {"cancel",
         [](Ledger& l, const BusyLedger& of) { return desk(l, kDirector).cancel(of.order(2), "late").has_value(); }},
        {"issue",
         [](Ledger& l, const BusyLedger& of) {
             const std::string out = of.path(std::to_string(l.store().head()) + ".xml");  // another each time
             const IssueRequest wish{kCpam, of.debtor_file(), out, l.world().today()};
             return desk(l, kDcf).issue(wish).has_value();
         }},
        {"bank",
         [](Ledger& l, const BusyLedger& of) { return desk(l, kDcf).read_bank_file(of.statement_file()).has_value(); }},
        {"confirm", [](Ledger& l, const BusyLedger&) { return desk(l, kDcf).confirm({"payee"}).has_value(); }},
        {"close-month",
         [](Ledger& l, const BusyLedger&) {
             const auto oldest = oldest_open_month(*l.book().find(kCpam));
             return oldest && desk(l, kDcf).close_month(kCpam, *oldest);
         }},
        {"a reading of names",
         [](Ledger& l, const BusyLedger&) {
             return l
                 .record(kDcf,
                         [&](const Ledger::Keep& keep) -> Verdict<> {
                             keep({l.world().today(), {}, {}, PersonalDataRead{"G01", "GET /api/v1/orders"}});
                             return {};
                         })
                 .has_value();
         }},
    };
    return all;
}

bool record_another(LedgerService& ledger) {
    const std::string key = "another-" + std::to_string(ledger.store().head());
    const OppositionNotified stops{{"G03"}, key};
    return ledger.append(sample::line(stops, key, "2024-05-30"), kTester).has_value();
}

std::string served(LedgerService& ledger) { return text_of(ledger.views()); }

std::string replayed(LedgerService& ledger) {
    Views views;
    views.catch_up(ledger.store(), ledger.store().head());
    return text_of(views);
}

}  // namespace ipep
