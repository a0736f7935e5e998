// All questions: the one list that the command line, the API, its description, `--server`, help and completion walk, by
// chapters of the help. A question that is not whole does not compile.
#pragma once

#include "services/questions/banking.h"
#include "services/questions/bookkeeping.h"
#include "services/questions/explaining.h"
#include "services/questions/keeping.h"
#include "services/questions/paying.h"
#include "services/questions/proving.h"
#include "services/questions/reading.h"
#include "services/questions/recording.h"
#include "services/questions/reporting.h"
#include "services/questions/serving.h"
#include "services/questions/spreadsheet.h"
#include "services/questions/supposing.h"
#include "services/questions/witnessing.h"

namespace ipep::questions {

template <class... Asked>
struct Chapter {
    const char* title;
};

// What the help shows together, in the order in which a ledger is used.
inline constexpr std::tuple kChapters{
    Chapter<Init, Append, Template, Import, Settle, KeepVoucher, ReadVoucher>{said("Recording and settling")},
    Chapter<Settlement, Settlements, Balances, Envelope, Statement, Events, Report, Explain, Rules>{said("Reading")},
    Chapter<Confirm, Validate, Refuse, Order, Orders, Approve, Suspend, Requisition, Cancel, Resolve, Issue, File, Bank,
            ExplainLine, ConfirmLine, CloseMonth, Reconcile, Letter, Letters, Notice, Journal, TrialBalance,
            AccountLedger, GeneralLedger, VariationTable, BankReconciliation, ClosingChecklist>{said("Paying")},
    Chapter<Verify, Rebuild, NewKey, Checkpoint, ProveInclusion, ProveConsistency, ProveAmount, ProveBalance,
            ProveStatement, ProveSettlement, ProveAll, ProveNone, ProveBalances, ProveEnvelope, ProveOrders, Leaf,
            Backup, Restore, LogCopy, ExportAudit, ExportPanel>{said("Checking, proving, keeping")},
    Chapter<NewWitness, AddLog, ServeWitness, RequestStamp, AttachStamp, VerifyStamp>{said("Seen from outside")},
    Chapter<History, Diff, Simulate, Review, FitModel, AdoptModel, ApplyModel>{said("Asking otherwise")},
    Chapter<NewToken, RevokeTokens, Help>{said("Serving, and help")}};

// The first word of those that have two.
struct Family {
    const char* name;
    const char* help;
};
inline constexpr std::array kFamilies{Family{"key", said("signing keys")},
                                      Family{"prove", said("proofs by RFC 6962")},
                                      Family{"witness", said("a witness of others' logs")},
                                      Family{"timestamp", said("time stamps by RFC 3161")},
                                      Family{"log", said("where the log lies")},
                                      Family{"export", said("folders for others")},
                                      Family{"adjust", said("adjusted spending of patients")},
                                      Family{"token", said("tokens for the service")}};

// "prove" of "prove inclusion"; null where a question is of no family.
constexpr const Family* family_of(std::string_view command) {
    for (const Family& one : kFamilies)
        if (command.substr(0, command.find(' ')) == one.name) return &one;
    return nullptr;
}

// Calls visit.operator()<Asked>(title) for each question.
template <class Visit>
void for_each_question_by_chapter(Visit&& visit) {
    const auto take = [&]<class Asked>(const char* title) {
        static_assert(is_whole<Asked>(), "a name, a help, an argument or a path of the question is missing");
        static_assert((std::string_view(Asked::kNamed.command).find(' ') == std::string_view::npos) ==
                          (family_of(Asked::kNamed.command) == nullptr),
                      "the family of the question is missing");
        visit.template operator()<Asked>(title);
    };
    const auto walk = [&]<class... Asked>(const Chapter<Asked...>& chapter) {
        (take.template operator()<Asked>(chapter.title), ...);
    };
    std::apply([&](const auto&... chapters) { (walk(chapters), ...); }, kChapters);
}

// Calls visit.operator()<Asked>() for each question.
template <class Visit>
void for_each_question(Visit&& visit) {
    for_each_question_by_chapter([&]<class Asked>(const char*) { visit.template operator()<Asked>(); });
}

}  // namespace ipep::questions
