#include "services/histories/adjustment/row_reader.h"

#include <cstring>

namespace ipep {

Verdict<> RowReader::read_row(const char*& at, const char* end) {
    const char* const next = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at))) + 1;
    const std::string_view row(at, static_cast<std::size_t>(next - at));
    auto* const shapes = row.size() < kLongest ? &shapes_[row.size()] : nullptr;
    if (shapes)
        for (const RowShape& shape : *shapes)
            if (shape.read(at, row_)) {
                at = next;
                return {};
            }
    if (auto read = header_.read_row(at, row_); !read) return read;
    if (shapes && shapes->size() < kShapes)
        if (auto shape = RowShape::learn(header_, row)) shapes->push_back(std::move(*shape));
    return {};
}

}  // namespace ipep
