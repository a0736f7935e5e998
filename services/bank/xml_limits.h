// XML limits: looks at the bytes before the parser does, so that nothing large or strange ever reaches it.
//
// Shape:  a machine over single bytes: text, tag (quotes respected), comment, CDATA section, processing instruction.
//         It counts the elements that are open, and so knows where the document ends. Each stretch has at most
//         `kStretch` bytes, which bounds what the parser can be made to hold or to compare.
// Why:    the parser's own limits are ten megabytes, and it compares the attributes of a tag pairwise.
// Errors: xml_compressed, xml_encoding, xml_document_type, xml_excessive, xml_malformed (does not begin with a tag).
#pragma once

#include <string_view>

#include "ledger/rejection.h"

namespace ipep {

class XmlLimits {
public:
    static constexpr std::size_t kStretch = 64 << 10;

    // Gives how many of the bytes belong to the document: all, or those up to the end of its root.
    Verdict<std::size_t> take(std::string_view bytes);
    bool ended() const { return ended_; }
    std::int64_t line() const { return line_; }

private:
    enum class State : std::uint8_t { text, mark, tag, quoted, comment, section, instruction };

    Verdict<> begin(std::string_view bytes) const;
    Verdict<> step(char c);
    Verdict<> mark(char c);
    void enter(State state);
    void end_tag();
    bool ends_with(std::string_view end) const { return std::string_view(last_, 3).ends_with(end); }

    State state_ = State::text;
    std::size_t stretch_ = 0;
    std::int64_t line_ = 1;
    char quote_ = 0;
    char last_[3] = {};
    std::string mark_;       // what follows `<!` until it is known what it begins
    std::int64_t open_ = 0;  // elements
    bool closes_ = false;    // the tag is one that closes
    bool begun_ = false, ended_ = false;
};

}  // namespace ipep
