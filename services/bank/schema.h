// Schema: a bank file held against an XML schema, as a stream.
//
// Shape:  the schemas are ISO's and not part of the program; where a folder with `pain.001.001.09.xsd` and its like is
//         known (IPEP_XSD, or an argument), every file written is validated before it is recorded.
// Errors: schema_unreadable, schema_violated (with the line of the document); those of reading XML (xml_reader.h).
#pragma once

#include <istream>
#include <string>

#include "ledger/rejection.h"

namespace ipep {

// `message` as in "pain.001.001.09".
Verdict<> check_schema(std::istream& document, const std::string& folder, const std::string& message);

}  // namespace ipep
