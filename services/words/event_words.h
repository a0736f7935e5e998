// EventWords: what an event is about and its figures, in the reader's words, for a line of a list.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/event.h"

namespace ipep {

// The event's own members.
boost::json::object body_of(const Event& event);
std::string subject_of(const boost::json::object& body);  // "G02 2021"
std::string figures_of(const boost::json::object& body);  // "180 083,66 €"; members apart by two spaces
std::string text_of(const boost::json::value& value);

}  // namespace ipep
