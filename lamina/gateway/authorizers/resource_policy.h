#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/policy.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// A range of IP addresses: "192.0.2.0/24", "2001:db8::/32", or one address.
class ip_range {
 public:
  // Nothing for what is none.
  static std::optional<ip_range> read(std::string_view text);
  // False as well for what is no address. ::ffff:192.0.2.1 is 192.0.2.1.
  bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
  int bits_ = 128;
};

// provider.apiGateway.resourcePolicy: who may call a REST API at all, before its authorizers are asked. Statements for
// everybody (Principal "*"), with IpAddress and NotIpAddress on aws:SourceIp as conditions.
//
// An explicit deny beats every allow; without any match nobody passes. Where a route has an authorizer too, that must
// allow the request as well. Read by any thread.
class resource_policy {
 public:
  // `document`: the list of statements, or a policy with a Statement. The error says what cannot be judged here; then
  // the API must stay closed.
  static result<resource_policy> read(const json::value& document);

  policy::decision decide(std::string_view method_arn, std::string_view source_ip) const;

 private:
  struct condition {
    bool is_inside = true;
    std::vector<ip_range> ranges;
  };
  struct rule {
    bool allows = false;
    std::vector<std::string> resources;
    std::vector<condition> conditions;
  };
  static result<rule> read_rule(const json::value& statement);
  static result<std::vector<condition>> read_conditions(const json::value& from);

  std::vector<rule> rules_;  // of action execute-api:Invoke
};

}  // namespace lamina::gateway
