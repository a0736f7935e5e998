#include "services/bank/xml_writer.h"

#include <libxml/xmlwriter.h>

#include <exception>
#include <stdexcept>

#include "events/seal.h"
#include "services/bank/xml_library.h"

namespace ipep {
namespace {

const xmlChar* xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

}  // namespace

struct XmlWriter::State {
    ByteSink sink;
    FileDigest digest;
    std::exception_ptr thrown;  // by the sink: no exception may pass through a library in C
    xmlTextWriter* writer = nullptr;

    static int take(void* state, const char* bytes, int size) {
        State& self = *static_cast<State*>(state);
        try {
            const std::string_view part(bytes, static_cast<std::size_t>(size));
            self.digest.add(part);
            if (!self.thrown) self.sink(part);
        } catch (...) {
            self.thrown = std::current_exception();
        }
        return size;  // a failure would be printed by the library; check() tells it
    }
    void check(int result) const {
        if (thrown) std::rethrow_exception(thrown);
        if (result < 0) throw std::runtime_error("XML could not be written");
    }
    ~State() {
        if (writer) xmlFreeTextWriter(writer);
    }
};

XmlWriter::XmlWriter(const ByteSink& sink, const char* root, const std::string& space)
    : state_(std::make_unique<State>()) {
    ready_xml_library();
    state_->sink = sink;
    xmlOutputBuffer* buffer = xmlOutputBufferCreateIO(State::take, nullptr, state_.get(), nullptr);
    state_->writer = buffer ? xmlNewTextWriter(buffer) : nullptr;
    if (!state_->writer) throw std::bad_alloc();
    state_->check(xmlTextWriterSetIndent(state_->writer, 1));
    state_->check(xmlTextWriterStartDocument(state_->writer, nullptr, "UTF-8", nullptr));
    state_->check(xmlTextWriterStartElementNS(state_->writer, nullptr, xml(root), xml(space.c_str())));
}

XmlWriter::~XmlWriter() = default;

void XmlWriter::open(const char* name) { state_->check(xmlTextWriterStartElement(state_->writer, xml(name))); }
void XmlWriter::close() { state_->check(xmlTextWriterEndElement(state_->writer)); }

void XmlWriter::leaf(const char* name, const std::string& text) {
    state_->check(xmlTextWriterWriteElement(state_->writer, xml(name), xml(text.c_str())));
}

void XmlWriter::nested(std::string_view path, const std::string& text) {
    const std::size_t slash = path.find('/');
    const std::string name(path.substr(0, slash));
    if (slash == std::string_view::npos) return leaf(name.c_str(), text);
    open(name.c_str());
    nested(path.substr(slash + 1), text);
    close();
}

void XmlWriter::amount(const char* name, const std::string& text, const char* currency) {
    open(name);
    state_->check(xmlTextWriterWriteAttribute(state_->writer, xml("Ccy"), xml(currency)));
    state_->check(xmlTextWriterWriteString(state_->writer, xml(text.c_str())));
    close();
}

Digest XmlWriter::finish() {
    state_->check(xmlTextWriterEndDocument(state_->writer));
    state_->check(xmlTextWriterFlush(state_->writer));
    return state_->digest.finish();
}

}  // namespace ipep
