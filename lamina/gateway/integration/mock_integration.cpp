#include "lamina/gateway/integration/mock_integration.h"

#include "lamina/gateway/integration/mapping_template.h"

namespace lamina::gateway {
namespace {

// The service reads {statusCode:200} and {"statusCode": "200"} alike.
std::string status_in(std::string_view text) {
  constexpr std::string_view key = "statusCode";
  const std::size_t at = text.find(key);
  if (!text.starts_with('{') || at == std::string_view::npos) return {};
  std::size_t i = text.find_first_not_of("\"' \t\r\n", at + key.size());
  if (i == std::string_view::npos || text[i] != ':') return {};
  i = text.find_first_not_of("\"' \t\r\n", i + 1);
  const std::string_view digits = i == std::string_view::npos ? std::string_view() : text.substr(i, 3);
  const bool is_status = digits.size() == 3 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  return is_status ? std::string(digits) : std::string();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

}  // namespace

result<mock_integration> mock_integration::make(const config::rest_integration& from,
                                                const std::map<std::string, std::string>& stage_variables) {
  mock_integration made;
  for (const auto& [type, text] : from.templates) {
    if (!text) continue;
    if (needs_vtl(*text)) return error("the request template of " + type + " needs VTL");
    made.statuses_[type] = status_in(trimmed(*text));
  }
  auto compiled = mapped_responses::compile(from.responses, stage_variables);
  if (!compiled) return compiled.error();
  made.responses_ = *std::move(compiled);
  made.pass_through_ = from.pass_through;
  return made;
}

mock_integration::outcome mock_integration::answer(const request& from, std::deque<std::string>& storage) const {
  const std::string_view type = media_type(from.content_type);
  const auto known = statuses_.find(type.empty() ? "application/json" : type);
  std::string status;
  if (known != statuses_.end())
    status = known->second;
  else if (pass_through_ == "NEVER" || (pass_through_ == "WHEN_NO_TEMPLATES" && !statuses_.empty()))
    return {.is_unsupported_type = true};
  else
    status = status_in(trimmed(from.body));
  if (status.empty()) return {};
  return {.response = responses_.answer({.selector = status, .accept = from.accept}, storage)};
}

}  // namespace lamina::gateway
