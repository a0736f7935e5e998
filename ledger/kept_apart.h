// KeptApart: members that lie in memory of their own, so that what has them stays small: an event of any kind is as
// large as the largest kind, and most are moved many times between being read and being sealed.
//
// Shape:  Apart<T> is a T, always there. Seldom<T> is an optional one that most records lack. Both are values: copied
//         and compared by what they hold, walked as a T and as an optional (events/describe.h).
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace ipep {

template <class T>
class Apart {
public:
    using value_type = T;
    Apart() : held_(std::make_unique<T>()) {}
    Apart(T value) : held_(std::make_unique<T>(std::move(value))) {}
    Apart(const Apart& other) : held_(std::make_unique<T>(*other)) {}
    Apart(Apart&&) noexcept = default;  // which leaves nothing behind that may be read
    Apart& operator=(const Apart& other) { return *this = Apart(other); }
    Apart& operator=(Apart&&) noexcept = default;
    ~Apart() = default;

    T& operator*() { return *held_; }
    const T& operator*() const { return *held_; }
    T* operator->() { return held_.get(); }
    const T* operator->() const { return held_.get(); }
    operator const T&() const& { return *held_; }
    operator const T&() const&& = delete;  // which would outlive what holds it
    bool operator==(const Apart& other) const { return *held_ == *other.held_; }

private:
    std::unique_ptr<T> held_;
};

template <class T>
class Seldom {
public:
    using value_type = T;
    Seldom() = default;
    Seldom(std::nullopt_t) {}
    Seldom(T value) : held_(std::make_unique<T>(std::move(value))) {}
    Seldom(std::optional<T> value) {
        if (value) emplace(std::move(*value));
    }
    Seldom(const Seldom& other) : held_(other ? std::make_unique<T>(*other) : nullptr) {}
    Seldom(Seldom&&) noexcept = default;
    Seldom& operator=(const Seldom& other) { return *this = Seldom(other); }
    Seldom& operator=(Seldom&&) noexcept = default;
    ~Seldom() = default;

    template <class... Arguments>
    T& emplace(Arguments&&... arguments) {
        held_ = std::make_unique<T>(std::forward<Arguments>(arguments)...);
        return *held_;
    }
    bool has_value() const { return held_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    // Precondition of these: it is there.
    T& operator*() { return *held_; }
    const T& operator*() const { return *held_; }
    T* operator->() { return held_.get(); }
    const T* operator->() const { return held_.get(); }
    bool operator==(const Seldom& other) const {
        return held_ && other.held_ ? *held_ == *other.held_ : held_ == other.held_;
    }

private:
    std::unique_ptr<T> held_;
};

}  // namespace ipep
