// XmlWalk: one part of a spreadsheet's archive as elements that open and close, and the text between.
//
// Shape:  names without their prefix; attributes by their local name, the namespace told where two share one.
// Limits: no document type, hence no entities of its own; nothing is fetched; libxml2's bounds on depth and lengths.
// Errors: sheet_unreadable. A refusal of the visitor ends the walk and is given back.
#pragma once

#include <string>
#include <string_view>

#include "ledger/rejection.h"

namespace ipep::sheets {

class XmlAttributes {
public:
    virtual ~XmlAttributes() = default;
    // Of that local name, in whatever namespace; empty where there is none.
    virtual std::string value(const char* name) const = 0;
    // Of that namespace alone.
    virtual std::string value(const char* name, const char* space) const = 0;
};

class XmlParts {
public:
    virtual ~XmlParts() = default;
    virtual Verdict<> open(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual Verdict<> text(std::string_view text) = 0;
    virtual Verdict<> close(std::string_view name) = 0;
};

Verdict<> walk_xml(std::string_view bytes, XmlParts& parts);

// The number of a text that is digits alone, up to nine of them; else nothing is said and `otherwise` given.
std::int64_t number_in_xml(std::string_view digits, std::int64_t otherwise);

}  // namespace ipep::sheets
