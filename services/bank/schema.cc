#include "services/bank/schema.h"

#include <libxml/xmlschemas.h>

#include <fstream>

#include "services/bank/xml_library.h"
#include "services/files/owned.h"
#include "services/words/code.h"

namespace ipep {
namespace {

void keep_first_line(void* line, xmlError* error) {
    if (auto& first = *static_cast<std::int64_t*>(line); first == 0) first = error->line;
}

int take(void* input, char* bytes, int size) {
    auto& stream = *static_cast<std::istream*>(input);
    stream.read(bytes, size);
    return stream.bad() ? -1 : static_cast<int>(stream.gcount());
}

}  // namespace

Verdict<> check_schema(std::istream& document, const std::string& folder, const std::string& message) {
    ready_xml_library();
    const std::string path = folder + '/' + message + ".xsd";
    std::int64_t line = 0;
    // The library prints where a file is not there.
    if (!std::ifstream(path).is_open()) return refuse(code::schema_unreadable, {{"path", path}});
    const Owned<xmlSchemaParserCtxt, xmlSchemaFreeParserCtxt> parser(xmlSchemaNewParserCtxt(path.c_str()));
    if (parser) xmlSchemaSetParserStructuredErrors(parser.get(), keep_first_line, &line);
    const Owned<xmlSchema, xmlSchemaFree> schema(parser ? xmlSchemaParse(parser.get()) : nullptr);
    if (!schema) return refuse(code::schema_unreadable, {{"path", path}});
    const Owned<xmlSchemaValidCtxt, xmlSchemaFreeValidCtxt> context(xmlSchemaNewValidCtxt(schema.get()));
    if (!context) throw std::bad_alloc();
    xmlSchemaSetValidStructuredErrors(context.get(), keep_first_line, &line);
    xmlParserInputBuffer* input = xmlParserInputBufferCreateIO(take, nullptr, &document, XML_CHAR_ENCODING_NONE);
    xmlSAXHandler ignored{};
    ignored.initialized = XML_SAX2_MAGIC;
    if (xmlSchemaValidateStream(context.get(), input, XML_CHAR_ENCODING_NONE, &ignored, nullptr) == 0) return {};
    return refuse(code::schema_violated, {{"message", message}, {"line", std::to_string(line)}});
}

}  // namespace ipep
