#include "services/bank/xml_limits.h"

#include "services/words/code.h"

namespace ipep {
namespace {

// How the archives and encodings begin that a file from a bank may arrive in.
constexpr std::string_view kArchives[] = {"\x1f\x8b",    "PK\x03\x04",       "BZh",
                                          "\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "7z\xbc\xaf"};
constexpr std::string_view kWide[] = {"\xff\xfe", "\xfe\xff", {"\0<", 2}, {"<\0", 2}, {"\0\0", 2}};
constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

}  // namespace

Verdict<> XmlLimits::begin(std::string_view bytes) const {
    for (const std::string_view archive : kArchives)
        if (bytes.starts_with(archive)) return refuse(code::xml_compressed);
    for (const std::string_view wide : kWide)
        if (bytes.starts_with(wide)) return refuse(code::xml_encoding);
    if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
    if (!bytes.starts_with('<'))
        return refuse(code::xml_malformed, {{"line", "1"}, {"what", "it does not begin with a tag"}});
    return {};
}

Verdict<std::size_t> XmlLimits::take(std::string_view bytes) {
    if (!begun_ && !bytes.empty()) {
        begun_ = true;
        IPEP_TRY(begin(bytes));
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\n') ++line_;
        if (++stretch_ > kStretch)
            return refuse(code::xml_excessive,
                          {{"line", std::to_string(line_)}, {"what", "a tag or a text of more than 64 KiB"}});
        last_[0] = last_[1];
        last_[1] = last_[2];
        last_[2] = c;
        IPEP_TRY(step(c));
        if (ended_) return i + 1;
    }
    return bytes.size();
}

void XmlLimits::end_tag() {
    if (closes_)
        --open_;
    else if (last_[1] != '/')
        ++open_;
    closes_ = false;
    ended_ = open_ <= 0;
    enter(State::text);
}

void XmlLimits::enter(State state) {
    state_ = state;
    stretch_ = 0;
}

Verdict<> XmlLimits::step(char c) {
    switch (state_) {
        case State::text:
            if (c == '<') {
                enter(State::mark);
                mark_.clear();
            }
            return {};
        case State::mark: return mark(c);
        case State::tag:
            if (c == '>') end_tag();
            if (c == '"' || c == '\'') {
                quote_ = c;
                state_ = State::quoted;
            }
            return {};
        case State::quoted:
            if (c == quote_) state_ = State::tag;
            return {};
        case State::comment:
            if (ends_with("-->")) enter(State::text);
            return {};
        case State::section:
            if (ends_with("]]>")) enter(State::text);
            return {};
        case State::instruction:
            if (ends_with("?>")) enter(State::text);
            return {};
    }
    return {};
}

// The character after `<` tells a tag from an instruction; after `<!` the next ones tell a comment, a section and, what
// no bank file has, a declaration.
Verdict<> XmlLimits::mark(char c) {
    constexpr std::string_view comment = "!--", section = "![CDATA[";
    mark_ += c;
    if (mark_ == comment)
        enter(State::comment);
    else if (mark_ == section)
        enter(State::section);
    else if (mark_ == "?")
        enter(State::instruction);
    else if (mark_ == ">")
        enter(State::text);
    else if (mark_.front() != '!') {
        closes_ = mark_.front() == '/';
        state_ = State::tag;
    } else if (!comment.starts_with(mark_) && !section.starts_with(mark_))
        return refuse(code::xml_document_type);
    return {};
}

}  // namespace ipep
