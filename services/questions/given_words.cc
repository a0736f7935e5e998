#include "services/questions/given_words.h"

#include <boost/algorithm/string/join.hpp>

namespace ipep::questions {

std::string written(const std::string& text) { return text; }

std::string written(bool flag) { return flag ? "true" : ""; }

std::string written(const std::vector<std::string>& list) { return boost::algorithm::join(list, ","); }

}  // namespace ipep::questions
