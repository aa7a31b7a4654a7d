#include "lamina/gateway/integration/mock_integration.h"

namespace lamina::gateway {
namespace {

// The service reads {statusCode:200} and {"statusCode": "200"} alike.
std::string_view status_in(std::string_view text) {
  constexpr std::string_view key = "statusCode", blank = " \t\r\n", around = "\"' \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
  const std::size_t at = text.find(key);
  if (!text.starts_with('{') || at == std::string_view::npos) return {};
  std::size_t i = text.find_first_not_of(around, at + key.size());
  if (i == std::string_view::npos || text[i] != ':') return {};
  i = text.find_first_not_of(around, i + 1);
  const std::string_view digits = i == std::string_view::npos ? std::string_view() : text.substr(i, 3);
  const bool is_status = digits.size() == 3 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  return is_status ? digits : std::string_view();
}

}  // namespace

result<mock_integration> mock_integration::make(const config::route& from, const api_stage& stage) {
  mock_integration made(template_view(stage, from.path));
  auto templates = request_templates::compile(from.integration_setup.templates, from.integration_setup.pass_through);
  if (!templates) return templates.error();
  made.templates_ = *std::move(templates);
  auto compiled = mapped_responses::compile(from.integration_setup.responses, stage.variables);
  if (!compiled) return compiled.error();
  made.responses_ = *std::move(compiled);
  return made;
}

result<proxy_response> mock_integration::answer(const request& from, response_storage& storage) const {
  const auto [chosen, is_refused] = templates_.choose(from.content_type);
  if (is_refused) return error(415);
  std::string epoch, text;
  template_input seen = view_.show(from.seen, epoch);
  template_overrides overrides;
  if (chosen == nullptr)
    text = from.seen.body;
  else if (auto done = chosen->render(text, seen, &overrides); !done)
    return done.error();
  const std::string_view status = status_in(text);
  if (status.empty()) return error(500, "the mock's request template says no statusCode");
  return responses_.answer({.selector = status, .accept = from.accept, .context = from.context}, seen,
                           std::move(overrides), storage);
}

}  // namespace lamina::gateway
