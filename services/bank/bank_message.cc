#include "services/bank/bank_message.h"

#include "ledger/code.h"
#include "services/bank/bank_message_reader.h"

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
        return below(element) ? reader_->leaf(shortened(element), text) : Verdict<>{};
    }
    Verdict<> close(const XmlElement& element) override {
        return below(element) ? reader_->close(shortened(element)) : Verdict<>{};
    }
    Verdict<> end() { return reader_->end(); }

private:
    Verdict<> recognize(const XmlElement& root) {
        const std::string_view message = root.space.starts_with(kSpace) ? root.space.substr(kSpace.size()) : "";
        BankMessageHead head;
        head.message = message;
        if (message.starts_with("pain.002.001.")) {
            head.kind = BankMessageHead::Kind::status_report;
            reader_ = status_report_reader(head, visitor_);
        } else if (message == "camt.053.001.02" || message == "camt.053.001.08") {
            head.kind = BankMessageHead::Kind::statement;
            reader_ = statement_reader(head, visitor_);
        } else if (message == "camt.054.001.02" || message == "camt.054.001.08") {
            head.kind = BankMessageHead::Kind::notification;
            reader_ = statement_reader(head, visitor_);
        } else {
            const std::string_view what = root.space.empty() ? root.name : root.space;
            return refuse(Code::bank_message_unknown, {{"namespace", std::string(what.substr(0, 80))}});
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
    const auto digest = read_xml(file, recognizer);
    if (!digest) return digest;
    if (auto whole = recognizer.end(); !whole) return std::unexpected(whole.error());
    return digest;
}

}  // namespace ipep
