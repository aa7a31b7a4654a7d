#include "lamina/runtime_api/protocol.h"

#include "lamina/json/json.h"

namespace lamina::runtime_api {
namespace {

constexpr std::string_view invocation = "invocation/";
constexpr std::string_view response_suffix = "/response";
constexpr std::string_view error_suffix = "/error";

call parse_post(std::string_view path) noexcept {
  if (path == "init/error") return {.kind = call_kind::init_error};
  if (!path.starts_with(invocation)) return {};
  path.remove_prefix(invocation.size());
  const bool is_response = path.ends_with(response_suffix);
  if (!is_response && !path.ends_with(error_suffix)) return {};
  path.remove_suffix(is_response ? response_suffix.size() : error_suffix.size());
  if (path.empty() || path.find('/') != std::string_view::npos) return {};
  return {.kind = is_response ? call_kind::response : call_kind::error, .request_id = path};
}

}  // namespace

call parse_call(std::string_view method, std::string_view target) noexcept {
  if (!target.starts_with(base_path)) return {};
  const std::string_view path = target.substr(base_path.size());
  if (method == "GET" && path == "invocation/next") return {.kind = call_kind::next};
  if (method == "POST") return parse_post(path);
  return {};
}

std::string error_document(std::string_view type, std::string_view message) {
  std::string text = R"({"errorMessage":)";
  json::quote_to(text, message);
  text += R"(,"errorType":)";
  json::quote_to(text, type);
  text += '}';
  return text;
}

}  // namespace lamina::runtime_api
