// FairQueue: work that waits for its turn, given round robin over persons: nobody waits behind all of another's.
//
// Shape:   of one person at most `running` run, and so many more as `waiting` says wait behind them; its own comes in
//          order. Who has no room is told, and takes none of anybody else's.
// Threads: one at a time.
#pragma once

#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ipep::http {

struct Share {
    std::size_t running = 1, waiting = 1;
};

template <class Work>
class FairQueue {
public:
    explicit FairQueue(Share share) : share_(share) {}

    // Whether the person had room for it.
    bool push(const std::string& person, Work work) {
        Person& of = persons_[person];
        if (of.running + of.waiting.size() >= share_.running + share_.waiting) return false;
        if (of.waiting.empty()) turns_.push_back(person);
        of.waiting.push_back(std::move(work));
        return true;
    }

    // The next in turn; nothing where nobody who waits may run more. It runs until finished() is called.
    struct Taken {
        std::string person;
        Work work;
    };
    std::optional<Taken> take() {
        const auto next = std::ranges::find_if(
            turns_, [&](const std::string& person) { return persons_.at(person).running < share_.running; });
        if (next == turns_.end()) return std::nullopt;
        Person& of = persons_.at(*next);
        Taken taken{*next, std::move(of.waiting.front())};
        of.waiting.pop_front();
        ++of.running;
        turns_.erase(next);
        if (!of.waiting.empty()) turns_.push_back(taken.person);
        return taken;
    }

    void finished(const std::string& person) {
        --persons_.at(person).running;
        forget_idle(person);
    }

    // What waits and `is_meant` says so of no longer does; the caller gets it.
    template <class IsMeant>
    std::vector<Work> withdraw(const IsMeant& is_meant) {
        std::vector<Work> withdrawn;
        for (auto turn = turns_.begin(); turn != turns_.end();) {
            const std::string person = *turn;
            auto& waiting = persons_.at(person).waiting;
            for (auto one = waiting.begin(); one != waiting.end();) {
                if (!is_meant(*one)) {
                    ++one;
                    continue;
                }
                withdrawn.push_back(std::move(*one));
                one = waiting.erase(one);
            }
            turn = waiting.empty() ? turns_.erase(turn) : std::next(turn);
            forget_idle(person);
        }
        return withdrawn;
    }

    bool empty() const { return turns_.empty(); }
    std::size_t waiting() const {
        std::size_t all = 0;
        for (const auto& [name, person] : persons_) all += person.waiting.size();
        return all;
    }

private:
    struct Person {
        std::size_t running = 0;
        std::deque<Work> waiting;
    };
    void forget_idle(const std::string& person) {
        const auto found = persons_.find(person);
        if (found->second.running == 0 && found->second.waiting.empty()) persons_.erase(found);
    }

    Share share_;
    std::map<std::string, Person> persons_;
    std::list<std::string> turns_;  // those who wait, the next first
};

}  // namespace ipep::http
