#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace wa {

// What is wider than an account and can have incidents of its own: our uplink, every provider, and
// every partner whose API is asked. They are watched and stored as accounts are, under names that
// no account has. By name.
std::vector<std::shared_ptr<const Account>> SubjectsOf(const Config& config);

// "provider/d360", "partner/acme".
std::string ProviderSubject(std::string_view provider);
std::string PartnerSubject(std::string_view partner);
inline constexpr std::string_view kUplinkSubject = "exporter/uplink";

}  // namespace wa
