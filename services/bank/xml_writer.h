// XML writer: elements with text, one a line, handed on in pieces; the same calls give the same bytes.
//
// Shape:  UTF-8. The digest is of the bytes handed on.
// Errors: what the sink throws passes through, once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/digest.h"

namespace ipep {

using ByteSink = std::function<void(std::string_view)>;

class XmlWriter {
public:
    // The root element with its namespace is open afterwards.
    XmlWriter(const ByteSink& sink, const char* root, const std::string& space);
    ~XmlWriter();
    XmlWriter(const XmlWriter&) = delete;
    XmlWriter& operator=(const XmlWriter&) = delete;

    void open(const char* name);
    void close();
    void leaf(const char* name, const std::string& text);
    // Leaf inside the elements of a path, "CdtrAcct/Id/IBAN".
    void nested(std::string_view path, const std::string& text);
    void amount(const char* name, const std::string& text, const char* currency);
    // Closes what is open; nothing can be written afterwards.
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ipep
