#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

// Each option is false (no such header), true (its default), or an object whose members replace those of the default.
struct http_security_headers_options {
  json::value content_security_policy = true;
  bool content_security_policy_report_only = false;
  json::value content_type_options = true;
  json::value cross_origin_embedder_policy = true;
  json::value cross_origin_opener_policy = true;
  json::value cross_origin_resource_policy = true;
  json::value dns_prefetch_control = true;
  json::value download_options = true;
  json::value frame_options = true;
  json::value origin_agent_cluster = true;
  json::value permissions_policy = true;
  json::value permitted_cross_domain_policies = true;
  bool powered_by = true;  // true: the headers Server and X-Powered-By are removed
  json::value referrer_policy = true;
  json::value reporting_endpoints = true;
  json::value report_to = true;
  json::value strict_transport_security = true;
  json::value xss_protection = false;
};

// Adds the headers that tell browsers to be careful, with Helmet's values, to every response.
// (@middy/http-security-headers)
//
// Headers of the same name are overwritten. All texts are made once.
class http_security_headers {
 public:
  static constexpr std::string_view name = "http-security-headers";
  static http_security_headers from_json(const json::object& options);

  explicit http_security_headers(const http_security_headers_options& options = {});
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  std::vector<std::pair<std::string, std::string>> headers_;
  bool powered_by_;
};

}  // namespace lamina
