// The notice of a groupement's results, as it is sent.
#include "services/console/pages.h"
#include "services/letter/notice_reading.h"

namespace ipep {
namespace {

std::vector<Data> lines_of(const std::vector<std::string>& texts) {
    std::vector<Data> lines;
    for (const std::string& text : texts) lines.emplace_back().set("text", text);
    return lines;
}

Data data_of(const NoticeSection& section) {
    std::vector<Data> rows;
    for (const TableRow& row : section.rows) {
        Data& one = rows.emplace_back().set("sum", row.is_sum).set("label", row.cells.front());
        one.set("cells", lines_of({row.cells.begin() + 1, row.cells.end()}));
    }
    Data data;
    data.set("heading", section.heading).set("said", lines_of(section.said)).set("table", !section.rows.empty());
    data.set("number", has_numbers(section)).set("rows", std::move(rows));
    if (section.head.empty()) return data;
    data.set("first", section.head.front()).set("head", lines_of({section.head.begin() + 1, section.head.end()}));
    return data;
}

}  // namespace

void put_paper(const Notice& paper, Data& data) {
    std::vector<Data> references, sections;
    for (const auto& [name, value] : paper.references) references.emplace_back().set("name", name).set("value", value);
    for (const NoticeSection& section : paper.sections) sections.push_back(data_of(section));
    data.set("references", std::move(references)).set("sections", std::move(sections));
}

std::string notice_path(ResultYear year, const GroupementId& id) {
    return settlement_path(year) + "/notices/" + id.text;
}

ConsolePage notice(const Visit& visit, ResultYear year, const GroupementId& id) {
    if (const auto allowed = visit.rights.check(id); visit.book().find(id) && !allowed)
        return visit.refused(Section::settlement, allowed.error());
    const auto found = notices_of(visit.ledger, year, id, visit.reader);
    if (!found) return visit.refused(Section::settlement, found.error());
    const Notice& notice = found->front().notice;
    Data data;
    data.set("id", id.text).set("name", notice.recipient.front()).set("title", notice.title);
    data.set("pdf_href", "/api/v1" + notice_path(year, id)).set("group_href", visit.group_link(id));
    data.set("file", to_text(year) + '-' + id.text + ".pdf").set("date", notice.date);
    put_paper(notice, data);
    return visit.page(Section::settlement, notice.title + " · " + id.text, "notice", std::move(data));
}

}  // namespace ipep
