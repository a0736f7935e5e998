#include "services/bank/xml_reader.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>

#include "services/bank/xml_library.h"
#include "services/bank/xml_source.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::size_t kDepth = 32, kText = 64 << 10;
constexpr int kAttributes = 16, kNames = 4096;
constexpr std::string_view kEncodings[] = {"UTF-8", "US-ASCII", "ASCII", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"};

std::string_view view(const xmlChar* text) { return text ? reinterpret_cast<const char*>(text) : std::string_view(); }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(blanks);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

bool same_encoding(std::string_view declared, std::string_view known) {
    return std::ranges::equal(declared, known, [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
}

// The parser calls from C, through which no exception may pass: the first thing that goes wrong is kept here.
class Reading {
public:
    Reading(std::istream& input, XmlVisitor& visitor) : source_(input), visitor_(visitor) {}

    Verdict<Digest> run() {
        for (bool first = true;; first = false) {
            const auto begins = IPEP_TRY(source_.next_document());
            if (!begins && !first) return source_.digest();
            if (!first && !visitor_.another())
                return refuse(code::xml_malformed, {{"line", std::to_string(source_.lines_before() + 1)},
                                                    {"what", "another document stands behind the first"}});
            IPEP_TRY(run_one());
        }
    }

private:
    Verdict<> run_one() {
        ready_xml_library();
        xmlSAXHandler handler{};
        handler.initialized = XML_SAX2_MAGIC;
        handler.startDocument = [](void* self) { of(self).guarded_event([&] { return of(self).start_document(); }); };
        handler.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            of(self).guarded_event([] { return refuse(code::xml_document_type); });
        };
        handler.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar* space, int spaces,
                                    const xmlChar**, int count, int, const xmlChar** attributes) {
            of(self).guarded_event([&]() -> Verdict<> {
                if (spaces > kAttributes) return of(self).excessive("more than 16 attributes on one element");
                return of(self).open(view(name), view(space), count, attributes);
            });
        };
        handler.endElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            of(self).guarded_event([&] { return of(self).close(); });
        };
        handler.characters = handler.cdataBlock = [](void* self, const xmlChar* text, int size) {
            of(self).guarded_event([&] {
                return of(self).characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
            });
        };
        handler.serror = [](void* self, xmlError* error) { of(self).malformed(*error); };
        context_.reset(xmlCreateIOParserCtxt(&handler, this, take, nullptr, this, XML_CHAR_ENCODING_NONE));
        if (!context_) throw std::bad_alloc();
        xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET | XML_PARSE_NOWARNING);
        xmlParseDocument(context_.get());
        if (thrown_) std::rethrow_exception(thrown_);
        if (refused_) return std::unexpected(*refused_);
        if (context_->wellFormed == 0 || context_->nsWellFormed == 0) return refuse_malformed(0, false);
        return {};
    }

    static Reading& of(void* self) { return *static_cast<Reading*>(self); }

    template <class Call>
    void guarded(const Call& call) {
        if (refused_ || thrown_) return;
        try {
            if (Verdict<> verdict = call(); !verdict) refused_ = verdict.error();
        } catch (...) {
            thrown_ = std::current_exception();
        }
    }
    // In the middle of a read or of an error the parser must not be stopped: it ends where the bytes do.
    template <class Call>
    void guarded_event(const Call& call) {
        guarded(call);
        if (refused_ || thrown_) xmlStopParser(context_.get());
    }

    static int take(void* self, char* bytes, int size) {
        Reading& reading = of(self);
        std::size_t count = 0;
        reading.guarded([&]() -> Verdict<> {
            const auto taken = IPEP_TRY(reading.source_.read(bytes, static_cast<std::size_t>(size)));
            count = taken;
            return {};
        });
        return reading.refused_ || reading.thrown_ ? 0 : static_cast<int>(count);
    }

    Verdict<> start_document() const {
        const std::string_view declared = view(context_->encoding ? context_->encoding : context_->input->encoding);
        if (declared.empty()) return {};
        for (const std::string_view known : kEncodings)
            if (same_encoding(declared, known)) return {};
        return refuse(code::xml_encoding);
    }

    Verdict<> excessive(const char* what) const {
        return refuse(code::xml_excessive, {{"line", std::to_string(line())}, {"what", what}});
    }

    Verdict<> open(std::string_view name, std::string_view space, int count, const xmlChar** attributes) {
        if (levels_.size() >= kDepth) return excessive("more than 32 levels of elements");
        if (count > kAttributes) return excessive("more than 16 attributes on one element");
        if (xmlDictSize(context_->dict) > kNames) return excessive("more than 4096 different names");
        if (!levels_.empty()) levels_.back().leaf = false;
        levels_.push_back({path_.size(), true, {}});
        if (!path_.empty()) path_ += '/';
        path_ += name;
        text_.clear();
        for (int i = 0; i < count; ++i) {
            const xmlChar** one = attributes + std::ptrdiff_t{5} * i;  // name, prefix, namespace, value, its end
            if (view(one[0]) == "Ccy")
                levels_.back().currency.assign(reinterpret_cast<const char*>(one[3]),
                                               static_cast<std::size_t>(one[4] - one[3]));
        }
        space_ = space;
        return visitor_.open(element());
    }

    Verdict<> close() {
        const XmlElement closed = element();
        auto verdict = levels_.back().leaf ? visitor_.leaf(closed, trimmed(text_)) : visitor_.close(closed);
        path_.resize(levels_.back().before);
        levels_.pop_back();
        text_.clear();
        return verdict;
    }

    Verdict<> characters(std::string_view part) {
        if (text_.size() + part.size() > kText) return excessive("a tag or a text of more than 64 KiB");
        text_ += part;
        return {};
    }

    XmlElement element() const {
        const Level& level = levels_.back();
        const std::string_view path = path_;
        return {path, path.substr(level.before == 0 ? 0 : level.before + 1), space_, level.currency, line()};
    }

    std::int64_t line() const {
        return source_.lines_before() + (context_ && context_->input ? context_->input->line : 0);
    }

    std::unexpected<Rejection> refuse_malformed(std::int64_t line, bool ended) const {
        const char* what = "a tag or a character is out of place";
        if (ended) what = "it ends too early";
        return refuse(code::xml_malformed, {{"line", std::to_string(line)}, {"what", what}});
    }

    void malformed(const xmlError& error) {
        if (refused_ || thrown_ || error.level < XML_ERR_ERROR) return;
        const bool ended =
            source_.at_end() && context_ && context_->input && context_->input->cur >= context_->input->end;
        const bool bytes = error.code == XML_ERR_INVALID_ENCODING || error.code == XML_ERR_UNSUPPORTED_ENCODING ||
                           error.code == XML_ERR_UNKNOWN_ENCODING || error.domain == XML_FROM_I18N ||
                           // One code for bytes that are no character and for a reference to none.
                           std::string_view(error.message ? error.message : "").starts_with("Input is not proper");
        const std::int64_t line = source_.lines_before() + error.line;
        refused_ = bytes ? Rejection{code::xml_encoding} : refuse_malformed(line, ended).error();
    }

    struct Level {
        std::size_t before;  // length of the path outside
        bool leaf;
        std::string currency;
    };
    struct Free {
        void operator()(xmlParserCtxt* context) const {
            if (context->myDoc) xmlFreeDoc(context->myDoc);
            xmlFreeParserCtxt(context);
        }
    };

    XmlSource source_;
    XmlVisitor& visitor_;
    std::unique_ptr<xmlParserCtxt, Free> context_;
    std::optional<Rejection> refused_;
    std::exception_ptr thrown_;
    std::vector<Level> levels_;
    std::string path_, text_, space_;
};

}  // namespace

Verdict<Digest> read_xml(std::istream& input, XmlVisitor& visitor) {
    Reading reading(input, visitor);
    return reading.run();
}

}  // namespace ipep
