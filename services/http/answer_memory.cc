#include "services/http/answer_memory.h"

namespace ipep::http {
namespace {

constexpr std::size_t kMostBytes = 32u << 20;  // bytes

}  // namespace

AnswerMemory::Bytes AnswerMemory::find(const std::string& question, Position head, std::int64_t second) {
    if (head != head_ || second != second_) {
        answers_.clear();
        size_ = 0;
        head_ = head;
        second_ = second;
        return nullptr;
    }
    const auto found = answers_.find(question);
    if (found == answers_.end() || (found->second.stands && !found->second.stands())) return nullptr;
    return found->second.bytes;
}

void AnswerMemory::keep(const std::string& question, Position at, Answer answer) {
    const std::size_t size = question.size() + answer.bytes->size();
    if (at != head_ || size_ + size > kMostBytes) return;
    if (answers_.insert_or_assign(question, std::move(answer)).second) size_ += size;
}

}  // namespace ipep::http
