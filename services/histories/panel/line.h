// Line: one row of the panel filled cell by cell; it holds no text itself.
#pragma once

#include <optional>

#include "ledger/event.h"
#include "ledger/year.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

class Line {
public:
    Line& begin() {
        row_.clear();
        return *this;
    }
    Line& add(Cell cell) {
        row_.push_back(cell);
        return *this;
    }
    Line& add(std::string_view text) { return add(cell(text)); }
    Line& add(std::int64_t number) { return add(cell(number)); }
    Line& add(Day day) { return add(std::int64_t{day.since_1970}); }
    Line& add(Money amount) { return add(amount.cents()).add(amount.cents()); }
    Line& add(const std::optional<Money>& amount) { return amount ? add(*amount) : none().none(); }
    template <class Tag>
    Line& add(CalendarYear<Tag> year) {
        return add(std::int64_t{year.number});
    }
    template <class Tag>
    Line& add(const std::optional<CalendarYear<Tag>>& year) {
        return year ? add(*year) : none();
    }
    Line& add(const std::optional<Day>& day) { return day ? add(*day) : none(); }
    Line& add_whether(bool is_so) { return add(std::int64_t{is_so}); }
    Line& none() { return add(Cell{}); }
    const Row& row() const { return row_; }

private:
    Row row_;
};

}  // namespace ipep::panel
