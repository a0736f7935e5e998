#include "services/histories/panel/schema.h"

#include <map>

#include "events/describe.h"

namespace ipep::panel {
namespace {

struct Meaning {
    const char *label, *label_fr, *unit, *section;
};

// By the member's name in the contract.
const std::map<std::string_view, Meaning> kMeanings = {
    {"groupement", {"Groupement, or its pseudonym", "Groupement, ou son pseudonyme", "", "CDC 2019 §1"}},
    {"year", {"Result year: the year whose care is measured", "Année de résultats", "year", "CDC 2019 §3"}},
    {"paymentYear", {"Year of payment", "Année de paiement", "year", "CDC 2019 §9"}},
    {"revision", {"Revision of the year's settlement", "Révision de la liquidation de l'année", "", ""}},
    {"latest", {"Whether this revision is the one that stands", "Révision en vigueur", "", ""}},
    {"state", {"Settled, or annulled by a correction", "Liquidé, ou annulé par une correction", "", ""}},
    {"model", {"Model of the year", "Modèle de l'année", "", "CDC 2019 §8-III"}},
    {"rank", {"Rank of the result year, from 1", "Rang de l'année de résultats, à partir de 1", "", "CDC 2019 §3"}},
    {"patients", {"Patients", "Patients", "patients", "CDC 2019 §8-II"}},
    {"gap",
     {"Gap between actual and adjusted spending", "Écart entre dépense réelle et ajustée", "euros/patient",
      "CDC 2019 §8-II"}},
    {"evolution", {"Difference of evolution", "Différence d'évolution", "euros/patient", "CDC 2019 §8-II"}},
    {"perPatient", {"Efficiency gain per patient", "Gain d'efficience par patient", "euros/patient", "CDC 2019 §8-II"}},
    {"gain", {"Efficiency gain", "Gain d'efficience", "", "CDC 2019 §8-II"}},
    {"scoreBase", {"Score of the indicators", "Score des indicateurs", "points", "CDC 2019 §8-I"}},
    {"bonus", {"Bonus for experience", "Bonus d'expérience patient", "points", "CDC 2019 §8-I"}},
    {"score", {"Quality score", "Score de qualité", "points", "CDC 2019 §8-I"}},
    {"expenditure", {"Actual spending of the groupement", "Dépense réelle du groupement", "euros", "CDC 2019 §8-II"}},
    {"groupCap", {"Cap of the groupement", "Plafond du groupement", "", "CDC 2019 §8-III"}},
    {"qualityRight",
     {"Drawing right on the quality envelope", "Droit de tirage sur l'enveloppe qualité", "", "CDC 2019 §8-III"}},
    {"quality", {"Quality amount", "Montant qualité", "", "CDC 2019 §8-III"}},
    {"modulation", {"Modulation by the score", "Modulation par le score", "ratio", "CDC 2019 §8-III"}},
    {"gross", {"Incentive before caps", "Intéressement avant plafonds", "", "CDC 2019 §8-III"}},
    {"capped",
     {"Incentive within the groupement's cap", "Intéressement dans le plafond du groupement", "", "CDC 2019 §8-III"}},
    {"net", {"Incentive net of both caps", "Intéressement net des deux plafonds", "", "CDC 2019 §8-III"}},
    {"nationalReduction", {"Cut by the national cap", "Réduction par le plafond national", "", "CDC 2019 §8-III"}},
    {"seedCredit", {"Seed credit", "Crédits d'amorçage", "", "CDC 2019 §10"}},
    {"advanceBefore", {"Advance outstanding before", "Avance en cours avant", "", "CDC 2019 §3"}},
    {"advanceGranted", {"Advance granted", "Avance versée", "", "CDC 2019 §3"}},
    {"advanceRecovered", {"Advance recovered", "Avance récupérée", "", "CDC 2019 §3"}},
    {"advanceOutstanding", {"Advance outstanding after", "Avance en cours après", "", "CDC 2019 §3"}},
    {"due", {"Incentive due", "Intéressement dû", "", "CDC 2019 §3"}},
    {"netDifference", {"What this revision adds to net", "Ce que la révision ajoute au net", "", ""}},
    {"rules", {"Rules in force", "Règles en vigueur", "", "CDC 2019 §3"}},
    {"on", {"Day it takes effect", "Jour d'effet", "day", ""}},
    {"recordedAt", {"Time it was recorded (UTC)", "Instant de l'enregistrement (UTC)", "time", ""}},
    {"position", {"Position in the log", "Position dans le journal", "", ""}},
    {"masked", {"A count below the threshold was left out", "Un effectif sous le seuil a été masqué", "", ""}},
    {"kind", {"Kind of the event", "Nature de l'événement", "", ""}},
    {"amount", {"What it moves: what is owed, else the advance", "Mouvement : du reste dû, sinon de l'avance", "", ""}},
    {"ground", {"Which debt it is about", "Dette concernée", "", "CDC 2019 §8, §10"}},
    {"paymentOrder", {"Order the bank paid or returned", "Ordre payé ou retourné par la banque", "", ""}},
    {"owed", {"Left owed after it", "Reste dû après", "", ""}},
    {"overpaid", {"Overpaid after it", "Trop-perçu après", "", ""}},
    {"cpam", {"CPAM, or its pseudonym", "CPAM, ou son pseudonyme", "", "CDC 2019 §10"}},
    {"indicator", {"Indicator", "Indicateur", "", "CDC 2019 §8-I"}},
    {"indicatorName",
     {"Name of the indicator in the rules for its year", "Nom de l'indicateur dans les règles de son année", "",
      "CDC 2019 §8-I, annexe 1"}},
    {"member", {"Which value of the fact, by its name", "Valeur du fait, par son nom", "", ""}},
    {"value", {"The value as it was given", "Valeur telle qu'elle a été donnée", "as the member", ""}},
    {"key", {"Key of the fact", "Clé du fait", "", ""}},
    {"corrects", {"Key of the fact it corrects", "Clé du fait corrigé", "", ""}},
    {"sourceReference", {"Source of the fact", "Source du fait", "", ""}},
    {"sourceSha256", {"SHA-256 of the source's file", "SHA-256 du fichier source", "", ""}},
    {"table", {"Table", "Table", "", ""}},
    {"variable", {"Column", "Colonne", "", ""}},
    {"label", {"What it is, in English", "Libellé anglais", "", ""}},
    {"labelFr", {"What it is, in French", "Libellé français", "", ""}},
    {"type", {"Type", "Type", "", ""}},
    {"unit", {"Unit", "Unité", "", ""}},
    {"values", {"Values it may have", "Valeurs possibles", "", ""}},
    {"source", {"Where it comes from", "Provenance", "", ""}},
    {"section", {"Section of the text", "Section du texte", "", ""}}};

const char* type_name(CellType type) {
    constexpr const char* names[] = {"text",    "category", "whole number", "amount in euros",
                                     "decimal", "boolean",  "date",         "time"};
    return names[static_cast<std::size_t>(type)];
}

class ShapeMaker {
public:
    ShapeMaker(std::string name, std::string title, std::string title_fr, std::string source)
        : shape_{std::move(name), std::move(title), std::move(title_fr), {}, {}}, source_(std::move(source)) {}

    ShapeMaker& add(std::string_view member, CellType type, std::vector<std::string> categories = {}) {
        const Meaning& meaning = kMeanings.at(member);
        const bool money = type == CellType::euros;
        shape_.columns.push_back({snake_case(member), type, meaning.label, meaning.label_fr,
                                  money ? "euros" : meaning.unit, source_, meaning.section, std::move(categories)});
        if (money) cents(shape_.columns.back());
        return *this;
    }
    TableShape with_key(std::vector<std::string> key) {
        shape_.key = std::move(key);
        return std::move(shape_);
    }

private:
    void cents(Column euros) {
        euros.name += "_cents";
        euros.type = CellType::whole;
        euros.label += ", in cents";
        euros.label_fr += ", en centimes";
        euros.unit = "cents";
        shape_.columns.push_back(std::move(euros));
    }

    TableShape shape_;
    std::string source_;
};

// Said of each column where it may happen.
constexpr const char* kTextInCsv = "any; in CSV an apostrophe stands before a leading = + - @ (README.md)";

template <class Member>
constexpr CellType type_of() {
    if constexpr (std::is_same_v<Member, Money>) return CellType::euros;
    if constexpr (std::is_same_v<Member, Decimal>) return CellType::decimal;
    if constexpr (std::is_same_v<Member, Model>) return CellType::category;
    if constexpr (std::is_same_v<Member, std::int64_t>) return CellType::whole;
    return CellType::text;
}

}  // namespace

std::string snake_case(std::string_view member) {
    std::string name;
    for (const char c : member) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital) name += '_';
        name += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

const TableShape& results_shape() {
    static const TableShape shape = [] {
        ShapeMaker make("results", "Every figure of every settlement, one row a groupement, year and revision",
                        "Tous les montants de toutes les liquidations, par groupement, année et révision",
                        "incentiveSettled, incentiveAnnulled");
        make.add("position", CellType::whole).add("on", CellType::day).add("recordedAt", CellType::time);
        make.add("year", CellType::whole).add("revision", CellType::whole).add("latest", CellType::boolean);
        make.add("state", CellType::category, {"settled", "annulled"}).add("rules", CellType::text);
        for_each_member_type<SettledRow>([&]<class Member>(const char* name) {
            const bool choice = std::is_same_v<Member, Model>;
            make.add(name, type_of<Member>(),
                     choice ? std::vector<std::string>{"mixed", "target"} : std::vector<std::string>{});
        });
        make.add("netDifference", CellType::euros).add("masked", CellType::boolean);
        return make.with_key({"groupement", "year", "revision"});
    }();
    return shape;
}

const TableShape& payments_shape() {
    static const TableShape shape =
        ShapeMaker("payments", "Every line that moves an amount, with the balances after it",
                   "Toutes les lignes qui font varier un montant, et les soldes après chacune", "statement")
            .add("position", CellType::whole)
            .add("on", CellType::day)
            .add("recordedAt", CellType::time)
            .add("kind", CellType::text)
            .add("groupement", CellType::text)
            .add("ground", CellType::category, {"seedCredit", "incentive"})
            .add("paymentOrder", CellType::text)
            .add("year", CellType::whole)
            .add("rules", CellType::text)
            .add("amount", CellType::euros)
            .add("owed", CellType::euros)
            .add("overpaid", CellType::euros)
            .add("advanceOutstanding", CellType::euros)
            .with_key({"position", "groupement"});
    return shape;
}

const TableShape& facts_shape() {
    static const TableShape shape =
        ShapeMaker("facts", "Every value of every fact recorded, in long form; free texts and persons are left out",
                   "Toutes les valeurs de tous les faits, en format long ; sans textes libres ni personnes",
                   "the facts themselves")
            .add("position", CellType::whole)
            .add("on", CellType::day)
            .add("recordedAt", CellType::time)
            .add("kind", CellType::text)
            .add("groupement", CellType::text)
            .add("cpam", CellType::text)
            .add("year", CellType::whole)
            .add("paymentYear", CellType::whole)
            .add("indicator", CellType::text)
            .add("indicatorName", CellType::text)
            .add("rules", CellType::text)
            .add("member", CellType::text)
            .add("value", CellType::text)
            .add("amount", CellType::euros)
            .add("masked", CellType::boolean)
            .add("key", CellType::text)
            .add("corrects", CellType::text)
            .add("sourceReference", CellType::text)
            .add("sourceSha256", CellType::text)
            .with_key({"position", "member"});
    return shape;
}

const TableShape& dictionary_shape() {
    static const TableShape shape = [] {
        ShapeMaker make("dictionary", "What each column means", "Signification de chaque colonne", "");
        for (const char* name :
             {"table", "variable", "label", "labelFr", "type", "unit", "values", "source", "section"})
            make.add(name, CellType::text);
        return make.with_key({"table", "variable"});
    }();
    return shape;
}

void write_dictionary(RowSink& to) {
    for (const TableShape* shape : {&results_shape(), &payments_shape(), &facts_shape(), &dictionary_shape()})
        for (const Column& column : shape->columns) {
            std::string values = column.type == CellType::boolean ? "true, false" : "";
            if (column.type == CellType::text) values = kTextInCsv;
            for (const std::string& category : column.categories) values += (values.empty() ? "" : ", ") + category;
            to.row({cell(shape->name), cell(column.name), cell(column.label), cell(column.label_fr),
                    cell(type_name(column.type)), cell(column.unit), cell(values), cell(column.source),
                    cell(column.section)});
        }
}

}  // namespace ipep::panel
