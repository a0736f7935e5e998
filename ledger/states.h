// Pages: the pages of one kind of thing in the book, by identifier; those not in memory are fetched when asked for.
//
// Shape:   `find` never makes a page; `make` does where there is none; `edit` and `make` note it as changed.
// Errors:  `edit` of what is not known ends the process: decide lets no event pass that names it.
// Threads: one at a time, for `find` keeps what it fetched.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "ledger/check.h"

namespace ipep {

template <class Key, class Page>
class Pages {
public:
    using Loader = std::function<std::optional<Page>(const Key&)>;
    using Lister = std::function<std::vector<Key>()>;

    Pages() = default;
    Pages(Loader loader, Lister lister) : loader_(std::move(loader)), lister_(std::move(lister)) {}

    const Page* find(const Key& key) const {
        const Slot* slot = load(key);
        return slot ? slot->page.get() : nullptr;
    }
    // Every key known, in byte order.
    std::vector<Key> all() const {
        std::set<Key> keys;
        if (lister_)
            for (Key& key : lister_()) keys.insert(std::move(key));
        for (const auto& [key, slot] : slots_) keys.insert(key);
        return {keys.begin(), keys.end()};
    }

    Page& edit(const Key& key) {
        Slot* slot = load(key);
        IPEP_CHECK(slot, "key", key);
        return changed(key, *slot);
    }
    Page& make(const Key& key) {
        if (Slot* slot = load(key)) return changed(key, *slot);
        return changed(key, slots_.emplace(key, Slot{std::make_unique<Page>()}).first->second);
    }
    std::vector<Key> take_changed() {
        for (const Key& key : changed_) slots_[key].changed = false;
        return std::exchange(changed_, {});
    }
    std::size_t in_memory() const { return slots_.size(); }
    // The pages in memory of another, whose changes were taken and which is of no use afterwards.
    void take_pages(Pages& other) { slots_ = std::move(other.slots_); }

private:
    struct Slot {
        std::unique_ptr<Page> page;
        bool changed = false;
    };

    Slot* load(const Key& key) const {
        const auto found = slots_.find(key);
        if (found != slots_.end()) return &found->second;
        if (!loader_) return nullptr;
        auto loaded = loader_(key);
        if (!loaded) return nullptr;
        return &slots_.emplace(key, Slot{std::make_unique<Page>(std::move(*loaded))}).first->second;
    }
    Page& changed(const Key& key, Slot& slot) {
        if (!slot.changed) changed_.push_back(key);
        slot.changed = true;
        return *slot.page;
    }

    mutable std::unordered_map<Key, Slot> slots_;
    std::vector<Key> changed_;
    Loader loader_;
    Lister lister_;
};

}  // namespace ipep
