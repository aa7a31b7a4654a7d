#include "lamina/gateway/authorizers/policy_facts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway {
namespace {

using named_key = std::pair<std::string_view, condition_key>;
constexpr std::array<named_key, 11> keys = {{{"aws:SourceIp", condition_key::source_ip},
                                             {"aws:SecureTransport", condition_key::secure_transport},
                                             {"aws:CurrentTime", condition_key::current_time},
                                             {"aws:EpochTime", condition_key::epoch_time},
                                             {"aws:UserAgent", condition_key::user_agent},
                                             {"aws:Referer", condition_key::referer},
                                             {"aws:PrincipalType", condition_key::principal_type},
                                             {"aws:PrincipalArn", condition_key::principal_arn},
                                             {"aws:PrincipalAccount", condition_key::principal_account},
                                             {"aws:userid", condition_key::user_id},
                                             {"aws:username", condition_key::user_name}}};

std::optional<std::string_view> header(const http::request& sent, std::string_view name) {
  const std::string_view value = last_header(sent, name);
  return value.data() == nullptr ? std::nullopt : std::optional(value);
}

// "2026-01-01T00:00:00Z"
std::string_view iso_text(double second, std::string& storage) {
  using namespace std::chrono;
  const sys_seconds when{seconds(static_cast<std::int64_t>(second))};
  const sys_days day = floor<days>(when);
  const year_month_day date(day);
  const hh_mm_ss time(when - day);
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                 static_cast<int>(time.seconds().count()));
  return storage.assign(text, static_cast<std::size_t>(size));
}

// "arn:aws:iam::111111111111:user/alice": what stands behind the fifth colon.
std::string_view resource_of(std::string_view arn) noexcept { return arn.substr(arn.rfind(':') + 1); }

std::string_view type_of(const iam_identity* caller) noexcept {
  if (caller == nullptr) return "Anonymous";
  const std::string_view resource = resource_of(caller->user_arn);
  if (resource.starts_with("assumed-role/")) return "AssumedRole";
  if (resource.starts_with("federated-user/")) return "FederatedUser";
  return resource.starts_with("user/") ? "User" : "Account";
}

}  // namespace

condition_key condition_key_of(std::string_view name) noexcept {
  const auto found =
      std::ranges::find_if(keys, [&](const named_key& one) { return http::equal_ignoring_case(one.first, name); });
  return found == keys.end() ? condition_key::absent : found->second;
}

double policy_facts::seconds() const {
  return std::floor(std::chrono::duration<double>(loop_.wall_clock().time_since_epoch()).count());
}

std::optional<std::string_view> policy_facts::text(condition_key key, std::string& storage) const {
  switch (key) {
    case condition_key::source_ip: return sent_.remote_address;
    case condition_key::secure_transport: return sent_.secure ? "true" : "false";
    case condition_key::current_time: return iso_text(seconds(), storage);
    case condition_key::epoch_time: return storage = std::to_string(static_cast<std::int64_t>(seconds()));
    case condition_key::user_agent: return header(sent_, "User-Agent");
    case condition_key::referer: return header(sent_, "Referer");
    case condition_key::principal_type: return type_of(caller_);
    default: return of_caller(key);
  }
}

std::optional<std::string_view> policy_facts::of_caller(condition_key key) const {
  if (caller_ == nullptr) return std::nullopt;
  switch (key) {
    case condition_key::principal_arn: return caller_->user_arn;
    case condition_key::principal_account: return caller_->account_id;
    case condition_key::user_id: return caller_->caller;
    case condition_key::user_name: break;
    default: return std::nullopt;
  }
  const std::string_view resource = resource_of(caller_->user_arn);
  if (!resource.starts_with("user/")) return std::nullopt;
  return resource.substr(resource.rfind('/') + 1);
}

}  // namespace lamina::gateway
