#include "services/bank/bank_message.h"

#include "services/bank/bank_message_reader.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::string_view kSpace = "urn:iso:std:iso:20022:tech:xsd:";

// Looks at the root, then hands everything on with paths that begin below the message's element.
class Recognizer : public XmlVisitor {
public:
    explicit Recognizer(const BankMessageVisitor& visitor) : visitor_(visitor) {}

    Verdict<> open(const XmlElement& element) override {
        if (!reader_) return recognize(element);
        return below(element) ? reader_->open(shortened(element)) : Verdict<>{};
    }
    Verdict<> leaf(const XmlElement& element, std::string_view text) override {
        if (below(element)) return reader_->leaf(shortened(element), text);
        return element.path.find('/') == std::string_view::npos ? end() : Verdict<>{};
    }
    Verdict<> close(const XmlElement& element) override {
        if (below(element)) return reader_->close(shortened(element));
        return element.path.find('/') == std::string_view::npos ? end() : Verdict<>{};  // the root
    }
    bool another() override { return true; }

private:
    Verdict<> end() { return std::exchange(reader_, nullptr)->end(); }

    // "camt.053.001.08" of a version whose elements are those that are read here.
    static bool is_version(std::string_view message, std::string_view kind, int first, int last) {
        if (!message.starts_with(kind) || message.size() != kind.size() + 2) return false;
        const char ten = message[kind.size()], one = message[kind.size() + 1];
        if (ten < '0' || ten > '9' || one < '0' || one > '9') return false;
        const int version = (ten - '0') * 10 + (one - '0');
        return version >= first && version <= last;
    }

    Verdict<> recognize(const XmlElement& root) {
        const std::string_view message = root.space.starts_with(kSpace) ? root.space.substr(kSpace.size()) : "";
        BankMessageHead head;
        head.message = message;
        if (is_version(message, "pain.002.001.", 3, 14)) {
            head.kind = BankMessageHead::Kind::status_report;
            reader_ = status_report_reader(head, visitor_);
        } else if (is_version(message, "camt.053.001.", 2, 13)) {
            head.kind = BankMessageHead::Kind::statement;
            reader_ = statement_reader(head, visitor_);
        } else if (is_version(message, "camt.054.001.", 2, 13)) {
            head.kind = BankMessageHead::Kind::notification;
            reader_ = statement_reader(head, visitor_);
        } else {
            const std::string_view what = root.space.empty() ? root.name : root.space;
            return refuse(code::bank_message_unknown, {{"namespace", std::string(what.substr(0, 80))}});
        }
        return {};
    }

    static std::size_t start(std::string_view path) {
        const std::size_t root = path.find('/');
        return root == std::string_view::npos ? root : path.find('/', root + 1);
    }
    static bool below(const XmlElement& element) { return start(element.path) != std::string_view::npos; }
    static XmlElement shortened(XmlElement element) {
        element.path.remove_prefix(start(element.path) + 1);
        return element;
    }

    const BankMessageVisitor& visitor_;
    std::unique_ptr<BankMessageReader> reader_;
};

}  // namespace

Verdict<Digest> read_bank_message(std::istream& file, const BankMessageVisitor& visitor) {
    Recognizer recognizer(visitor);
    return read_xml(file, recognizer);
}

}  // namespace ipep
