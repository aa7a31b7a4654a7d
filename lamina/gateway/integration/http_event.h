#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/field_list.h"

namespace lamina::gateway {

enum class http_event_format { http_api_1_0, http_api_2_0, function_url };

// One request as an event shows it: views, good for the time of the call.
struct http_event_request {
  std::string_view method{};
  std::string_view path{};                          // decoded; with the stage where the URL has it
  std::string_view raw_path{};                      // as sent; function URLs only
  std::string_view raw_query{};                     // as sent
  std::span<const std::string_view> path_values{};  // of the route's variables, in order, decoded
  field_list* headers = nullptr;                    // see read_http_headers()
  field_list* query = nullptr;
  std::span<const std::string_view> cookies{};  // not of format 1.0
  std::string_view body{};
  bool body_is_text = false;  // else base64; see is_text_type()
  std::string_view host{};    // the Host header
  std::string_view source_ip{};
  std::string_view user_agent{};  // null data: the client sent none
  std::string_view request_id{};
  std::string_view time{};                 // "02/Aug/2024:23:34:43 +0000"
  std::int64_t time_epoch = 0;             // milliseconds
  const iam_identity* identity = nullptr;  // who has signed the request, for format 1.0; null: nobody was asked to
  std::string_view authorizer{};  // requestContext.authorizer as JSON text, {"lambda":null}; empty: no authorizer
};

// Writes the event that a Lambda function gets from an HTTP API, of format 2.0 or 1.0, or from a function URL, which is
// of format 2.0 too. What does not change from request to request is escaped once, here; write() goes straight into
// the text. In format 2.0 what there is not is absent, in format 1.0 null. Read by any thread.
class http_event_template {
 public:
  // `route_key`: "GET /pets/{id}", "$default". Of a function URL: stage.stage is "$default", stage.account_id
  // "anonymous" unless callers sign.
  http_event_template(const api_stage& stage, std::string_view route_key, http_event_format format);

  http_event_format format() const noexcept { return format_; }

  // Replaces `out`, which keeps its memory from event to event.
  void write(std::string& out, const http_event_request& request) const;

  // What a Lambda authorizer gets: the same without a body, and with `members` in front, which are JSON text:
  // "type":"REQUEST","routeArn":"...","identitySource":["..."]
  void write_authorizer_event(std::string& out, const http_event_request& request, std::string_view members) const;

 private:
  void write_request(std::string& out, const http_event_request& request) const;
  void write_path_values(std::string& out, std::span<const std::string_view> values) const;
  void write_1_0(std::string& out, const http_event_request& request) const;
  void write_2_0(std::string& out, const http_event_request& request) const;

  http_event_format format_;
  std::string head_;                    // after {"version":"..", up to the path
  std::vector<std::string> variables_;  // "id": ready to be followed by the value
  std::string stage_variables_;         // the object as JSON text; empty: none
  std::string context_;                 // from ,"requestContext":{ on
};

// Decodes the path of a request as HTTP APIs do: %xx, a "+" stays. `storage` is replaced; the view is into one of them.
// A decoded "?" ends it, as behind the live service.
std::string_view decode_http_path(std::string_view path, std::string& storage);

}  // namespace lamina::gateway
