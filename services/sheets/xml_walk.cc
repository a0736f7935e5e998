#include "services/sheets/xml_walk.h"

#include <libxml/xmlreader.h>

#include <charconv>
#include <memory>

#include "services/bank/xml_library.h"
#include "services/words/code.h"

namespace ipep::sheets {
namespace {

std::unexpected<Rejection> not_xml() {
    return refuse(code::sheet_unreadable, {{"what", "a part of it is no XML of a spreadsheet"}});
}

std::string taken(xmlChar* text) {
    if (!text) return {};
    std::string taken(reinterpret_cast<const char*>(text));
    xmlFree(text);
    return taken;
}

class Attributes : public XmlAttributes {
public:
    explicit Attributes(xmlTextReaderPtr reader) : reader_(reader) {}

    std::string value(const char* name) const override {
        std::string found;
        for (int more = xmlTextReaderMoveToFirstAttribute(reader_); more == 1 && found.empty();
             more = xmlTextReaderMoveToNextAttribute(reader_))
            if (xmlStrEqual(xmlTextReaderConstLocalName(reader_), BAD_CAST name) == 1)
                found = reinterpret_cast<const char*>(xmlTextReaderConstValue(reader_));
        xmlTextReaderMoveToElement(reader_);
        return found;
    }
    std::string value(const char* name, const char* space) const override {
        return taken(xmlTextReaderGetAttributeNs(reader_, BAD_CAST name, BAD_CAST space));
    }

private:
    xmlTextReaderPtr reader_;
};

Verdict<> visit(xmlTextReaderPtr reader, XmlParts& parts) {
    const auto name = [&] { return std::string(reinterpret_cast<const char*>(xmlTextReaderConstLocalName(reader))); };
    switch (xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT: {
            const bool is_empty = xmlTextReaderIsEmptyElement(reader) == 1;
            IPEP_TRY(parts.open(name(), Attributes(reader)));
            return is_empty ? parts.close(name()) : Verdict<>();
        }
        case XML_READER_TYPE_END_ELEMENT: return parts.close(name());
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        case XML_READER_TYPE_WHITESPACE:
            return parts.text(reinterpret_cast<const char*>(xmlTextReaderConstValue(reader)));
        case XML_READER_TYPE_DOCUMENT_TYPE:
        case XML_READER_TYPE_ENTITY_REFERENCE: return not_xml();
        default: return {};
    }
}

}  // namespace

Verdict<> walk_xml(std::string_view bytes, XmlParts& parts) {
    ready_xml_library();
    // Looked for before the parser reads any of it: its declarations cost before its node is told.
    if (bytes.find("<!DOCTYPE") != std::string_view::npos || bytes.find('\0') != std::string_view::npos)
        return not_xml();
    const std::unique_ptr<xmlTextReader, void (*)(xmlTextReaderPtr)> reader(
        xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
        xmlFreeTextReader);
    if (!reader) return not_xml();
    int more = xmlTextReaderRead(reader.get());
    for (; more == 1; more = xmlTextReaderRead(reader.get())) IPEP_TRY(visit(reader.get(), parts));
    if (more != 0) return not_xml();
    return {};
}

std::int64_t number_in_xml(std::string_view digits, std::int64_t otherwise) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number = error == std::errc() && end == digits.data() + digits.size() && digits.size() <= 9;
    return is_number && number >= 0 ? number : otherwise;
}

}  // namespace ipep::sheets
