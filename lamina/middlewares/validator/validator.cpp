#include "lamina/middlewares/validator/validator.h"

#include <algorithm>
#include <utility>

#include "lamina/base/error.h"
#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/validator/ajv_options.h"
#include "lamina/middlewares/validator/languages.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/validator";

std::optional<json::schema> compile(const std::optional<json::value>& document, const json::schema_options& options) {
  if (!document) return std::nullopt;
  return json::schema::compile(*document, options).value();
}

json::value to_json(const std::vector<json::schema_issue>& issues) {
  json::array items;
  items.reserve(issues.size());
  for (const json::schema_issue& issue : issues) items.push_back(issue.to_json());
  return items;
}

step refuse(int status, std::string_view what, const std::vector<json::schema_issue>& issues) {
  return fail(error(status, std::string(what) + " object failed validation").with_cause(package, to_json(issues)));
}

std::string_view text_of(const json::object& document, std::string_view key) {
  const json::value* member = document.if_contains(key);
  return member != nullptr && member->is_string() ? std::string_view(member->get_string()) : std::string_view();
}

std::optional<json::value> schema_option(options_reader& read, std::string_view key) {
  const json::value* document = read.value(key);
  if (document == nullptr || document->is_null()) return std::nullopt;
  if (!document->is_object() && !document->is_bool()) read.refuse(key, "a JSON Schema");
  return *document;
}

}  // namespace

validator_options validator::read_options(const json::object& options) {
  validator_options result;
  options_reader read(options, package);
  result.event_schema = schema_option(read, "eventSchema");
  result.context_schema = schema_option(read, "contextSchema");
  result.response_schema = schema_option(read, "responseSchema");
  json::object of_ajv;
  read.object("ajvOptions", of_ajv);
  internal::read_ajv_options(of_ajv, package, result.compile);
  read.list("languages", result.languages);
  read.text("defaultLanguage", result.default_language);
  read.finish();
  return result;
}

validator validator::from_json(const json::object& options) { return validator(read_options(options)); }

validator::validator(validator_options options)
    : languages_(std::move(options.languages)), default_language_(std::move(options.default_language)) {
  for (const std::string& wanted : languages_)
    if (internal::find_language(wanted) == nullptr) {
      std::string known;
      for (const auto each : internal::language_names()) known.append(known.empty() ? "" : ", ").append(each);
      throw error("Unknown language '" + wanted + "'; there are " + known).with_cause(package);
    }
  event_ = compile(options.event_schema, options.compile);
  context_ = compile(options.context_schema, options.compile);
  response_ = compile(options.response_schema, options.compile);
}

void validator::localize(std::vector<json::schema_issue>& issues, const json::object& context) const {
  const auto offered = [&](std::string_view wanted) {
    return std::find(languages_.begin(), languages_.end(), wanted) != languages_.end();
  };
  const std::string_view preferred = text_of(context, "preferredLanguage");
  const std::string_view chosen = offered(preferred) ? preferred : std::string_view(default_language_);
  if (!offered(chosen)) return;
  const internal::language& words = *internal::find_language(chosen);
  for (json::schema_issue& issue : issues) issue.message = internal::localized(words, issue);
}

phases validator::active() const { return {event_ || context_, response_.has_value(), false}; }

step validator::before(request& request) const {
  if (event_) {
    std::vector<json::schema_issue> issues = event_->apply(request.event);
    if (!issues.empty()) {
      localize(issues, request.context.document);
      return refuse(400, "Event", issues);
    }
  }
  if (context_) {
    json::value document(std::move(request.context.document));
    const auto issues = context_->apply(document);
    request.context.document = std::move(document.as_object());
    if (!issues.empty()) return refuse(500, "Context", issues);
  }
  return go_on();
}

step validator::after(request& request) const {
  if (!response_) return go_on();
  // JavaScript's undefined is of no type; null is the nearest there is, and it is not coerced.
  const auto issues = request.response ? response_->apply(*request.response) : response_->validate(nullptr);
  return issues.empty() ? go_on() : refuse(500, "Response", issues);
}

}  // namespace lamina
