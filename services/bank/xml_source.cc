#include "services/bank/xml_source.h"

#include <algorithm>

#include "events/fault.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::size_t kRead = 16 << 10;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

// Holds so many bytes at least, where the file has them.
bool XmlSource::fill(std::size_t wanted) {
    while (held_.size() - from_ < wanted && !at_end_) {
        held_.erase(0, from_);
        from_ = 0;
        const std::size_t before = held_.size();
        held_.resize(before + kRead);
        input_.read(held_.data() + before, kRead);
        if (input_.bad()) throw Fault(code::disk_fault, {{"what", "a file cannot be read to its end"}});
        const auto count = static_cast<std::size_t>(input_.gcount());
        held_.resize(before + count);
        at_end_ = count < kRead;
        digest_.add(held().substr(before));
    }
    return held_.size() - from_ >= wanted;
}

void XmlSource::pass(std::size_t bytes) {
    lines_passed_ += std::ranges::count(held().substr(0, bytes), '\n');
    from_ += bytes;
}

// Over a comment or an instruction; one that does not end, or is endless, is the next document's fault.
Verdict<> XmlSource::pass_until(std::string_view end) {
    fill(XmlLimits::kStretch);
    if (const auto at = held().substr(0, XmlLimits::kStretch).find(end); at != std::string_view::npos) {
        pass(at + end.size());
        return {};
    }
    return refuse(code::xml_excessive,
                  {{"line", std::to_string(lines_passed_ + 1)}, {"what", "a tag or a text of more than 64 KiB"}});
}

Verdict<bool> XmlSource::next_document() {
    const bool is_first = lines_passed_ == 0 && !limits_.ended();
    lines_passed_ += is_first ? 0 : limits_.line() - 1;
    limits_ = XmlLimits();
    for (std::size_t blanks = 0; fill(1);) {
        fill(6);
        const std::string_view next = held();
        if (is_blank(next.front()) && ++blanks > XmlLimits::kStretch)
            return refuse(code::xml_malformed,
                          {{"line", std::to_string(lines_passed_ + 1)}, {"what", "it does not begin with a tag"}});
        const bool is_comment = next.starts_with("<!--");
        const bool is_instruction = next.starts_with("<?") && !next.starts_with("<?xml");
        if (is_blank(next.front())) {
            pass(1);
        } else if (!is_first && (is_comment || is_instruction)) {
            IPEP_TRY(pass_until(is_comment ? "-->" : "?>"));
        } else {
            break;
        }
    }
    lines_before_ = lines_passed_;
    return fill(1);
}

Verdict<std::size_t> XmlSource::read(char* to, std::size_t most) {
    if (limits_.ended() || !fill(1)) return 0;
    const auto taken = IPEP_TRY(limits_.take(held().substr(0, most)));
    held().copy(to, taken);
    from_ += taken;
    return taken;
}

}  // namespace ipep
