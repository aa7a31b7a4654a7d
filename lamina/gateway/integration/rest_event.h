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

// One request as an event shows it: views, good for the time of the call.
struct rest_request {
  std::string_view method{};
  std::string_view path{};                          // without the stage: "/pets/7"
  std::string_view context_path{};                  // stage and path as sent: "/dev//pets/7"
  std::span<const std::string_view> path_values{};  // of the resource's variables, in order
  field_list* headers = nullptr;
  field_list* query = nullptr;
  std::string_view body{};
  bool body_is_binary = false;  // base64 in the event
  std::string_view host{};      // the Host header
  std::string_view source_ip{};
  const std::string_view* user_agent = nullptr;  // null: the client sent none
  std::string_view request_id{};
  std::string_view extended_request_id{};
  std::string_view time{};                   // "02/Aug/2024:23:34:43 +0000"
  std::int64_t time_epoch = 0;               // milliseconds
  std::string_view authorizer{};             // members of requestContext.authorizer as JSON text; empty: no authorizer
  std::int64_t authorizer_latency = 0;       // milliseconds; negative: not told
  const iam_identity* identity = nullptr;    // who has signed the request; null: nobody was asked to
  std::string_view api_key{}, api_key_id{};  // of a method that asks for a key; empty: it does not
};

// Writes the proxy event of format 1.0 that a Lambda function gets from a REST API: the twelve keys of the live
// service, null for what there is not, requestContext.authorizer alone absent. What does not change from request to
// request is escaped once, here; write() goes straight into the text. Read by any thread.
class rest_event_template {
 public:
  // requestContext.operationName is there alone when the method has one: `operationId` of serverless.yml.
  rest_event_template(const api_stage& stage, std::string_view resource, std::string_view operation_name = {});

  // Replaces `out`, which keeps its memory from event to event.
  void write(std::string& out, const rest_request& request) const;
  // The event of a REQUEST authorizer instead: with type and methodArn, without a body, {} for empty maps. Its headers
  // are read with header_choice::authorizer.
  void write_authorizer(std::string& out, const rest_request& request, std::string_view method_arn) const;

 private:
  void write_path_values(std::string& out, std::span<const std::string_view> values, std::string_view none) const;

  std::string head_;                    // up to the path
  std::vector<std::string> variables_;  // {"id": without the brace, ready to be followed by the value
  std::string context_;                 // stageVariables and the constant part of requestContext
};

}  // namespace lamina::gateway
