// XML from outside: what is read of it, and that hostile files are refused early, whatever their size. Each of those is
// read in a process of its own that may use one second and 100 MB.
#include "services/bank/xml_reader.h"
#include "services/words/all_codes.h"
#include "services/words/code.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "events/seal.h"
#include "tests/print.h"

namespace ipep {
namespace {

class Trace : public XmlVisitor {
public:
    Verdict<> open(const XmlElement& element) override {
        text += '(' + std::string(element.name);
        return {};
    }
    Verdict<> leaf(const XmlElement& element, std::string_view leaf) override {
        text += '=' + std::string(leaf) + std::string(element.currency.empty() ? "" : "@") +
                std::string(element.currency) + ')';
        return {};
    }
    Verdict<> close(const XmlElement&) override {
        text += ')';
        return {};
    }
    std::string text;
};

std::string trace(const std::string& xml) {
    std::istringstream in(xml);
    Trace trace;
    const auto digest = read_xml(in, trace);
    if (!digest) return std::string(text_of(digest.error().code).code);
    EXPECT_EQ(*digest, sha256(xml));
    return trace.text;
}

TEST(XmlReader, TellsElementsByLocalNameAndTextWithoutBlanks) {
    EXPECT_EQ(trace("<a><b> x </b><c/></a>"), "(a(b=x)(c=))");
    EXPECT_EQ(trace("<p:a xmlns:p='u'><p:b Ccy='EUR' q='1'>1.00</p:b></p:a>"), "(a(b=1.00@EUR))");
    EXPECT_EQ(trace("<a>t&lt;&#233;&amp;<![CDATA[<u>]]><!-- no > --><?no?></a>"), "(a=t<é&<u>)");
    EXPECT_EQ(trace("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<a>é</a>\n"), "(a=é)");
    EXPECT_EQ(trace("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"), "(a=é)");
    EXPECT_EQ(trace("<?xml version='1.0' encoding='Windows-1252'?><a>\x80</a>"), "(a=€)");
}

// What looks like a tag or a quotation mark where none can be is passed over, so that the end of a document is found.
TEST(XmlReader, TagsAndQuotesInsideOfOtherThingsAreNone) {
    for (const char* inside : {"<?x <b \"?>", "<!-- <b '> </a> -->", "<![CDATA[<b \"</a>]]>", "<?x?>", "<!---->"}) {
        const std::string once = "<a>t" + std::string(inside) + "</a>";
        EXPECT_TRUE(trace(once).starts_with("(a=t")) << trace(once);
        EXPECT_EQ(trace(once + once), "xml_malformed") << "a second document, where one is expected";
        EXPECT_EQ(trace(once + "<?x <a> ?>\n"), trace(once)) << "an instruction behind it is no document";
    }
    EXPECT_EQ(trace("<a Ccy='/>'><b Ccy=\">\">1</b></a>"), "(a(b=1@>))");
    EXPECT_EQ(trace("<a><b q='\"'/><c q=\"'/>\">2</c></a>"), "(a(b=)(c=2))");
}

TEST(XmlReader, TheEndOfADocumentIsFoundWhateverStandsInIt) {
    struct Several : Trace {
        bool another() override { return true; }
    };
    for (const char* inside :
         {"", "<?x <b \"?>", "<!-- <b '> </a> -->", "<![CDATA[<b \"</a>]]>", "<?x?>", "<c q='>'/>"}) {
        std::istringstream in("<a>t" + std::string(inside) + "</a>\n<b>u</b>");
        Several several;
        const auto digest = read_xml(in, several);
        ASSERT_TRUE(digest) << inside << ": " << digest.error().sentence();
        EXPECT_TRUE(several.text.ends_with("(b=u)")) << several.text;
    }
}

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
    for (const char* xml : {"", "x", " ", "{}", "<", "<a", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a b='1' b='2'/>",
                            "<a>&no;</a>", "<a>&#0;</a>", "<a b=1/>", "<p:a/>", "<a><!-- -- --></a>", "<a>]]></a>"})
        EXPECT_EQ(trace(xml), "xml_malformed") << xml;
}

TEST(XmlReader, SaysWhereAFileEndsTooEarly) {
    std::istringstream in("<a>\n<b>\n");
    Trace trace;
    const auto digest = read_xml(in, trace);
    ASSERT_FALSE(digest);
    EXPECT_THAT(digest.error().sentence(), testing::HasSubstr("it ends too early"));
    EXPECT_THAT(digest.error().sentence(), testing::HasSubstr("line 3"));
}

TEST(XmlReader, SaysOfAFileThatIsWholeThatSomethingIsOutOfPlace) {
    for (const char* xml : {"<a>\n</b>\n", "<a>\n&no;</a>\n"}) {
        std::istringstream in(xml);
        Trace trace;
        const auto digest = read_xml(in, trace);
        ASSERT_FALSE(digest);
        EXPECT_THAT(digest.error().sentence(), testing::HasSubstr("out of place")) << xml;
        EXPECT_THAT(digest.error().sentence(), testing::HasSubstr("line 2")) << xml;
    }
}

TEST(XmlReader, RefusesArchivesOtherEncodingsAndDocumentTypes) {
    for (const char* xml : {"\x1f\x8b\x08rest", "PK\x03\x04rest", "BZh91AY", "\x28\xb5\x2f\xfdrest"})
        EXPECT_EQ(trace(xml), "xml_compressed");
    for (const std::string& xml : {std::string("\xff\xfe<\0a\0", 6), std::string("\xfe\xff\0<\0a", 6),
                                   std::string("<\0a\0", 4), std::string("<?xml version='1.0' encoding='UTF-7'?><a/>"),
                                   std::string("<?xml version='1.0' encoding='no-such'?><a/>"),
                                   std::string("<?xml version='1.0' encoding='UTF-8'?><a>\xe9t\xe9 dernier</a>")})
        EXPECT_EQ(trace(xml), "xml_encoding") << xml;
    EXPECT_EQ(trace("<!DOCTYPE a><a/>"), "xml_document_type");
    EXPECT_EQ(trace("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"), "xml_document_type");
    EXPECT_EQ(trace("<a><!ENTITY e 'x'></a>"), "xml_document_type");
}

TEST(XmlReader, GivesBackWhatAVisitorRefusesOrThrows) {
    struct Refusing : Trace {
        Verdict<> leaf(const XmlElement& element, std::string_view) override {
            if (element.name == "t") throw std::runtime_error("thrown");
            return refuse(code::conflict);
        }
    } visitor;
    std::istringstream refused("<a><b/><c/></a>"), thrown("<a><t/></a>");
    EXPECT_EQ(read_xml(refused, visitor).error().code, code::conflict);
    EXPECT_THROW(static_cast<void>(read_xml(thrown, visitor)), std::runtime_error);
}

// `begin`, then `unit` again and again up to 100 MB, then `end`; never in memory as a whole.
class Endless : public std::streambuf {
public:
    Endless(std::string begin, std::function<std::string(int)> unit, std::string end)
        : part_(std::move(begin)), unit_(std::move(unit)), end_(std::move(end)) {
        setg(part_.data(), part_.data(), part_.data() + part_.size());
    }

private:
    int underflow() override {
        if (given_ < 0) return traits_type::eof();
        part_.clear();
        while (part_.size() < 60'000 && given_ < 100'000'000) {
            const std::string one = unit_(count_++);
            part_ += one;
            given_ += static_cast<std::int64_t>(one.size());
        }
        if (part_.empty()) {
            part_ = end_;
            given_ = -1;
            if (part_.empty()) return traits_type::eof();
        }
        setg(part_.data(), part_.data(), part_.data() + part_.size());
        return traits_type::to_int_type(part_[0]);
    }
    std::string part_;
    std::function<std::string(int)> unit_;
    std::string end_;
    std::int64_t given_ = 0;
    int count_ = 0;
};

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;  // its memory is not ours to count, and it takes its time
#else
constexpr bool kSanitized = false;
#endif

// To so much more than the process has already.
void limit_memory(std::int64_t more) {
    if (kSanitized) return;
    std::ifstream pages("/proc/self/statm");
    std::int64_t count = 0;
    pages >> count;
    const auto bytes = static_cast<rlim_t>(count * ::sysconf(_SC_PAGESIZE) + more);
    const rlimit memory{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &memory);
}

// A child tells how it ended by its exit status: the place of the code among those of files of XML.
std::vector<Code> xml_codes() {
    std::vector<Code> codes;
    for (const Code one : all_codes())
        if (std::string_view(text_of(one).code).starts_with("xml_")) codes.push_back(one);
    return codes;
}
int number_of(Code code) {
    const auto codes = xml_codes();
    return static_cast<int>(std::ranges::find(codes, code) - codes.begin());
}

// In a child: what the file is refused with, or a number above all codes where it was not, ran too long or took too
// much.
int refused_alone(Endless file) {
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit seconds{kSanitized ? 20 : 1, kSanitized ? 30 : 2};
        ::setrlimit(RLIMIT_CPU, &seconds);
        limit_memory(100'000'000);
        std::istream in(&file);
        Trace trace;
        const auto digest = read_xml(in, trace);
        ::_exit(digest ? 254 : number_of(digest.error().code));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(XmlReader, HundredMegabytesOfAnyMischiefAreRefusedInASecondAndHundredMegabytes) {
    const std::vector<Code> codes = xml_codes();
    const auto same = [](const char* unit) { return [text = std::string(unit)](int) { return text; }; };
    const auto numbered = [](std::string before, std::string after) {
        return [=](int number) { return before + std::to_string(number) + after; };
    };
    struct Mischief {
        const char* what;
        Code code;
        std::string begin;
        std::function<std::string(int)> unit;
    };
    std::string spaces = "<b";
    for (int i = 0; i < 17; ++i) spaces += " xmlns:a" + std::to_string(i) + "='u'";
    spaces += "/>";
    const std::string laughs = "<!DOCTYPE a [<!ENTITY l0 'ha'>";
    for (const auto& [what, code, begin, unit] :
         std::vector<Mischief>{{"nesting", code::xml_excessive, "<a>", same("<a>")},
                               {"nesting with namespaces", code::xml_excessive, "<a>", same("<a xmlns='u'>")},
                               {"one text", code::xml_excessive, "<a>", same("ha ")},
                               {"blanks", code::xml_excessive, "<a>", same("\n")},
                               {"one text in sections", code::xml_excessive, "<a>", same("<![CDATA[x]]>")},
                               {"one text in references", code::xml_excessive, "<a>", same("&#65;")},
                               {"attributes", code::xml_excessive, "<a ", numbered("a", "='' ")},
                               {"attributes with tags in them", code::xml_excessive, "<a ", numbered("a", "='>' ")},
                               {"one attribute", code::xml_excessive, "<a b='", same(">>x")},
                               {"namespaces", code::xml_excessive, "<a ", numbered("xmlns:a", "='u' ")},
                               {"few namespaces, again and again", code::xml_excessive, "<a>", same(spaces.c_str())},
                               {"one name", code::xml_excessive, "<a", same("a")},
                               {"names", code::xml_excessive, "<a>", numbered("<a", "/>")},
                               {"one comment", code::xml_excessive, "<a><!--", same("<x> ")},
                               {"one instruction", code::xml_excessive, "<?a ", same("> ")},
                               {"one closing tag", code::xml_excessive, "<a></a", same("\t")},
                               {"a declaration", code::xml_excessive, "<?xml version='1.0' ", same(" ")},
                               {"laughs", code::xml_document_type, laughs, numbered("<!ENTITY l", " '&l0;&l0;&l0;'>")},
                               {"nothing", code::xml_malformed, "", same(" ")},
                               {"zeros", code::xml_malformed, "<a>", [](int) { return std::string(4, '\0'); }}}) {
        const int found = refused_alone(Endless(begin, unit, ""));
        EXPECT_EQ(found, number_of(code))
            << what << ": "
            << (found >= static_cast<int>(codes.size()) ? "read, or too long, or too large"
                                                        : text_of(codes[static_cast<std::size_t>(found)]).code);
    }
}

// What is large and sound is read, in the same memory.
TEST(XmlReader, HundredMegabytesOfSoundElementsAreReadInHundredMegabytes) {
    const pid_t child = ::fork();
    if (child == 0) {
        limit_memory(30'000'000);
        struct Counting : XmlVisitor {
            Verdict<> leaf(const XmlElement&, std::string_view) override { return ++leaves, Verdict<>{}; }
            std::int64_t leaves = 0;
        } visitor;
        Endless file(
            "<a>", [](int) { return "<b><c>" + std::string(1000, 'x') + "</c></b>\n"; }, "</a>");
        std::istream in(&file);
        ::_exit(read_xml(in, visitor) && visitor.leaves > 98'000 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace
}  // namespace ipep
