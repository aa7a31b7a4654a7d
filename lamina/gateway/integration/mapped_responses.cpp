#include "lamina/gateway/integration/mapped_responses.h"

#include <algorithm>

#include "lamina/gateway/authorizers/token_pattern.h"
#include "lamina/gateway/integration/mapping_template.h"
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

using templates = std::vector<std::pair<std::string, std::string>>;

// That of the type which the client would like best, else JSON, else any.
const templates::value_type& choose_template(const templates& from, std::string_view wanted) {
  for (const std::string_view type : {wanted, std::string_view("application/json")})
    for (const auto& one : from)
      if (one.first == type) return one;
  return from.front();
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
  if (take(rest, "stageVariables.")) {
    const auto known = stage_variables.find(std::string(rest));
    return header_mapping{name, source::text, known == stage_variables.end() ? "" : one_line(known->second)};
  }
  return error("response header " + name + ": expected '...' in single quotes, stageVariables.<name> or " +
               "integration.response.header.<name>, .multivalueheader.<name> or .body.<path>, found " + expression);
}

result<mapped_responses> mapped_responses::compile(const std::vector<config::rest_integration_response>& from,
                                                   const std::map<std::string, std::string>& stage_variables) {
  mapped_responses made;
  for (const config::rest_integration_response& one : from) {
    choice& to = made.choices_.emplace_back();
    to.status = one.status;
    to.pattern = one.pattern;
    if (const auto pattern = token_pattern::compile(one.pattern); !pattern) return pattern.error();
    for (const auto& [name, expression] : one.headers) {
      auto mapping = compile_header(name, expression, stage_variables);
      if (!mapping) return mapping.error();
      if (!http::is_token(name)) return error("response header \"" + name + "\" is no name of a header");
      to.headers.push_back(*std::move(mapping));
    }
    for (const auto& [type, text] : one.templates) {
      if (needs_vtl(text)) return error("the response template of " + std::to_string(one.status) + " needs VTL");
      to.templates.emplace_back(type, text);
    }
  }
  return made;
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
void mapped_responses::map_header(const header_mapping& how, const integration_outcome& from,
                                  std::deque<std::string>& storage, proxy_response& to) {
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
    value = storage.emplace_back(one_line(value_at(from.body, how.value)));
  }
  if (!value.empty()) to.headers.emplace_back(how.name, value);
}

std::optional<proxy_response> mapped_responses::answer(const integration_outcome& from,
                                                       std::deque<std::string>& storage) const {
  const choice* chosen = select(from.selector);
  if (chosen == nullptr) return std::nullopt;
  proxy_response out;
  out.status = chosen->status;
  out.body = from.body;
  storage.clear();
  for (const header_mapping& how : chosen->headers) map_header(how, from, storage, out);
  if (chosen->templates.empty()) return out;
  const auto& [type, text] = choose_template(chosen->templates, media_type(from.accept));
  if (!text.empty()) out.body = text;
  const bool typed = std::ranges::any_of(
      out.headers, [](const auto& line) { return http::equal_ignoring_case(line.first, "Content-Type"); });
  if (!typed) out.headers.emplace_back("Content-Type", type);
  return out;
}

}  // namespace lamina::gateway
