#include "services/sheets/xlsx_reader.h"

#include <map>

#include "services/sheets/sheet_builder.h"
#include "services/sheets/xml_walk.h"
#include "services/words/code.h"

namespace ipep::sheets {
namespace {

bool is_yes(const std::string& value) { return value == "1" || value == "true" || value == "on"; }

// The folder of a part, and a target that stands in a file of that folder.
std::string beside(const std::string& part, const std::string& target) {
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = part.substr(0, part.rfind('/') + 1), rest = target;
    while (rest.starts_with("../") && !folder.empty()) {
        folder.pop_back();
        folder.erase(folder.rfind('/') + 1);
        rest.erase(0, 3);
    }
    return folder + rest;
}

// What a part leads to: by identifier, and by the last word of the kind.
class Relations : public XmlParts {
public:
    explicit Relations(std::string part) : part_(std::move(part)) {}

    Verdict<> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes.value("TargetMode") == "External") return {};
        const std::string type = attributes.value("Type"), target = beside(part_, attributes.value("Target"));
        by_id[attributes.value("Id")] = target;
        by_type[type.substr(type.rfind('/') + 1)] = target;
        return {};
    }
    Verdict<> text(std::string_view) override { return {}; }
    Verdict<> close(std::string_view) override { return {}; }

    std::map<std::string, std::string> by_id, by_type;

private:
    std::string part_;
};

Verdict<Relations> relations_of(ZipFile& archive, const std::string& part) {
    Relations relations(part);
    const auto name = part.rfind('/') + 1;
    const std::string of = part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
    if (!archive.has(of)) return relations;
    const std::string text = IPEP_TRY(archive.read(of));
    IPEP_TRY(walk_xml(text, relations));
    return relations;
}

class WorkbookPart : public XmlParts {
public:
    Verdict<> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") days_from_1904 = is_yes(attributes.value("date1904"));
        const std::string state = attributes.value("state");
        if (name == "sheet" && (state.empty() || state == "visible"))
            sheets.emplace_back(attributes.value("name"), attributes.value("id"));
        return {};
    }
    Verdict<> text(std::string_view) override { return {}; }
    Verdict<> close(std::string_view) override { return {}; }

    bool days_from_1904 = false;
    std::vector<std::pair<std::string, std::string>> sheets;  // name, identifier of its part
};

// Texts that cells name by number.
class SharedTexts : public XmlParts {
public:
    Verdict<> open(std::string_view name, const XmlAttributes&) override {
        if (name == "si") texts.emplace_back();
        if (name == "rPh") guides_ = true;
        within_ = name == "t" && !guides_;
        return {};
    }
    Verdict<> text(std::string_view text) override {
        if (within_ && !texts.empty()) texts.back() += text;
        return {};
    }
    Verdict<> close(std::string_view name) override {
        if (name == "rPh") guides_ = false;
        within_ = false;
        return {};
    }

    std::vector<std::string> texts;

private:
    bool within_ = false, guides_ = false;
};

// How many digits each style shows at least, of those that show digits alone.
class Styles : public XmlParts {
public:
    Verdict<> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "numFmt") {
            const std::string format = attributes.value("formatCode");
            if (!format.empty() && format.find_first_not_of('0') == std::string::npos)
                formats_[attributes.value("numFmtId")] = format.size();
        }
        if (name == "cellXfs") within_ = true;
        if (name == "xf" && within_) {
            const auto format = formats_.find(attributes.value("numFmtId"));
            digits.push_back(format == formats_.end() ? 0 : format->second);
        }
        return {};
    }
    Verdict<> text(std::string_view) override { return {}; }
    Verdict<> close(std::string_view name) override {
        if (name == "cellXfs") within_ = false;
        return {};
    }

    std::vector<std::size_t> digits;

private:
    std::map<std::string, std::size_t> formats_;
    bool within_ = false;
};

class SheetPart : public XmlParts {
public:
    SheetPart(const SharedTexts& shared, const Styles& styles, SheetBuilder& to)
        : shared_(shared), styles_(styles), to_(to) {}

    Verdict<> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "row") begin_row(attributes);
        if (name == "c") IPEP_TRY(begin_cell(attributes));
        if (name == "f") has_formula_ = true;
        if (name == "rPh") guides_ = true;
        takes_ = in_cell_ && !guides_ && (name == "v" || name == "t");
        return {};
    }
    Verdict<> text(std::string_view text) override {
        if (takes_) value_ += text;
        return {};
    }
    Verdict<> close(std::string_view name) override {
        takes_ = false;
        if (name == "rPh") guides_ = false;
        if (name != "c") return {};
        in_cell_ = false;
        const std::size_t column = place_.column++;
        return to_.put(place_.row, column, IPEP_TRY(cell()));
    }

private:
    void begin_row(const XmlAttributes& attributes) {
        place_ = {0, number_in_xml(attributes.value("r"), place_.row + 1)};
    }
    Verdict<> begin_cell(const XmlAttributes& attributes) {
        const std::string at = attributes.value("r");
        CellPlace place = place_;
        if (!at.empty() && (!read_place(at, place) || place.row != place_.row))
            return refuse(code::sheet_unreadable, {{"what", "a cell stands outside its row"}});
        place_ = place;
        type_ = attributes.value("t");
        style_ = number_in_xml(attributes.value("s"), 0);
        value_.clear();
        has_formula_ = false;
        in_cell_ = true;
        return {};
    }
    Verdict<Cell> cell() const {
        if (type_ == "s") {
            const std::int64_t at = number_in_xml(value_, -1);
            if (at < 0 || at >= static_cast<std::int64_t>(shared_.texts.size()))
                return refuse(code::sheet_unreadable, {{"what", "a cell names a text that is not there"}});
            return Cell{CellType::text, shared_.texts[static_cast<std::size_t>(at)], 0};
        }
        if (type_ == "inlineStr" || type_ == "str" || type_ == "d") return Cell{CellType::text, value_, 0};
        if (value_.empty()) return Cell{has_formula_ ? CellType::uncomputed : CellType::empty, {}, 0};
        if (type_ == "b") return Cell{CellType::truth, value_ == "0" ? "FALSE" : "TRUE", 0};
        if (type_ == "e") return Cell{CellType::error, value_, 0};
        const auto style = static_cast<std::size_t>(style_);
        return Cell{CellType::number, value_, style < styles_.digits.size() ? styles_.digits[style] : 0};
    }

    const SharedTexts& shared_;
    const Styles& styles_;
    SheetBuilder& to_;
    CellPlace place_;
    std::string type_, value_;
    std::int64_t style_ = 0;
    bool in_cell_ = false, takes_ = false, guides_ = false, has_formula_ = false;
};

// A part that a workbook may do without.
Verdict<> read_part(ZipFile& archive, const Relations& relations, const char* type, XmlParts& parts) {
    const auto part = relations.by_type.find(type);
    if (part == relations.by_type.end() || !archive.has(part->second)) return {};
    const std::string text = IPEP_TRY(archive.read(part->second));
    return walk_xml(text, parts);
}

}  // namespace

bool read_place(std::string_view text, CellPlace& to) {
    std::size_t letters = 0, column = 0;
    for (; letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z' && letters < 4; ++letters)
        column = column * 26 + static_cast<std::size_t>(text[letters] - 'A' + 1);
    const std::int64_t row = number_in_xml(text.substr(letters), 0);
    if (letters == 0 || letters > 3 || row < 1) return false;
    to = {column - 1, row};
    return true;
}

Verdict<Spreadsheet> read_xlsx(ZipFile& archive) {
    const Relations root = IPEP_TRY(relations_of(archive, ""));
    const auto main = root.by_type.find("officeDocument");
    if (main == root.by_type.end())
        return refuse(code::sheet_unreadable, {{"what", "it is an archive of something else"}});
    WorkbookPart workbook;
    const std::string text = IPEP_TRY(archive.read(main->second));
    IPEP_TRY(walk_xml(text, workbook));
    const Relations relations = IPEP_TRY(relations_of(archive, main->second));
    SharedTexts shared;
    IPEP_TRY(read_part(archive, relations, "sharedStrings", shared));
    Styles styles;
    IPEP_TRY(read_part(archive, relations, "styles", styles));
    SheetBuilder builder(FileKind::xlsx);
    builder.made().days_from_1904 = workbook.days_from_1904;
    for (const auto& [name, id] : workbook.sheets) {
        const auto part = relations.by_id.find(id);
        if (part == relations.by_id.end()) continue;
        builder.begin_sheet(name);
        SheetPart sheet(shared, styles, builder);
        const std::string cells = IPEP_TRY(archive.read(part->second));
        IPEP_TRY(walk_xml(cells, sheet));
    }
    return std::move(builder.made());
}

}  // namespace ipep::sheets
