// Records: sealed records one behind the other in one piece of memory, because to free a thousand pieces costs as
// much as to judge the facts in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ipep {

class Records {
public:
    void add(std::string_view record) {
        bytes_ += record;
        ends_.push_back(bytes_.size());
    }
    std::size_t size() const { return ends_.size(); }
    bool empty() const { return ends_.empty(); }
    std::size_t bytes() const { return bytes_.size(); }
    // Valid until the next is added. Precondition: index < size().
    std::string_view operator[](std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(bytes_).substr(begin, ends_[index] - begin);
    }

private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

}  // namespace ipep
