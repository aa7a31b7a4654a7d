#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "lamina/events/event_view.h"

namespace lamina {

// Rules of AWS IoT send what the device published, so their handlers take const json::value& or a type of their own.
// What follows is for the functions that the service itself asks.

// What a custom authorizer is asked when a device connects. The members that are there depend on the protocol.
class iot_authorizer_event : public event_view {
 public:
  using event_view::event_view;
  static iot_authorizer_event from_event(const json::value& event) noexcept { return iot_authorizer_event(event); }

  std::string_view token() const noexcept { return text("token"); }
  bool is_signature_verified() const noexcept { return flag("signatureVerified"); }
  std::vector<std::string_view> protocols() const { return texts("protocols"); }  // "tls", "http", "mqtt"
  std::string_view server_name() const noexcept { return text("protocolData", "tls", "serverName"); }
  std::string_view header(std::string_view name) const noexcept {
    return text("protocolData", "http", "headers", name);
  }
  std::string_view query_string() const noexcept { return text("protocolData", "http", "queryString"); }
  std::string_view client_id() const noexcept { return text("protocolData", "mqtt", "clientId"); }
  std::string_view user_name() const noexcept { return text("protocolData", "mqtt", "username"); }
  std::string password() const;  // its bytes, base64 undone
  std::string_view connection_id() const noexcept { return text("connectionMetadata", "id"); }
};

// And what it answers.
struct iot_authorizer_response {
  bool is_authenticated = false;
  std::string principal_id{};                   // letters and digits
  std::vector<json::value> policy_documents{};  // IAM policies: {"Version", "Statement"}
  std::chrono::seconds disconnect_after{86400};
  std::chrono::seconds refresh_after{300};

  json::value to_json() const;
};

// What a pre-provisioning hook is asked before a fleet's device gets its certificate. Answered with
// {"allowProvisioning": true, "parameterOverrides": {...}}.
class iot_provisioning_event : public event_view {
 public:
  using event_view::event_view;
  static iot_provisioning_event from_event(const json::value& event) noexcept { return iot_provisioning_event(event); }

  std::string_view claim_certificate_id() const noexcept { return text("claimCertificateId"); }
  std::string_view certificate_id() const noexcept { return text("certificateId"); }
  std::string_view template_arn() const noexcept { return text("templateArn"); }
  std::string_view parameter(std::string_view name) const noexcept { return text("parameters", name); }
};

}  // namespace lamina
