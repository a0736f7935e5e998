#include "services/histories/panel/schema.h"

#include "events/describe.h"
#include "ledger/book.h"
#include "services/histories/panel/meaning.h"

namespace ipep::panel {

// Their names are short: they stay here.
namespace shapes {
namespace {

using enum CellType;

class ShapeMaker {
public:
    ShapeMaker(std::string name, std::string title, std::string title_fr, std::string source)
        : shape_{.name = std::move(name), .title = std::move(title), .title_fr = std::move(title_fr), .columns = {}},
          source_(std::move(source)) {}

    ShapeMaker& add(std::string_view member, CellType type, std::vector<std::string> categories = {}) {
        return add_as(member, member, type, std::move(categories));
    }
    // A column of another name than the meaning it has here.
    ShapeMaker& add_as(std::string_view member, std::string_view meant, CellType type,
                       std::vector<std::string> categories = {}) {
        const Meaning& meaning = meaning_of(meant);
        const bool money = type == euros;
        shape_.columns.push_back({snake_case(member), type, meaning.label, meaning.label_fr,
                                  money ? "euros" : meaning.unit, source_, meaning.section, std::move(categories)});
        if (money) cents(shape_.columns.back());
        return *this;
    }
    // Which event it is of.
    ShapeMaker& add_event() { return add("position", whole).add("on", day).add("recordedAt", time); }
    ShapeMaker& of_group() {
        shape_.refers.push_back({{"groupement"}, "groups", {"groupement"}});
        return add("groupement", identifier);
    }
    // Which fact, of whom and of what.
    ShapeMaker& of_fact() {
        add_event().add("kind", identifier).of_group().add("cpam", identifier);
        add("year", whole).add("paymentYear", whole);
        return add("indicator", identifier).add("indicatorName", text).add("rules", identifier);
    }
    // Which value of it, as the dictionary describes it.
    ShapeMaker& of_member() {
        return add("member", identifier).refer({"kind", "member"}, "dictionary", {"table", "variable"});
    }
    ShapeMaker& refer(std::vector<std::string> columns, std::string table, std::vector<std::string> named) {
        shape_.refers.push_back({std::move(columns), std::move(table), std::move(named)});
        return *this;
    }
    TableShape with_key(std::vector<std::string> key) {
        shape_.key = std::move(key);
        return std::move(shape_);
    }

private:
    void cents(Column euros) {
        euros.name += "_cents";
        euros.type = whole;
        euros.label += ", in cents";
        euros.label_fr += ", en centimes";
        euros.unit = "cents";
        shape_.columns.push_back(std::move(euros));
    }

    TableShape shape_;
    std::string source_;
};

template <class Member>
constexpr CellType type_of() {
    if constexpr (std::is_same_v<Member, Money>) return euros;
    if constexpr (std::is_same_v<Member, Decimal>) return decimal;
    if constexpr (std::is_same_v<Member, Model>) return category;
    if constexpr (std::is_same_v<Member, std::int64_t>) return whole;
    return identifier;
}

template <class Enum>
std::vector<std::string> names_of() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto one) { names.emplace_back(one.name); });
    return names;
}

TableShape results() {
    ShapeMaker make("results", "Every figure of every settlement, one row a groupement, year and revision",
                    "Tous les montants de toutes les liquidations, par groupement, année et révision",
                    "incentiveSettled, incentiveAnnulled");
    make.add_event().add("year", whole).add("revision", whole).add("latest", boolean);
    make.add("state", category, {"settled", "annulled"}).add("rules", identifier);
    for_each_member_type<SettledRow>([&]<class Member>(const char* name) {
        const bool choice = std::is_same_v<Member, Model>;
        make.add(name, type_of<Member>(), choice ? names_of<Model>() : std::vector<std::string>{});
    });
    make.add("netDifference", euros).add("masked", boolean);
    make.refer({"groupement"}, "groups", {"groupement"}).refer({"year", "revision"}, "years", {"year", "revision"});
    return make.with_key({"groupement", "year", "revision"});
}

TableShape payments() {
    return ShapeMaker("payments", "Every line that moves an amount, with the balances after it",
                      "Toutes les lignes qui font varier un montant, et les soldes après chacune", "statement")
        .add_event()
        .add("kind", identifier)
        .of_group()
        .add("ground", category, names_of<Ground>())
        .add("paymentOrder", identifier)
        .refer({"payment_order"}, "orders", {"payment_order"})
        .add("year", whole)
        .add("rules", identifier)
        .add("amount", euros)
        .add("owed", euros)
        .add("overpaid", euros)
        .add("advanceOutstanding", euros)
        .add("masked", boolean)
        .with_key({"position", "groupement"});
}

TableShape facts() {
    return ShapeMaker("facts", "Every value of every fact recorded, in long form; free texts and persons are left out",
                      "Toutes les valeurs de tous les faits, en format long ; sans textes libres ni personnes",
                      "the facts themselves")
        .of_fact()
        .add_as("latest", "standsNow", boolean)
        .of_member()
        .add("value", text)
        .add("number", nearest)
        .add("amount", euros)
        .add("masked", boolean)
        .add("key", identifier)
        .add("corrects", identifier)
        .add("sourceReference", text)
        .add("sourceSha256", identifier)
        .with_key({"position", "member"});
}

TableShape groups() {
    return ShapeMaker("groups", "The groupements, by the facts in force", "Les groupements, selon les faits en vigueur",
                      "groupementAdmitted, conventionSigned, roadmapReceived, seedCreditAssessed, groupementWithdrew")
        .add("groupement", identifier)
        .add("cpam", identifier)
        .add("name", text)
        .add("legalForm", text)
        .add("region", text)
        .add("wave", whole)
        .add("firstYear", whole)
        .add("lastYear", whole)
        .add("withdrawn", boolean)
        .add("admittedOn", day)
        .add("agreedOn", day)
        .add("roadmapOn", day)
        .add("referringPhysicians", whole)
        .add("patients", whole)
        .add("seedPatients", whole)
        .add("seedCredit", euros)
        .add("masked", boolean)
        .with_key({"groupement"});
}

TableShape years() {
    ShapeMaker make("years", "The national figures of every settlement, one row a year and revision",
                    "Les montants nationaux de toutes les liquidations, par année et révision", "yearSettled");
    make.add_event().add("year", whole).add("revision", whole).add("latest", boolean).add("stale", boolean);
    make.add("rules", identifier).add("groupements", whole);
    for_each_member_type<NationalFigures>([&]<class Member>(const char* name) { make.add(name, type_of<Member>()); });
    return make.add("masked", boolean).with_key({"year", "revision"});
}

TableShape indicators() {
    return ShapeMaker("indicators", "What was measured, the objectives and the points, by the facts in force",
                      "Mesures, objectifs et points, selon les faits en vigueur",
                      "indicatorMeasured, experienceMeasured, indicatorTargetsSet, experienceThresholdsSet")
        .of_group()
        .add("year", whole)
        .add("indicator", identifier)
        .add("indicatorName", text)
        .add("place", category, {"core", "chosen", "experience"})
        .add("counted", boolean)
        .add("direction", category, names_of<Direction>())
        .add_as("value", "measure", decimal)
        .add_as("valueBefore", "measureBefore", decimal)
        .add("startingValue", decimal)
        .add("target", decimal)
        .add("intermediate", decimal)
        .add("points", decimal)
        .add("position", whole)
        .add("masked", boolean)
        .with_key({"groupement", "year", "indicator"});
}

TableShape orders() {
    ShapeMaker make("orders", "Every order, the day of each of its steps, and how long they took",
                    "Chaque ordre, le jour de chaque étape, et les délais", "paymentOrdered and what became of it");
    make.add("paymentOrder", identifier).add("cpam", identifier).of_group();
    make.add("ground", category, names_of<Ground>()).add("fiscalYear", whole);
    make.add_as("amount", "ordered", euros).add_as("state", "orderState", category, names_of<OrderState>());
    for (const char* step : {"orderedOn", "suspendedOn", "requisitionedOn", "approvedOn", "issuedOn", "acceptedOn",
                             "rejectedOn", "paidOn", "bookedOn", "returnedOn", "cancelledOn"})
        make.add(step, day);
    for (const char* delay : {"daysToApproval", "daysToIssue", "daysToPayment", "daysInAll"}) make.add(delay, whole);
    return make.add("masked", boolean).with_key({"payment_order"});
}

TableShape order_parts() {
    return ShapeMaker("order_parts", "What each order pays or sets off, by result year and ground",
                      "Ce que chaque ordre paie ou compense, par année de résultats et fondement", "paymentOrdered")
        .add("paymentOrder", identifier)
        .refer({"payment_order"}, "orders", {"payment_order"})
        .add("part", whole)
        .of_group()
        .add_as("ground", "partGround", category, {"seedCredit", "incentive", "overpayment"})
        .add("year", whole)
        .add("paymentYear", whole)
        .add_as("amount", "ordered", euros)
        .add("masked", boolean)
        .with_key({"payment_order", "part"});
}

TableShape flows() {
    return ShapeMaker("flows", "What moved each month: what is owed, by its causes, and advances",
                      "Les flux de chaque mois : le reste dû, par cause, et les avances", "statement")
        .add("month", day)
        .of_group()
        .add("flow", category, {"seedCredits", "dues", "payments", "refunds", "writeOffs", "advances"})
        .add_as("amount", "moved", euros)
        .with_key({"month", "groupement", "flow"});
}

TableShape corrections() {
    return ShapeMaker("corrections", "Every value a correction changed, before and after",
                      "Chaque valeur modifiée par une correction, avant et après", "factCorrected")
        .of_fact()
        .of_member()
        .add("before", text)
        .add("after", text)
        .add("replaces", whole)
        .add("masked", boolean)
        .with_key({"position", "member"});
}

TableShape observations() {
    return ShapeMaker("observations", "Figures for the evaluation, of control populations too; in no settlement",
                      "Chiffres pour l'évaluation, populations témoins comprises ; dans aucune liquidation",
                      "observationRecorded")
        .add_event()
        .add("population", text)
        .add("year", whole)
        .add_as("measure", "observedMeasure", text)
        .add_as("value", "observed", decimal)
        .add("groupement", identifier)
        .add_as("latest", "standsNow", boolean)
        .with_key({"position"});
}

}  // namespace
}  // namespace shapes

const char* type_name(CellType type) {
    constexpr const char* names[] = {"text",    "identifier",     "category", "whole number", "amount in euros",
                                     "decimal", "nearest number", "boolean",  "date",         "time"};
    return names[static_cast<std::size_t>(type)];
}

std::string snake_case(std::string_view member) {
    std::string name;
    for (const char c : member) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital) name += '_';
        name += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

const std::array<TableShape, kTables>& table_shapes() {
    using namespace shapes;
    static const std::array<TableShape, kTables> all{results(), payments(),    facts(),       groups(),
                                                     years(),   indicators(),  orders(),      order_parts(),
                                                     flows(),   corrections(), observations()};
    return all;
}

const TableShape& dictionary_shape() {
    static const TableShape shape = [] {
        using enum CellType;
        shapes::ShapeMaker make("dictionary", "What each column means, and each member of a fact",
                                "Signification de chaque colonne, et de chaque membre d'un fait", "");
        make.add("table", identifier).add("variable", identifier);
        for (const char* name : {"label", "labelFr", "type", "unit", "values", "source", "section"})
            make.add(name, text);
        return make.with_key({"table", "variable"});
    }();
    return shape;
}

}  // namespace ipep::panel
