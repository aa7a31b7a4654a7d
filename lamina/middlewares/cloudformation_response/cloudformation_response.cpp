#include "lamina/middlewares/cloudformation_response/cloudformation_response.h"

#include <utility>

#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/cloudformation-response";

const json::value* unless_null(const json::value* value) { return value && !value->is_null() ? value : nullptr; }

// JavaScript's response[key] ??= source.
void set_unless_there(json::object& response, std::string_view key, const json::value* source) {
  if (source == nullptr) {
    if (const json::value* there = response.if_contains(key); there && there->is_null()) response.erase(key);
    return;
  }
  const auto [member, is_new] = response.emplace(key, *source);
  if (!is_new && member->value().is_null()) member->value() = *source;
}

void complete(json::object& response, const request& request) {
  static const json::value success = "SUCCESS";
  response.reserve(response.size() + 5);
  set_unless_there(response, "Status", &success);
  for (const std::string_view id : {"RequestId", "LogicalResourceId", "StackId"})
    set_unless_there(response, id, json::find(request.event, id));
  const json::value* physical = unless_null(json::find(request.event, "PhysicalResourceId"));
  set_unless_there(response, "PhysicalResourceId",
                   physical ? physical : request.context.document.if_contains("logStreamName"));
}

}  // namespace

cloudformation_response cloudformation_response::from_json(const json::object& options) {
  options_reader(options, package).finish();
  return {};
}

step cloudformation_response::after(request& request) const {
  if (!request.response || request.response->is_null()) request.response = json::object(request.storage());
  json::object* response = request.response->if_object();
  if (response == nullptr)
    return fail(error("The handler of a custom resource returns an object or nothing").with_cause(package));
  complete(*response, request);
  return go_on();
}

void cloudformation_response::on_error(request& request) const {
  json::object response({{"Status", "FAILED"}, {"Reason", request.error->message}}, request.storage());
  complete(response, request);
  request.response = std::move(response);
}

}  // namespace lamina
