#include "services/bank/xml_library.h"

#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>

namespace ipep {

void ready_xml_library() {
    [[maybe_unused]] static const bool ready = [] {
        xmlInitParser();
        xmlSchemaInitTypes();
        return true;
    }();
}

}  // namespace ipep
