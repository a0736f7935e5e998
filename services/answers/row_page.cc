#include "services/answers/row_page.h"

#include <boost/json.hpp>

#include "events/seal.h"
#include "services/answers/answer.h"
#include "services/answers/row_table.h"
#include "services/questions/outline.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "services/words/utf8.h"

namespace ipep {
namespace {

using questions::RowList;
using questions::RowLists;

const std::string* said_in(const http::Fields& query, const char* name) {
    const auto found = query.find(name);
    return found == query.end() ? nullptr : &found->second;
}

// At most so many are given.
Verdict<std::uint64_t> rows_asked(const http::Fields& query) {
    const questions::Argument limit{.name = "--limit", .help = "", .least = 1};
    std::uint64_t rows = kMostRows;
    if (const std::string* said = said_in(query, "limit"))
        if (const auto complaint = questions::read_member(limit, *said, rows); !complaint.empty())
            return std::unexpected(questions::not_understood("--limit: " + complaint));
    return std::min(rows, kMostRows);
}

Rejection unknown(const std::string& cursor) { return {code::cursor_unknown, {{"cursor", cursor}}}; }

// Two rows that say the same are as good as one another to go on from.
std::string mark_of(const boost::json::value& row) {
    return to_hex(bytes_of(sha256(boost::json::serialize(row)))).substr(0, 16);
}

// The lists that stand in the answer, of those its resource may answer with; null where none does.
const RowLists* lists_in(const boost::json::object& answer, std::string_view shape) {
    static const auto known = [] {
        std::map<std::string_view, std::vector<RowLists>> by_shape;
        for (const http::Resource& one : questions::all_resources())
            if (one.has_pages) by_shape.try_emplace(one.answer, questions::row_lists(one.answer));
        return by_shape;
    }();
    const auto found = known.find(shape);
    if (found == known.end()) return nullptr;
    for (const RowLists& lists : found->second)
        if (std::ranges::all_of(lists, [&](const RowList& one) { return answer.contains(one.member); })) return &lists;
    return nullptr;
}

}  // namespace

Verdict<> ask_by_position(http::Fields& query) {
    query["limit"] = std::to_string(IPEP_TRY(rows_asked(query)));
    const std::string* after = said_in(query, "after");
    if (!after) return {};
    Position last = 0;
    if (!questions::read_number(*after, last).empty() || last == UINT64_MAX) return std::unexpected(unknown(*after));
    query["from"] = std::to_string(last + 1);
    query.erase("after");
    return {};
}

Verdict<RowPage> RowPage::of(const http::Asked& asked) {
    RowPage page;
    page.resource_ = asked.resource;
    page.is_csv_ = asked.format == "csv";
    if (!asked.resource->has_pages || *asked.resource->answer == 0) return page;
    const std::string* after = said_in(asked.query, "after");
    if (!page.is_csv_ && asked.format != "json") {
        if (!after && !said_in(asked.query, "limit")) return page;
        return std::unexpected(questions::not_understood(tr("a page for people is whole: no limit, no after")));
    }
    page.limit_ = IPEP_TRY(rows_asked(asked.query));
    if (!after) return page;
    const auto point = std::min(after->find('.'), after->size());
    page.after_ = *after;
    page.mark_ = after->substr(std::min(point + 1, after->size()));
    if (!questions::read_number(after->substr(0, point), page.given_).empty() || page.given_ == 0)
        return std::unexpected(unknown(*after));
    return page;
}

Verdict<std::string> RowPage::bytes(boost::json::object&& answer) {
    const RowLists* lists = resource_->has_pages ? lists_in(answer, resource_->answer) : nullptr;
    if (is_csv_ && (!lists || !questions::is_table(*lists)))
        return refuse(code::not_acceptable, {{"path", resource_->path}, {"types", "application/json, text/plain"}});
    if (lists) IPEP_TRY(cut(answer, *lists));
    if (is_csv_) return as_utf8(csv_of(answer, lists->front()));
    return whole_json(std::move(answer));
}

Verdict<> RowPage::cut(boost::json::object& answer, const RowLists& lists) {
    std::uint64_t behind = given_, room = limit_, all = 0;
    std::string last;
    bool is_known = given_ == 0;
    for (const RowList& list : lists) {
        boost::json::array& rows = answer.at(list.member).as_array();
        const std::uint64_t size = rows.size(), from = std::min(behind, size), end = from + std::min(room, size - from);
        if (behind > 0 && behind <= size) is_known = mark_of(rows[behind - 1]) == mark_;
        if (end > from) last = mark_of(rows[end - 1]);
        behind -= from;
        room -= end - from;
        all += size;
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(end), rows.end());
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(from));
    }
    if (!is_known) return std::unexpected(unknown(after_));
    const std::uint64_t given = given_ + (limit_ - room);
    if (given < all) next_ = {{"after", std::to_string(given) + '.' + last}};
    return {};
}

void join_page(boost::json::object& answer, boost::json::object&& page, const http::Resource& resource) {
    const RowLists* lists = lists_in(answer, resource.answer);
    if (!lists) return;
    for (const RowList& list : *lists) {
        boost::json::value* rest = page.if_contains(list.member);
        if (!rest || !rest->is_array()) continue;
        for (boost::json::value& row : rest->as_array()) answer.at(list.member).as_array().push_back(std::move(row));
    }
}

}  // namespace ipep
