#include "services/console/visa_export.h"

#include <functional>

#include "events/describe.h"
#include "services/sheets/csv_file.h"
#include "services/sheets/xlsx_file.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

struct Cell {
    std::string content;
    bool is_number = false;
};
using Row = std::vector<Cell>;

void each_check(const std::function<void(CheckName check, const char* name)>& look) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CheckName>>([&](auto d) { look(d.value, d.name); });
}

Row head() {
    Row row{{tr("Order")}, {tr("Groupement")}, {tr("Name")}, {tr("Ground")}, {tr("Payment year")}, {tr("Amount")}};
    each_check([&](CheckName, const char* name) { row.push_back({titled(name)}); });
    row.push_back({tr("What stands in the way")});
    return row;
}

Row row_of(const VisaRow& one) {
    const PaymentOrdered& order = *one.order;
    std::string years;
    for (const PaymentYear year : one.years) years += (years.empty() ? "" : ", ") + to_text(year);
    Row row{{order.order.text},
            {order.groupement.text},
            {one.name},
            {spoken(std::string(enum_name(order.ground)))},
            {years},
            {to_text(order.amount), true}};
    each_check([&](CheckName check, const char*) {
        const auto found = std::ranges::find(one.examined.checks, check, &VisaCheck::check);
        const bool is_made = found != one.examined.checks.end();
        row.push_back({is_made ? spoken(std::string(enum_name(found->result))) : "–"});
    });
    row.push_back({why_refused(one.examined)});
    return row;
}

Row total_of(const std::vector<const VisaRow*>& rows) {
    CountAndSum sum;
    for (const VisaRow* row : rows) sum.add(row->order->amount);
    return {{fill(tr("Total of {chosen} orders"), {{"chosen", std::to_string(sum.count)}})},
            {},
            {},
            {},
            {},
            {to_text(sum.sum), true}};
}

std::string as_csv(const std::vector<Row>& table) {
    sheets::CsvFile file;
    for (const Row& row : table) {
        for (const Cell& cell : row) cell.is_number ? file.number(cell.content) : file.text(cell.content);
        file.end_row();
    }
    return file.bytes();
}

std::string as_xlsx(const std::vector<Row>& table) {
    sheets::XlsxFile file;
    file.sheet(tr("Orders to be checked"));
    for (std::size_t at = 0; at < table.size(); ++at)
        for (std::size_t column = 0; column < table[at].size(); ++column) {
            const sheets::CellAt place{static_cast<std::uint32_t>(at), static_cast<std::uint16_t>(column)};
            const Cell& cell = table[at][column];
            if (cell.is_number)
                file.number(place, cell.content, sheets::Look::plain);
            else
                file.text(place, cell.content, at == 0 ? sheets::Look::head : sheets::Look::text);
        }
    file.width(0, 18);
    file.width(2, 34);
    file.width(5, 14);
    // The total is no row to be filtered.
    file.finish_table(static_cast<std::uint32_t>(table.size() - 2), static_cast<std::uint16_t>(table[0].size() - 1));
    return file.bytes();
}

}  // namespace

std::string visa_export(const std::vector<const VisaRow*>& rows, ExportKind kind) {
    std::vector<Row> table{head()};
    for (const VisaRow* row : rows) table.push_back(row_of(*row));
    table.push_back(total_of(rows));
    return kind == ExportKind::csv ? as_csv(table) : as_xlsx(table);
}

}  // namespace ipep
