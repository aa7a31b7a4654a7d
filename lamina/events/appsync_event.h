#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lamina/events/event_view.h"

namespace lamina {

// A field of a GraphQL API that a function resolves directly. Answered with the field's value; a thrown error becomes
// an error of the query.
class appsync_event : public event_view {
 public:
  using event_view::event_view;
  static appsync_event from_event(const json::value& event) noexcept { return appsync_event(event); }

  std::string_view field_name() const noexcept { return text("info", "fieldName"); }
  std::string_view parent_type() const noexcept { return text("info", "parentTypeName"); }  // "Query", "Mutation", ...
  const json::value& arguments() const noexcept { return member("arguments"); }
  std::string_view argument(std::string_view name) const noexcept { return text("arguments", name); }
  const json::value& source() const noexcept { return member("source"); }  // the parent's value; null at the root
  const json::value& variables() const noexcept { return member("info", "variables"); }
  // The fields that are wanted, nested ones as "author/name".
  std::vector<std::string_view> selection() const { return texts("info", "selectionSetList"); }
  std::string_view header(std::string_view lower_case_name) const noexcept {
    return text("request", "headers", lower_case_name);
  }
  const json::value& identity() const noexcept { return member("identity"); }  // depends on who authorized; may be null
};

// What a Lambda authorizer of a GraphQL API is asked.
class appsync_authorizer_event : public event_view {
 public:
  using event_view::event_view;
  static appsync_authorizer_event from_event(const json::value& event) noexcept {
    return appsync_authorizer_event(event);
  }

  std::string_view token() const noexcept { return text("authorizationToken"); }
  std::string_view api_id() const noexcept { return text("requestContext", "apiId"); }
  std::string_view query() const noexcept { return text("requestContext", "queryString"); }
  std::string_view operation_name() const noexcept { return text("requestContext", "operationName"); }
  const json::value& variables() const noexcept { return member("requestContext", "variables"); }
};

// And what it answers.
struct appsync_authorizer_response {
  bool is_authorized = false;
  json::object resolver_context{};           // texts, numbers and booleans; in events' identity.resolverContext
  std::vector<std::string> denied_fields{};  // "Type.field", or ARNs
  std::optional<std::chrono::seconds> time_to_live{};

  json::value to_json() const;
};

}  // namespace lamina
