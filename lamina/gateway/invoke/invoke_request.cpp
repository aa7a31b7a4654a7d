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

// An operation of the API: POST <before>{FunctionName}<after>
struct operation {
  std::string_view before, after;
};
constexpr operation invoke = {"/2015-03-31/functions/", "/invocations"};
constexpr operation invoke_async = {"/2014-11-13/functions/", "/invoke-async/"};  // deprecated, still in the SDKs
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

// The function's name as it stands in the path; nothing where that is another operation.
std::optional<std::string_view> name_in(std::string_view path, const operation& of) noexcept {
  if (!path.starts_with(of.before)) return std::nullopt;
  path.remove_prefix(of.before.size());
  std::string_view after = of.after;
  if (!path.ends_with('/') && after.ends_with('/')) after.remove_suffix(1);
  if (!path.ends_with(after)) return std::nullopt;
  path.remove_suffix(after.size());
  return path;
}

bool is_account(std::string_view text) noexcept {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "us-east-1", "us-gov-west-1"
bool is_region(std::string_view text) noexcept {
  const std::size_t last = text.rfind('-');
  return text.size() > 5 && text[2] == '-' && last > 2 && last == text.size() - 2 && text.back() >= '0' &&
         text.back() <= '9';
}

// "name", "name:1", "123456789012:function:name", "arn:aws:lambda:us-east-1:123456789012:function:name:$LATEST". In the
// short forms each part before the name may be missing.
bool read_function_name(std::string_view text, invoke_request& to) {
  if (text.size() > max_function_name) return false;
  const std::vector<std::string_view> parts = split(text, ':');
  std::size_t at = 0;
  const auto has_more = [&] { return at + 1 < parts.size(); };
  if (parts[0] == "arn") {
    if (parts.size() < 7 || !parts[1].starts_with("aws") || parts[2] != "lambda" || parts[5] != "function")
      return false;
    at = 6;
  } else {
    if (is_region(parts[at]) && has_more()) ++at;
    if (is_account(parts[at]) && has_more()) ++at;
    if (parts[at] == "function" && has_more()) ++at;
  }
  if (parts.size() - at > 2 || !is_name(parts[at])) return false;
  to.name = parts[at];
  if (!has_more()) return true;
  to.qualifier = parts[at + 1];
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

bool is_lambda_request(std::string_view target) noexcept {
  return target.starts_with(invoke.before) || target.starts_with(invoke_async.before);
}

invoke_reading read_invoke_request(const http::request& request) {
  const http::target_parts target = http::split_target(request.target);
  const bool is_async = target.path.starts_with(invoke_async.before);
  const auto name = name_in(target.path, is_async ? invoke_async : invoke);
  if (!name || request.method != "POST")
    return refuse(make_lambda_error(404, "UnknownOperationException",
                                    "Of the Lambda API only POST /2015-03-31/functions/{FunctionName}/invocations is "
                                    "served here"));

  invoke_request made;
  if (const std::string decoded = percent_decode(*name); !read_function_name(decoded, made))
    return invalid_member(decoded, "functionName",
                          "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?"
                          "([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
                          "(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
  if (const auto qualifier = find_qualifier(target.query); qualifier && !qualifier->empty()) {
    if (!made.qualifier.empty() && made.qualifier != *qualifier)
      return refuse(make_lambda_error(
          400, "InvalidParameterValueException",
          "The derived qualifier from the function name does not match the specified qualifier.", "message"));
    if (*qualifier != "$LATEST" && !is_name(*qualifier))
      return invalid_member(*qualifier, "qualifier",
                            "Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)");
    made.qualifier = *qualifier;
  }
  if (is_async)
    made.type = invocation_type::event;
  else if (auto refused = read_headers(request, made))
    return *std::move(refused);
  return {std::move(made), {}};
}

}  // namespace lamina::gateway
