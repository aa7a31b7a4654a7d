#include "lamina/gateway/invoke/invoke_request.h"

#include <algorithm>
#include <vector>

#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"
#include "lamina/http/target.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using invocation_type = invoke_request::invocation_type;

constexpr std::string_view functions_path = "/2015-03-31/functions/";
constexpr std::string_view invocations = "/invocations";
constexpr std::size_t max_client_context = 3'583;
constexpr std::size_t max_function_name = 170;

invoke_reading refuse(lambda_error with) { return {std::nullopt, std::move(with)}; }

invoke_reading invalid_member(std::string_view value, std::string_view member, std::string_view constraint) {
  const std::string message = "1 validation error detected: Value '" + std::string(is_utf8(value) ? value : "?") +
                              "' at '" + std::string(member) +
                              "' failed to satisfy constraint: " + std::string(constraint);
  lambda_error with{.status = 400, .type = "ValidationException", .body = R"({"message":)"};
  json::quote_to(with.body, message);
  with.body += '}';
  return refuse(std::move(with));
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_name(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// "name", "name:1", "123456789012:function:name", "arn:aws:lambda:us-east-1:123456789012:function:name:$LATEST"
bool read_function_name(std::string_view text, invoke_request& to) {
  if (text.size() > max_function_name) return false;
  std::vector<std::string_view> parts = split(text, ':');
  const auto mark = std::find(parts.begin(), parts.end(), "function");
  const bool has_prefix = mark != parts.end() && std::distance(mark, parts.end()) > 1;
  if (text.starts_with("arn:") && (!has_prefix || std::distance(parts.begin(), mark) != 5 || parts[2] != "lambda"))
    return false;
  if (has_prefix) parts.erase(parts.begin(), std::next(mark));
  if (parts.size() > 2 || !is_name(parts[0])) return false;
  to.name = parts[0];
  if (parts.size() == 1) return true;
  to.qualifier = parts[1];
  return to.qualifier == "$LATEST" || is_name(to.qualifier);
}

// Nothing where the query has none.
std::optional<std::string> find_qualifier(std::string_view query) {
  for (auto& [name, value] : http::split_query(query))
    if (name == "Qualifier") return std::move(value);
  return std::nullopt;
}

std::optional<lambda_error> read_client_context(const http::request& request, invoke_request& to) {
  const std::string_view header = request.find("X-Amz-Client-Context");
  if (header.empty()) return std::nullopt;
  constexpr std::string_view type = "InvalidRequestContentException";
  if (header.size() > max_client_context)
    return make_lambda_error(400, type, "Client context must not be longer than 3583 bytes.", "message");
  std::string text;
  if (!base64_decode_to(text, header) || !json::check(text))
    return make_lambda_error(400, type, "Client context must be a valid Base64-encoded JSON object.", "message");
  to.client_context = std::move(text);
  return std::nullopt;
}

std::optional<invoke_reading> read_headers(const http::request& request, invoke_request& to) {
  const std::string_view type = request.find("X-Amz-Invocation-Type"), log = request.find("X-Amz-Log-Type");
  if (type == "Event")
    to.type = invocation_type::event;
  else if (type == "DryRun")
    to.type = invocation_type::dry_run;
  else if (!type.empty() && type != "RequestResponse")
    return invalid_member(type, "invocationType",
                          "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
  if (log == "Tail")
    to.wants_log = to.type == invocation_type::request_response;
  else if (!log.empty() && log != "None")
    return invalid_member(log, "logType", "Member must satisfy enum value set: [None, Tail]");
  if (auto wrong = read_client_context(request, to)) return refuse(*std::move(wrong));
  if (to.type == invocation_type::event) to.client_context.clear();  // only a synchronous invocation has one
  return std::nullopt;
}

}  // namespace

lambda_error make_lambda_error(int status, std::string_view type, std::string_view message, std::string_view member) {
  lambda_error made{.status = status, .type = type, .body = R"({"Type":")"};
  made.body.append(status < 500 ? "User" : "Service").append(R"(",")").append(member).append(R"(":)");
  json::quote_to(made.body, message);
  made.body += '}';
  return made;
}

bool is_lambda_request(std::string_view target) noexcept { return target.starts_with(functions_path); }

invoke_reading read_invoke_request(const http::request& request) {
  const http::target_parts target = http::split_target(request.target);
  std::string_view name = target.path;
  if (!name.starts_with(functions_path) || !name.ends_with(invocations) || request.method != "POST" ||
      name.size() < functions_path.size() + invocations.size())
    return refuse(make_lambda_error(404, "UnknownOperationException",
                                    "Of the Lambda API only POST /2015-03-31/functions/{FunctionName}/invocations is "
                                    "served here"));
  name = name.substr(functions_path.size(), name.size() - functions_path.size() - invocations.size());

  invoke_request made;
  if (const std::string decoded = percent_decode(name); !read_function_name(decoded, made))
    return invalid_member(decoded, "functionName",
                          "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?"
                          "([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
                          "(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
  if (const auto qualifier = find_qualifier(target.query)) {
    if (!made.qualifier.empty() && made.qualifier != *qualifier)
      return refuse(make_lambda_error(
          400, "InvalidParameterValueException",
          "The derived qualifier from the function name does not match the specified qualifier.", "message"));
    if (*qualifier != "$LATEST" && !is_name(*qualifier))
      return invalid_member(*qualifier, "qualifier",
                            "Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)");
    made.qualifier = *qualifier;
  }
  if (auto refused = read_headers(request, made)) return *std::move(refused);
  return {std::move(made), {}};
}

}  // namespace lamina::gateway
