#include "lamina/gateway/rest/gateway_responses.h"

#include <algorithm>

#include "lamina/base/nearest_name.h"
#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

// Written by the gateway with every answer, or the framing itself: a second one would be read by somebody.
constexpr std::string_view own_headers[] = {"Connection",        "Content-Length",   "Date",
                                            "Keep-Alive",        "Trailer",          "Upgrade",
                                            "Transfer-Encoding", "x-amzn-RequestId", "x-amz-apigw-id"};

bool same(std::string_view left, std::string_view right) { return http::equal_ignoring_case(left, right); }

// "application/json" of "Application/JSON; charset=utf-8".
std::string_view media_type(std::string_view value) noexcept {
  value = value.substr(0, value.find(';'));
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  return value;
}

bool is_control(unsigned char c) noexcept { return (c < ' ' && c != '\t') || c == 127; }

substitution_form form_of(std::string_view content_type) {
  std::string type(media_type(content_type));
  std::ranges::transform(type, type.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (type.ends_with("json")) return substitution_form::json;
  return type.ends_with("xml") || type.ends_with("html") ? substitution_form::xml : substitution_form::plain;
}

// 'literal' in quotes, or one variable.
result<substitution> compile_header(std::string_view name, std::string_view expression) {
  const bool is_literal = expression.size() >= 2 && expression.front() == '\'' && expression.back() == '\'';
  if (is_literal) {
    const std::string_view text = expression.substr(1, expression.size() - 2);
    if (std::ranges::any_of(text, is_control))
      return error("the value of the header " + std::string(name) + " has a control character");
    return substitution::literal(text);
  }
  if (substitution::is_variable(expression)) return substitution::variable(expression, substitution_form::header);
  return error("the header " + std::string(name) +
               ": expected text in quotes (\"'*'\"), context.<name>, stageVariables.<name> or "
               "method.request.header|querystring|path.<name>, found " +
               std::string(expression));
}

// What templates name of the answer itself; the rest is the request's.
class answer_variables final : public request_variables {
 public:
  answer_variables(const gateway_response& plain, const request_variables& seen, std::string_view validation_error)
      : plain_(plain), seen_(seen), validation_error_(validation_error) {}

  bool append(std::string& out, std::string_view name) const override {
    constexpr std::string_view prefix = "context.error.";
    if (!name.starts_with(prefix)) return seen_.append(out, name);
    const std::string_view value = error_value(name.substr(prefix.size()));
    out += value;
    return !value.empty();
  }

 private:
  std::string_view error_value(std::string_view name) const {
    if (name == "message" || name == "messageString") return plain_.message;
    if (name == "responseType") return name_of(plain_.type);
    return name == "validationErrorString" ? validation_error_ : std::string_view();
  }

  const gateway_response& plain_;
  const request_variables& seen_;
  std::string_view validation_error_;
};

}  // namespace

result<changed_response> changed_response::compile(const config::gateway_response& from,
                                                   std::vector<std::string>& ignored) {
  changed_response made;
  made.status_ = from.status;
  for (const auto& [name, expression] : from.headers) {
    if (!http::is_token(name)) return error("the header name \"" + name + "\" is none");
    auto value = compile_header(name, expression);
    if (!value) return value.error();
    if (std::ranges::any_of(own_headers, [&name = name](std::string_view own) { return same(own, name); }))
      ignored.push_back("the header " + name + " is the gateway's own, and is left as it is");
    else
      made.headers_.emplace_back(name, *std::move(value));
  }
  for (const auto& [content_type, text] : from.templates) {
    if (std::ranges::any_of(content_type, is_control)) return error("a content type has a control character");
    made.templates_.push_back({content_type, substitution::compile(text, form_of(content_type))});
  }
  return made;
}

// The first type that the client names and that there is; else JSON; else the first.
const changed_response::body_template* changed_response::choose(std::string_view accept) const noexcept {
  const auto of_type = [this](std::string_view type) -> const body_template* {
    const auto found = std::ranges::find_if(
        templates_, [&](const body_template& one) { return same(media_type(one.content_type), type); });
    return found == templates_.end() ? nullptr : &*found;
  };
  if (templates_.size() <= 1) return templates_.empty() ? nullptr : &templates_.front();
  while (!accept.empty()) {
    const std::size_t comma = accept.find(',');
    if (const body_template* found = of_type(media_type(accept.substr(0, comma)))) return found;
    accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
  }
  const body_template* found = of_type("application/json");
  return found != nullptr ? found : &templates_.front();
}

changed_answer changed_response::make(const gateway_response& plain, const request_variables& seen,
                                      std::string_view accept, std::string_view validation_error) const {
  const answer_variables variables(plain, seen, validation_error);
  changed_answer made;
  made.status = status_.value_or(plain.status);
  made.error_type = plain.error_type;
  for (const auto& [name, text] : headers_) {
    std::string value;
    if (text.append_to(value, variables)) made.headers.emplace_back(name, std::move(value));
  }
  const body_template* body = choose(accept);
  if (body == nullptr) {
    made.body = plain.body;
    return made;
  }
  made.content_type = body->content_type;
  body->text.append_to(made.body, variables);
  return made;
}

bool changed_response::tells_validation_error() const noexcept {
  constexpr std::string_view name = "context.error.validationErrorString";
  return std::ranges::any_of(templates_, [&](const body_template& one) { return one.text.names(name); }) ||
         std::ranges::any_of(headers_, [&](const auto& one) { return one.second.names(name); });
}

result<gateway_responses> gateway_responses::compile(const std::vector<config::gateway_response>& from,
                                                     std::vector<std::string>& notes) {
  gateway_responses made;
  for (const config::gateway_response& one : from) {
    const auto names = gateway_response_type_names();
    const auto name = std::ranges::find(names, one.type);
    if (one.type.empty() || name == names.end()) {
      const std::string_view near = nearest_name(one.type, names.subspan(1));
      return error(
          one.where.text() + ": there is no gateway response type \"" + one.type + "\"" +
          (near.empty() ? "; expected DEFAULT_4XX, UNAUTHORIZED, ..." : "; did you mean " + std::string(near) + "?"));
    }
    const auto type = static_cast<gateway_response_type>(name - names.begin());
    if (type == gateway_response_type::request_too_large) {
      notes.push_back(one.where.text() + ": the answer to what is too large cannot be changed, as on AWS");
      continue;
    }
    std::vector<std::string> ignored;
    auto changed = changed_response::compile(one, ignored);
    if (!changed) return error(one.where.text() + ": " + changed.error().message);
    for (const std::string& what : ignored) notes.push_back(one.where.text() + ": " + what);
    made.changed_[static_cast<std::size_t>(type)] = *std::move(changed);
    made.is_empty_ = false;
  }
  return made;
}

const changed_response* gateway_responses::find(const gateway_response& plain) const noexcept {
  if (is_empty_ || plain.type == gateway_response_type::none) return nullptr;
  if (plain.type == gateway_response_type::request_too_large) return nullptr;  // cannot be changed
  if (const changed_response* own = of(plain.type)) return own;
  return of(plain.status < 500 ? gateway_response_type::default_4xx : gateway_response_type::default_5xx);
}

}  // namespace lamina::gateway
