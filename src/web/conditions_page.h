#pragma once

#include <string>

#include "condition/catalogue.h"

namespace wa {

// /conditions: what the running exporter knows, with this installation's graces. Each condition has
// an anchor of its name. With `text`, only those that hold it in their name, title, meaning or
// action, ASCII case ignored. Pure.
std::string ConditionsPage(const Catalogue& catalogue, const std::string& text,
                           const std::string& version);

}  // namespace wa
