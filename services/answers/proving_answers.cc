#include "services/answers/proving_answers.h"

#include "events/backup.h"
#include "events/fault.h"
#include "events/folder.h"
#include "services/answers/figures.h"
#include "services/answers/witness_answers.h"
#include "services/audit/completeness_proof.h"
#include "services/files/whole_file.h"
#include "services/ledger/in_effect.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;

// Of a checkpoint that others gave: who signed it, and which witnesses have seen it.
Verdict<Checkpoint> read_checkpoint(const Asking& asking, const questions::Verify& question) {
    const std::string note = IPEP_TRY(asking.read(question.checkpoint));
    const std::string verifier = IPEP_TRY(said_key(asking, question.verifier));
    auto checkpoint = IPEP_TRY(open_note(note, verifier));
    if (!question.witnesses.empty()) IPEP_TRY(note_witnesses(asking, note, question.witnesses, question.quorum));
    return checkpoint;
}

Answer<Verification> verified(Verification found) {
    Answer told(std::move(found));
    if (!told.value.differences.empty()) told.ended = Ended::difference;
    return told;
}

Verification damaged(const Rejection& fault) {
    Verification found;
    found.differences.push_back(
        {tr("store"), tr("opens whole"), std::string(text_of(fault.code).code) + ": " + fault.sentence(), {}});
    return found;
}

Verdict<> write_proof(const std::string& path, const json::object& proof) {
    return write_whole(path, json::serialize(proof) + '\n', Existing::goes);
}

// `make` gives the proof of what is asked.
template <class Make>
Verdict<Answer<ListProved>> prove(Asking& asking, const std::string& out, const Make& make) {
    asking.at_head_alone(tr("a checkpoint is of the whole log"));
    const auto ledger = IPEP_TRY(asking.prover());
    const json::object proof = IPEP_TRY(make(*ledger, asking.asks(*ledger)));
    IPEP_TRY(write_proof(out, proof));
    return Answer(ListProved{.subject = std::string(proof.at("completeness").as_string()),
                             .file = out,
                             .entries = proof.at("entries").as_array().size(),
                             .found = proof.at("answer").as_array().size()},
                  *ledger);
}

// `make` gives the proof of a list of that name, in the state that is asked for.
using RowsProof = Verdict<json::object> (*)(LedgerService&, const Reader&, const HeadSigning&);
template <class Question>
Verdict<Answer<RowsProved>> prove_rows(Asking& asking, const Question& question, const char* list, RowsProof make) {
    const auto ledger = IPEP_TRY(asking.prover());
    const json::object proof = IPEP_TRY(make(*ledger, asking.asks(*ledger), {question.key, asking.ledger()}));
    IPEP_TRY(write_proof(question.out, proof));
    return Answer(RowsProved{.list = list,
                             .known = ledger->views().position(),
                             .file = question.out,
                             .rows = proof.at(list).as_array().size(),
                             .events = proof.at("events").as_array().size()},
                  *ledger);
}

template <class Question>
Verdict<Answer<ListProved>> prove_payments_of(Asking& asking, const Question& question, bool none) {
    const Period period = asked_period(question.from, question.until);
    return prove(asking, question.out, [&](LedgerService& ledger, const Reader& reader) -> Verdict<json::object> {
        const auto groupement = IPEP_TRY(ledger.known_groupement(question.groupement));
        return prove_payments(ledger, {groupement, period, none}, reader, {question.key, asking.ledger()});
    });
}

Verdict<Money> asked_amount(const char* member, const std::string& text) {
    const auto amount = parse_money(text);
    if (!amount || *amount < Money()) return refuse(code::amount_malformed, {{"member", member}, {"text", text}});
    return *amount;
}

// Nothing where no sample by monetary unit is asked for.
Verdict<std::optional<UnitPlan>> asked_plan(const questions::ExportAudit& question) {
    if (question.monetary_unit.empty()) return std::nullopt;
    const Money materiality = IPEP_TRY(asked_amount("materiality", question.materiality));
    const Money expected = IPEP_TRY(asked_amount("expected", question.expected));
    return plan_sample({question.monetary_unit, materiality, expected, std::stoi(question.confidence)});
}

}  // namespace

Verdict<Answer<Verification>> answer(Asking& asking, const questions::Verify& question) {
    asking.at_head_alone(tr("verify reads the whole log"));
    std::optional<Checkpoint> checkpoint;
    if (!question.checkpoint.empty()) checkpoint = IPEP_TRY(read_checkpoint(asking, question));
    try {
        return verified(verify(asking.log(), asking.progress(), checkpoint));
    } catch (const Fault& fault) {
        if (!is_damage(fault.rejection.code)) throw;
        return verified(damaged(fault.rejection));
    }
}

json::object document(const Verification& value) { return verification_answer(value); }

Verdict<Answer<Rebuilt>> answer(Asking& asking, const questions::Rebuild&) {
    asking.writes_at_head();
    Store store = asking.log(Access::write);
    const auto told = asking.progress();
    store.rebuild_tree();
    auto digests = rebuild(store, [&](Position done) {
        if (told) told("rebuild", done, store.head());
    });
    return Answer(Rebuilt{store.head(), std::move(digests)});
}

json::object document(const Rebuilt& value) {
    return {{"events", value.events}, {"views", digests_answer(value.views)}};
}

Verdict<Answer<KeyMade>> answer(Asking& asking, const questions::NewKey& question) {
    std::string name = question.name;
    if (name.empty() && asking.names_ledger()) name = IPEP_TRY(read_format(asking.folder())).origin;
    return Answer(KeyMade{IPEP_TRY(new_key(question.file, name.empty() ? Format{}.origin : name))});
}

json::object document(const KeyMade& value) { return {{"verifier", value.verifier}}; }

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Checkpoint& question) {
    asking.at_head_alone(tr("a checkpoint is of the whole log"));
    const Store log = asking.log();
    const Checkpoint head = head_of(log, asking.progress());
    const HeadSigning signing{question.key, asking.ledger()};
    if (question.witnesses.empty()) return Answer(Bytes{IPEP_TRY(signed_head(head, signing)).note});
    return Answer(Bytes{IPEP_TRY(witnessed(asking, log, head, question))});
}

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Leaf& question) {
    const auto store = asking.told_log();
    auto bytes = store->record(question.position);
    if (!bytes)
        return refuse(code::position_absent,
                      {{"position", std::to_string(question.position)}, {"head", std::to_string(store->head())}});
    return Answer(Bytes{std::move(*bytes)});
}

Verdict<Answer<ProofShown>> answer(Asking& asking, const questions::ProveInclusion& question) {
    return Answer(ProofShown{IPEP_TRY(inclusion_proof(asking.log(), question.position, question.size))});
}

Verdict<Answer<ProofShown>> answer(Asking& asking, const questions::ProveConsistency& question) {
    return Answer(ProofShown{IPEP_TRY(consistency_proof(asking.log(), question.older, question.newer))});
}

json::object document(const ProofShown& value) { return value.proof; }

Verdict<Answer<AmountProved>> answer(Asking& asking, const questions::ProveAmount& question) {
    const auto ledger = IPEP_TRY(asking.prover());
    const json::object proof =
        IPEP_TRY(amount_proof(*ledger, question.reference, {question.key, asking.ledger()}, asking.asks(*ledger)));
    IPEP_TRY(write_proof(question.out, proof));
    return Answer(AmountProved{.reference = question.reference,
                               .value = std::string(proof.at("value").as_string()),
                               .file = question.out,
                               .events = proof.at("events").as_array().size()},
                  *ledger);
}

json::object document(const AmountProved& value) {
    return {{"reference", value.reference}, {"file", value.file}, {"events", value.events}};
}

Verdict<Answer<BalanceProved>> answer(Asking& asking, const questions::ProveBalance& question) {
    const auto ledger = IPEP_TRY(asking.prover());
    const auto groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
    const json::object proof =
        IPEP_TRY(prove_balance(*ledger, groupement, asking.asks(*ledger), {question.key, asking.ledger()}));
    IPEP_TRY(write_proof(question.out, proof));
    return Answer(BalanceProved{.row = balance_row(groupement, ledger->views().balances()),
                                .known = ledger->views().position(),
                                .file = question.out,
                                .events = proof.at("answer").as_array().size()},
                  *ledger);
}

json::object document(const BalanceProved& value) {
    return {{"balance", balance_answer(value.row)},
            {"knownAt", value.known},
            {"file", value.file},
            {"events", value.events}};
}

Verdict<Answer<StatementProved>> answer(Asking& asking, const questions::ProveStatement& question) {
    const auto ledger = IPEP_TRY(asking.prover());
    const auto groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
    const json::object proof =
        IPEP_TRY(prove_statement(*ledger, groupement, asking.asks(*ledger), {question.key, asking.ledger()}));
    IPEP_TRY(write_proof(question.out, proof));
    return Answer(
        StatementProved{groupement, ledger->views().position(), question.out, proof.at("lines").as_array().size()},
        *ledger);
}

json::object document(const StatementProved& value) {
    return {
        {"groupement", value.groupement.text}, {"knownAt", value.known}, {"file", value.file}, {"lines", value.lines}};
}

Verdict<Answer<SettlementProved>> answer(Asking& asking, const questions::ProveSettlement& question) {
    const auto ledger = IPEP_TRY(asking.prover());
    IPEP_TRY(asking.asks(*ledger).check(Right::verify));
    const auto settlement = IPEP_TRY(settlement_in_effect(*ledger, question.year, question.revision, std::nullopt));
    const json::object proof = IPEP_TRY(settlement_proof(*ledger, settlement, {question.key, asking.ledger()}));
    IPEP_TRY(write_proof(question.out, proof));
    const YearSettled& head = settlement.head.settled;
    return Answer(SettlementProved{head.year, head.revision, settlement.groups.size(), head.due, question.out},
                  *ledger);
}

json::object document(const SettlementProved& value) {
    return {{"year", value.year.number},
            {"revision", value.revision},
            {"groupements", value.groupements},
            {"due", to_text(value.due)},
            {"file", value.file}};
}

Verdict<Answer<RowsProved>> answer(Asking& asking, const questions::ProveBalances& question) {
    return prove_rows(asking, question, "balances", prove_balances);
}

Verdict<Answer<RowsProved>> answer(Asking& asking, const questions::ProveEnvelope& question) {
    return prove_rows(asking, question, "envelope", prove_envelope);
}

json::object document(const RowsProved& value) {
    return {{"list", value.list},
            {"knownAt", value.known},
            {"file", value.file},
            {"rows", value.rows},
            {"events", value.events}};
}

Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveAll& question) {
    return prove_payments_of(asking, question, false);
}

Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveNone& question) {
    return prove_payments_of(asking, question, true);
}

Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveOrders& question) {
    return prove(asking, question.out, [&](LedgerService& ledger, const Reader& reader) {
        return prove_orders(ledger, {{question.cpam}, question.year}, reader, {question.key, asking.ledger()});
    });
}

json::object document(const ListProved& value) {
    return {{"subject", value.subject}, {"file", value.file}, {"entries", value.entries}, {"found", value.found}};
}

Verdict<Answer<BackedUp>> answer(Asking& asking, const questions::Backup& question) {
    asking.at_head_alone(tr("--as-of is for reading"));
    return Answer(BackedUp{question.folder, back_up(asking.ledger(), question.folder).position});
}

json::object document(const BackedUp& value) { return {{"backup", value.folder}, {"position", value.position}}; }

Verdict<Answer<RestoredHere>> answer(Asking& asking, const questions::Restore& question) {
    auto restored = IPEP_TRY(restore(question.folder, asking.ledger(), asking.progress()));
    return Answer(RestoredHere{asking.ledger(), std::move(restored)});
}

json::object document(const RestoredHere& value) {
    return {{"restored", value.folder},
            {"backup", value.restored.backup},
            {"verification", verification_answer(value.restored.verification)}};
}

Verdict<Answer<LogSummary>> answer(Asking& asking, const questions::LogCopy& question) {
    asking.at_head_alone(tr("--as-of is for reading"));
    return Answer(IPEP_TRY(move_log(question.from, question.to)));
}

json::object document(const LogSummary& value) {
    return {{"position", value.mark.position},      {"digest", to_hex(bytes_of(value.mark.digest))},
            {"root", to_hex(bytes_of(value.root))}, {"keys", value.keys.count},
            {"personal", value.personal.count},     {"answers", value.answers.count}};
}

Verdict<Answer<PackMade>> answer(Asking& asking, const questions::ExportAudit& question) {
    asking.at_head_alone(tr("an audit pack is of the whole log"));
    const auto by_unit = IPEP_TRY(asked_plan(question));
    const PackOptions wishes{.sample = question.sample,
                             .by_unit = by_unit,
                             .at = question.at,
                             .seed = question.seed,
                             .signing = {question.key, asking.ledger()},
                             .without_personal = question.without_personal};
    const auto ledger = IPEP_TRY(asking.prover());
    PackReport report = IPEP_TRY(export_audit(*ledger, question.folder, wishes));
    asking.asks(*ledger).note(report.shown);
    return Answer(PackMade{question.folder, std::move(report)}, *ledger);
}

json::object document(const PackMade& value) {
    const PackReport& report = value.report;
    json::object told{{"folder", value.folder},
                      {"events", report.events},
                      {"settlements", report.settlements},
                      {"root", to_hex(bytes_of(report.root))},
                      {"sample", json::value_from(report.sample)}};
    if (report.by_unit) told["monetaryUnit"] = unit_sample_answer(*report.by_unit).at("monetaryUnit");
    if (!report.sample.empty())
        told["sampledAt"] = {{"size", report.sampled.size}, {"root", to_hex(bytes_of(report.sampled.root))}};
    return told;
}

Verdict<Answer<PanelMade>> answer(Asking& asking, const questions::ExportPanel& question) {
    const panel::Wishes wishes{.xlsx = question.xlsx,
                               .stata = question.stata,
                               .sqlite = question.sqlite,
                               .pseudonym_key = question.pseudonyms,
                               .threshold = question.threshold,
                               .effective = asking.effective_day()};
    const auto ledger = IPEP_TRY(asking.reader());
    return Answer(
        PanelMade{question.folder, IPEP_TRY(panel::export_panel(*ledger, question.folder, wishes, asking.progress()))},
        *ledger);
}

json::object document(const PanelMade& value) {
    const panel::Report& report = value.report;
    return {{"folder", value.folder},
            {"position", report.position},
            {"root", to_hex(bytes_of(report.root))},
            {"results", report.results},
            {"payments", report.payments},
            {"facts", report.facts},
            {"masked", report.masked},
            {"files", json::value_from(report.files)}};
}

}  // namespace ipep
