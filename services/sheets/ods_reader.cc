#include "services/sheets/ods_reader.h"

#include "services/sheets/sheet_builder.h"
#include "services/sheets/xml_walk.h"
#include "services/words/code.h"

namespace ipep::sheets {
namespace {

constexpr char kOffice[] = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
constexpr char kCalc[] = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

class Content : public XmlParts {
public:
    explicit Content(SheetBuilder& to) : to_(to) {}

    Verdict<> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "annotation" || name == "shapes") ++aside_;
        if (aside_ > 0) return {};
        if (name == "table") {
            to_.begin_sheet(attributes.value("name"));
            row_ = 0;
        }
        if (name == "table-row") {
            cells_.clear();
            rows_ = number_in_xml(attributes.value("number-rows-repeated"), 1);
            column_ = 0;
        }
        if (name == "table-cell" || name == "covered-table-cell") begin_cell(attributes);
        if (name == "p" && in_cell_ && paragraphs_++ > 0) shown_ += '\n';
        if (name == "s" && in_cell_)
            shown_.append(
                static_cast<std::size_t>(std::min<std::int64_t>(number_in_xml(attributes.value("c"), 1), 1000)), ' ');
        if (name == "tab" && in_cell_) shown_ += '\t';
        return {};
    }
    Verdict<> text(std::string_view text) override {
        if (in_cell_ && aside_ == 0 && paragraphs_ > 0) shown_ += text;
        return {};
    }
    Verdict<> close(std::string_view name) override {
        if (name == "annotation" || name == "shapes") return --aside_, Verdict<>();
        if (aside_ > 0) return {};
        if (name == "table-cell" || name == "covered-table-cell") return end_cell();
        if (name == "table-row") return end_row();
        return {};
    }

private:
    void begin_cell(const XmlAttributes& attributes) {
        in_cell_ = true;
        paragraphs_ = 0;
        shown_.clear();
        repeated_ = number_in_xml(attributes.value("number-columns-repeated"), 1);
        const std::string type = attributes.value("value-type", kOffice);
        has_formula_ = !attributes.value("formula").empty();
        value_ = attributes.value("value", kOffice);
        if (type == "date") value_ = attributes.value("date-value", kOffice);
        if (type == "boolean") value_ = attributes.value("boolean-value", kOffice) == "true" ? "TRUE" : "FALSE";
        const bool is_number = type == "float" || type == "percentage" || type == "currency";
        if (attributes.value("value-type", kCalc) == "error")
            type_ = CellType::error;
        else
            type_ = is_number ? CellType::number : type == "boolean" ? CellType::truth : CellType::text;
        is_shown_ = type_ == CellType::error || (type_ == CellType::text && type != "date");
    }

    Verdict<> end_cell() {
        in_cell_ = false;
        const auto first = column_;
        column_ += static_cast<std::size_t>(repeated_);
        Cell cell{type_, is_shown_ ? shown_ : value_, 0};
        if (cell.text.empty() && has_formula_ && type_ == CellType::number) cell.type = CellType::uncomputed;
        if (cell.text.empty() && cell.type != CellType::uncomputed) return {};
        for (std::size_t at = first; at < column_; ++at) {
            if (cells_.size() > SheetBuilder::kMostColumns) break;  // the builder says so
            cells_.emplace_back(at, cell);
        }
        return {};
    }

    Verdict<> end_row() {
        const std::int64_t first = row_ + 1;
        row_ += rows_;
        if (cells_.empty()) return {};
        for (std::int64_t at = first; at <= row_; ++at)
            for (const auto& [column, cell] : cells_) IPEP_TRY(to_.put(at, column, cell));
        return {};
    }

    SheetBuilder& to_;
    std::int64_t row_ = 0, rows_ = 1, repeated_ = 1;
    std::size_t column_ = 0;
    std::vector<std::pair<std::size_t, Cell>> cells_;  // of this row
    int aside_ = 0, paragraphs_ = 0;
    bool in_cell_ = false, has_formula_ = false, is_shown_ = true;
    CellType type_ = CellType::empty;
    std::string value_, shown_;
};

}  // namespace

Verdict<Spreadsheet> read_ods(ZipFile& archive) {
    if (archive.has("META-INF/manifest.xml") &&
        IPEP_TRY(archive.read("META-INF/manifest.xml")).find("encryption-data") != std::string::npos)
        return refuse(code::sheet_unreadable, {{"what", "it is protected by a password"}});
    const std::string content = IPEP_TRY(archive.read("content.xml"));
    SheetBuilder builder(FileKind::ods);
    Content parts(builder);
    IPEP_TRY(walk_xml(content, parts));
    return std::move(builder.made());
}

}  // namespace ipep::sheets
