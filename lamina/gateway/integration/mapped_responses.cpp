#include "lamina/gateway/integration/mapped_responses.h"

#include <algorithm>

#include "lamina/gateway/authorizers/token_pattern.h"
#include "lamina/gateway/integration/media_type.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

// What a path such as "a.b" leads to in a JSON text: text as it is, other values as JSON; "" when there is none.
std::string value_at(std::string_view body, std::string_view path) {
  const auto document = json::try_parse(body);
  const json::value* at = document ? &*document : nullptr;
  while (at != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    at = json::find(*at, path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  if (at == nullptr || at->is_null()) return {};
  return at->is_string() ? std::string(at->get_string()) : json::serialize(*at);
}

// No value ends its line.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }, ' ');
  return text;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

result<mapped_responses::header_mapping> mapped_responses::compile_header(
    const std::string& name, const std::string& expression, const std::map<std::string, std::string>& stage_variables) {
  std::string_view rest = expression;
  if (rest.size() >= 2 && rest.starts_with('\'') && rest.ends_with('\''))
    return header_mapping{name, source::text, one_line(std::string(rest.substr(1, rest.size() - 2)))};
  if (take(rest, "integration.response.header.")) return header_mapping{name, source::header, std::string(rest)};
  if (take(rest, "integration.response.multivalueheader."))
    return header_mapping{name, source::all_headers, std::string(rest)};
  if (take(rest, "integration.response.body.")) return header_mapping{name, source::body, std::string(rest)};
  if (rest == "integration.response.body") return header_mapping{name, source::body, ""};
  if (take(rest, "context.")) return header_mapping{name, source::context, std::string(rest)};
  if (take(rest, "stageVariables.")) {
    const auto known = stage_variables.find(std::string(rest));
    return header_mapping{name, source::text, known == stage_variables.end() ? "" : one_line(known->second)};
  }
  return error("response header " + name +
               ": expected '...' in single quotes, stageVariables.<name>, context.<name> or " +
               "integration.response.header.<name>, .multivalueheader.<name> or .body.<path>, found " + expression);
}

result<mapped_responses::choice> mapped_responses::compile_choice(
    const config::rest_integration_response& from, const std::map<std::string, std::string>& stage_variables) {
  choice made{.status = from.status, .pattern = from.pattern};
  if (const auto pattern = token_pattern::compile(from.pattern); !pattern) return pattern.error();
  for (const auto& [name, expression] : from.headers) {
    auto mapping = compile_header(name, expression, stage_variables);
    if (!mapping) return mapping.error();
    if (!http::is_token(name)) return error("response header \"" + name + "\" is no name of a header");
    made.headers.push_back(*std::move(mapping));
  }
  for (const auto& [type, text] : from.templates) {
    typed_template& one = made.templates.emplace_back(typed_template{type, {}});
    if (text.empty()) continue;
    auto compiled = mapping_template::compile(text);
    if (!compiled)
      return error("the response template of " + std::to_string(from.status) + ", " + type + ", " +
                   compiled.error().message);
    one.text = *std::move(compiled);
  }
  return made;
}

result<mapped_responses> mapped_responses::compile(const std::vector<config::rest_integration_response>& from,
                                                   const std::map<std::string, std::string>& stage_variables) {
  mapped_responses made;
  for (const config::rest_integration_response& one : from) {
    auto compiled = compile_choice(one, stage_variables);
    if (!compiled) return compiled.error();
    made.choices_.push_back(*std::move(compiled));
  }
  return made;
}

bool mapped_responses::needs_request() const noexcept {
  const auto looks = [](const typed_template& one) { return one.text && !one.text->is_constant(); };
  return std::ranges::any_of(choices_, [&](const choice& one) { return std::ranges::any_of(one.templates, looks); });
}

// Patterns are compiled when they are needed, which is seldom: a compiled one belongs to one thread.
const mapped_responses::choice* mapped_responses::select(std::string_view selector) const {
  for (const choice& one : choices_) {
    if (one.pattern.empty()) continue;
    const auto pattern = token_pattern::compile(one.pattern);
    if (pattern && pattern->matches(selector)) return &one;
  }
  const auto otherwise = std::ranges::find(choices_, "", &choice::pattern);
  return otherwise == choices_.end() ? nullptr : &*otherwise;
}

// One that leads to nothing is left out.
void mapped_responses::map_header(const header_mapping& how, const integration_outcome& from, response_storage& storage,
                                  proxy_response& to) {
  std::string_view value = how.value;
  if (how.from == source::header || how.from == source::all_headers) {
    value = {};
    for (const http::header& one : from.headers) {
      if (!http::equal_ignoring_case(one.name, how.value)) continue;
      if (how.from == source::header)
        value = one.value;
      else
        to.headers.emplace_back(how.name, one.value);
    }
  } else if (how.from == source::body) {
    value = storage.texts.emplace_back(one_line(value_at(from.body, how.value)));
  } else if (how.from == source::context) {
    value =
        from.context ? storage.texts.emplace_back(one_line(std::string(from.context(how.value)))) : std::string_view();
  }
  if (!value.empty()) to.headers.emplace_back(how.name, value);
}

// That of the type which the client would like best, else JSON, else any.
const mapped_responses::typed_template& mapped_responses::choose_template(const choice& from, std::string_view wanted) {
  for (const std::string_view type : {wanted, std::string_view("application/json")})
    for (const typed_template& one : from.templates)
      if (one.type == type) return one;
  return from.templates.front();
}

// The mapped lines of a header give way to the template's.
result<void> mapped_responses::override(proxy_response& to, const template_overrides& by) {
  to.status = by.status.value_or(to.status);
  for (const auto& [name, value] : by.response_headers) {
    if (!http::is_token(name)) return error("$context.responseOverride.header: no name of a header: " + name);
    // clang 14 captures no structured bindings.
    std::erase_if(to.headers,
                  [&known = name](const auto& line) { return http::equal_ignoring_case(line.first, known); });
  }
  for (const auto& [name, value] : by.response_headers) to.headers.emplace_back(name, value);
  return {};
}

result<proxy_response> mapped_responses::answer(const integration_outcome& from, template_input& request,
                                                template_overrides overrides, response_storage& storage) const {
  const choice* const chosen = select(from.selector);
  if (chosen == nullptr) return error(500, "no response fits \"" + std::string(from.selector) + "\"");
  storage.overrides = std::move(overrides);
  proxy_response out;
  out.status = chosen->status;
  out.body = from.body;
  for (const header_mapping& how : chosen->headers) map_header(how, from, storage, out);
  const typed_template* typed = nullptr;
  if (!chosen->templates.empty()) {
    typed = &choose_template(*chosen, media_type(from.accept));
    if (typed->text) {
      request.body = from.body;
      std::string& text = storage.texts.emplace_back();
      if (auto done = typed->text->render(text, request, &storage.overrides); !done) return done.error();
      out.body = text;
    }
  }
  for (auto& [name, value] : storage.overrides.response_headers) value = one_line(std::move(value));
  if (auto done = override(out, storage.overrides); !done) return done.error();
  const bool has_type = std::ranges::any_of(
      out.headers, [](const auto& line) { return http::equal_ignoring_case(line.first, "Content-Type"); });
  if (typed != nullptr && !has_type) out.headers.emplace_back("Content-Type", typed->type);
  return out;
}

}  // namespace lamina::gateway
