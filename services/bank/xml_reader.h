// XML reader: well-formed XML from outside, as a stream, with nothing of XML that a bank does not need.
//
// Shape:  each element is opened, then either a leaf (no element in it) or closed. Paths are local names from the root,
//         "Document/CstmrPmtStsRpt/GrpHdr/MsgId"; a leaf's text is UTF-8 without blanks around it.
//         Blanks before it, comments and instructions behind it are passed over; what is joined behind it is another
//         document, read where the visitor takes one.
// Limits: no document type, hence no entities; 32 levels, 16 attributes, 4096 names, 64 KiB of one tag or text; UTF-8,
//         Latin 1, Latin 9 or Windows-1252.
// Promise: hostile input is refused within a second and 100 MB, however long it is: only a limit is ever held.
// Errors: xml_malformed, xml_document_type, xml_excessive, xml_encoding, xml_compressed. A refusal of the visitor ends
//         the reading and is given back; what it throws passes.
// Threads: one a call.
#pragma once

#include <istream>
#include <string_view>

#include "ledger/digest.h"
#include "ledger/rejection.h"

namespace ipep {

struct XmlElement {
    std::string_view path = {}, name = {}, space = {};  // `space`: the namespace
    std::string_view currency = {};  // the attribute Ccy, the only one of these messages that matters
    std::int64_t line = 0;
};

class XmlVisitor {
public:
    virtual ~XmlVisitor() = default;
    virtual Verdict<> open(const XmlElement&) { return {}; }
    virtual Verdict<> leaf(const XmlElement& element, std::string_view text) = 0;
    virtual Verdict<> close(const XmlElement&) { return {}; }
    // Another document stands behind this one: whether it is taken too.
    virtual bool another() { return false; }
};

// Gives the SHA-256 of the bytes.
Verdict<Digest> read_xml(std::istream& input, XmlVisitor& visitor);

}  // namespace ipep
