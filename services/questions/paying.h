// The commands on orders, from the debt to the visa: confirm, validate, refuse, order, orders, approve, suspend,
// requisition, cancel, resolve.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Confirm {
    std::string key, document;
    bool checks = false;

    static constexpr Named kNamed{
        "confirm", said("confirm another person's change of payee, or another admin's grant of a role"),
        said("Look at what stands out first:\n"
             "          ipep --ledger essai --actor durand confirm payee-1 --checks\n"
             "          ipep --ledger essai --actor durand confirm payee-1 --document rib.pdf")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{
        Argument{"KEY", said("key of the fact `payeeChanged` or `roleGranted`"), true},
        Argument{"--document", said("the bank's RIB: named as the source by its SHA-256, and kept as its voucher")},
        Argument{"--checks", said("show what stands out of a payee and record nothing")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/payees/{KEY}/checks",
                                                    .command = "confirm",
                                                    .effect = Effect::reads_quickly,
                                                    .set = "--checks"},
                                           Resource{"POST", "/payees/{KEY}/confirmation", "confirm", Effect::decides},
                                           Resource{.method = "POST",
                                                    .path = "/payees/{KEY}/confirmation/document",
                                                    .command = "confirm",
                                                    .effect = Effect::decides,
                                                    .body = "--document"}};
    static constexpr std::array kAnswers{"{key:text, warnings:[{what:text, with:text}], trial?:bool}",
                                         "{confirmed:text, trial?:bool}", "{confirmed:text, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Confirm, (), (key, document, checks))

struct Validate {
    ResultYear year = 0;

    static constexpr Named kNamed{"validate", said("validate a settlement as a second person")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"YEAR", said("result year"), true}};
    static constexpr std::array kResources{
        Resource{"POST", "/settlements/{YEAR}/validation", "validate", Effect::decides}};
    static constexpr std::array kAnswers{"{year:int, revision:int, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Validate, (), (year))

struct Refuse {
    ResultYear year = 0;
    std::string reason;

    static constexpr Named kNamed{
        "refuse", said("refuse to validate a settlement, and say why to who settled it"),
        said(
            "Example:  ipep --ledger essai --actor bela refuse 2021 --reason \"G02: spending of 2020 counted twice\"")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"YEAR", said("result year"), true},
                                           Argument{"--reason", said("why, in writing"), true}};
    static constexpr std::array kResources{
        Resource{"POST", "/settlements/{YEAR}/refusal", "refuse", Effect::decides, "reason"}};
    static constexpr std::array kAnswers{"{year:int, revision:int, refused:text, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Refuse, (), (year, reason))

struct Order {
    std::string cpam;
    std::optional<ResultYear> year;
    std::optional<PaymentYear> payment_year;
    std::string groupement;

    static constexpr Named kNamed{
        "order", said("order what a CPAM owes, one order a groupement and ground"),
        said("Overpayments are set off first, the oldest first. Who orders does not approve (CSS D.253-4).\n"
             "Example:  ipep --ledger essai --actor martin order 351")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"--year", said("only what this result year made due")},
                                           Argument{"--payment-year", said("only what belongs to this payment year")},
                                           Argument{"--groupement", said("only of this one")}};
    static constexpr std::array kResources{
        Resource{"POST", "/cpams/{CPAM}/orders", "order", Effect::decides, "year payment-year groupement"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Order, (), (cpam, year, payment_year, groupement))

struct Orders {
    std::string cpam, state;

    static constexpr Named kNamed{"orders", said("orders and where they stand")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{
        Argument{"--cpam", said("only of this CPAM")},
        Argument{"--state", said("only in this state"), false,
                 "ordered suspended approved issued accepted paid rejected returned cancelled"}};
    static constexpr std::array kResources{Resource{"GET", "/orders", "orders", Effect::reads_quickly, "cpam state"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Orders, (), (cpam, state))

struct Approve {
    std::vector<std::string> orders;
    bool checks = false;
    std::string cpam;

    static constexpr Named kNamed{"approve", said("the DCF's visa, after the checks"),
                                  said("The orders named are approved together or not at all; of a CPAM, those that "
                                       "pass, and of each other it is\n"
                                       "said why not.\n"
                                       "Example:  ipep --ledger essai --actor durand approve --cpam 351 --checks\n"
                                       "          ipep --ledger essai --actor durand approve --cpam 351")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{Argument{"ORDER", said("as `orders` lists it")},
                                           Argument{"--checks", said("show the checks one by one and record nothing")},
                                           Argument{"--cpam", said("every order of this CPAM that waits for a visa")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/orders/{ORDER}/checks",
                                                    .command = "approve",
                                                    .effect = Effect::reads_quickly,
                                                    .options = "on",
                                                    .set = "--checks"},
                                           Resource{.method = "POST",
                                                    .path = "/checks",
                                                    .command = "approve",
                                                    .effect = Effect::reads_for_payment,
                                                    .options = "cpam on",
                                                    .set = "--checks",
                                                    .lines = "ORDER"},
                                           Resource{"POST", "/orders/{ORDER}/approval", "approve", Effect::decides},
                                           Resource{.method = "POST",
                                                    .path = "/approvals",
                                                    .command = "approve",
                                                    .effect = Effect::decides,
                                                    .options = "cpam",
                                                    .lines = "ORDER"}};
    static constexpr std::array kAnswers{"Checks", "Checks", "Approved", "Approved"};

    static std::string settle_words(Approve& approve) {
        return approve.orders.empty() == approve.cpam.empty() ? "ORDER or --cpam is required" : "";
    }
};
BOOST_DESCRIBE_STRUCT(Approve, (), (orders, checks, cpam))

struct Suspend {
    std::string order, ground, words;

    static constexpr Named kNamed{
        "suspend", said("suspend an order, and say why"),
        said("Example:  ipep --ledger essai suspend 351-2026-000002 --ground serviceNotDone --words \"courriel 12\"")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"ORDER", said("as `orders` lists it"), true},
        Argument{"--ground", said("a ground that `help grounds` lists, or a text"), true},
        Argument{"--words", said("the DCF's own words beside it")}};
    static constexpr std::array kResources{
        Resource{"POST", "/orders/{ORDER}/suspension", "suspend", Effect::decides, "ground words"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Suspend, (), (order, ground, words))

struct Requisition {
    std::string order, document;

    static constexpr Named kNamed{"requisition", said("the director's written order to pay what is suspended")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"ORDER", said("as `orders` lists it"), true},
                                           Argument{"--document", said("reference of the document"), true}};
    static constexpr std::array kResources{
        Resource{"POST", "/orders/{ORDER}/requisition", "requisition", Effect::decides, "document"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Requisition, (), (order, document))

struct Cancel {
    std::string order, reason;

    static constexpr Named kNamed{"cancel", said("cancel an order before it is issued")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"ORDER", said("as `orders` lists it"), true},
                                           Argument{"--reason", said("why"), true}};
    static constexpr std::array kResources{
        Resource{"POST", "/orders/{ORDER}/cancellation", "cancel", Effect::decides, "reason"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Cancel, (), (order, reason))

struct Resolve {
    std::string order, document, became;

    static constexpr Named kNamed{
        "resolve", said("say what became of a transfer the bank leaves in doubt"),
        said("Who says that nothing left, or that it came back, does not approve the order that replaces it.\n"
             "Example:  ipep --ledger essai resolve 351-2026-000002 --as rejected --document \"courriel 12\"")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"ORDER", said("as `orders` lists it"), true},
        Argument{"--document", said("reference of the document"), true},
        Argument{"--as", said("what became of it; without, that the bank's word was seen"), false,
                 "paid rejected returned"}};
    static constexpr std::array kResources{
        Resource{"POST", "/orders/{ORDER}/resolution", "resolve", Effect::decides, "document as"}};
    static constexpr std::array kAnswers{"Orders"};
};
BOOST_DESCRIBE_STRUCT(Resolve, (), (order, document, became))

}  // namespace ipep::questions
