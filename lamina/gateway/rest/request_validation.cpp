#include "lamina/gateway/rest/request_validation.h"

#include <algorithm>

#include "lamina/gateway/integration/field_list.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/rest/validation_errors.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view models_uri = "https://apigateway.amazonaws.com/restapis/api/models/";
constexpr std::string_view models_part = "/models/";
// A body of 10 MB has room for five million numbers; each may be checked a few times.
constexpr std::uint64_t max_steps = 20'000'000;
constexpr std::size_t max_issues = 20;

// The text that Fn::Sub or Fn::Join will make, without what is known on AWS only.
std::string reference_text(const json::value& reference) {
  if (const json::string* text = reference.if_string()) return std::string(*text);
  std::string out;
  if (const json::value* sub = json::find(reference, "Fn::Sub"))
    return reference_text(sub->is_array() && !sub->get_array().empty() ? sub->get_array().front() : *sub);
  const json::value* join = json::find(reference, "Fn::Join");
  const bool has_parts = join != nullptr && join->is_array() && join->get_array().size() == 2;
  const json::array* parts = has_parts ? join->get_array()[1].if_array() : nullptr;
  if (parts == nullptr) return out;
  const json::string* between = join->get_array()[0].if_string();
  for (std::size_t i = 0; i < parts->size(); ++i) {
    if (i > 0 && between != nullptr) out += std::string_view(*between);
    if (const json::string* text = (*parts)[i].if_string()) out += std::string_view(*text);
  }
  return out;
}

// The same schema, with what it says of other models said in one way.
json::value with_known_references(const json::value& schema, std::size_t depth = 0) {
  if (depth > json::max_depth) return schema;
  if (const json::array* items = schema.if_array()) {
    json::array out;
    for (const json::value& item : *items) out.push_back(with_known_references(item, depth + 1));
    return out;
  }
  const json::object* members = schema.if_object();
  if (members == nullptr) return schema;
  json::object out;
  for (const auto& [key, value] : *members) {
    const std::string text = key == "$ref" ? reference_text(value) : std::string();
    const std::size_t model = text.rfind(models_part);
    if (model == std::string::npos)
      out[key] = with_known_references(value, depth + 1);
    else
      out[key] = std::string(models_uri) + text.substr(model + models_part.size());
  }
  return out;
}

bool is_blank(std::string_view text) noexcept { return text.find_first_not_of(" \t") == std::string_view::npos; }

// Whose names reach the function in one spelling, whatever the client's.
bool has_one_spelling(std::string_view header) noexcept {
  return header == "Authorization" || header == "Host" || header == "User-Agent";
}

const std::string_view* find_last_header(const request_validation::subject& seen, std::string_view name) noexcept {
  const bool any_case = !seen.names_have_case || has_one_spelling(name);
  for (std::size_t i = seen.headers.size(); i-- > 0;) {
    const http::header& one = seen.headers[i];
    if (one.name == name || (any_case && http::equal_ignoring_case(one.name, name))) return &one.value;
  }
  return nullptr;
}

std::string_view media_type(std::string_view value) noexcept {
  value = value.substr(0, value.find(';'));
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  return value;
}

// Where `name` stands among the variables of "/a/{b}/{c+}"; nothing: nowhere.
std::optional<std::size_t> variable_index(std::string_view path, std::string_view name) noexcept {
  std::size_t index = 0;
  for (std::size_t at = 0; (at = path.find('{', at)) != std::string_view::npos; ++index) {
    std::string_view variable = path.substr(at + 1, path.find('}', at) - at - 1);
    if (variable.ends_with('+')) variable.remove_suffix(1);
    if (variable == name) return index;
    ++at;
  }
  return std::nullopt;
}

}  // namespace

request_models::request_models(const std::map<std::string, json::value>& by_name) {
  for (const auto& [name, schema] : by_name)
    documents_.emplace_back(std::string(models_uri) + name, with_known_references(schema));
  const auto add_default = [&](const std::string& name, std::string_view text) {
    if (!by_name.contains(name)) documents_.emplace_back(std::string(models_uri) + name, json::parse(text));
  };
  add_default("Empty", R"({"title":"Empty Schema","type":"object"})");
  add_default("Error", R"({"title":"Error Schema","type":"object","properties":{"message":{"type":"string"}}})");
}

result<json::schema> request_models::compile(const json::value& schema) const {
  json::schema_options options;
  options.draft = json::draft::draft4;
  options.documents = documents_;
  options.max_steps = max_steps;
  options.max_issues = max_issues;
  return json::schema::compile(with_known_references(schema), options);
}

result<request_validation> request_validation::compile(const config::route& route, const request_models& models) {
  constexpr std::pair<std::string_view, place> places[] = {{"method.request.header.", place::header},
                                                           {"method.request.path.", place::path},
                                                           {"method.request.querystring.", place::query}};
  request_validation made;
  for (const auto& [key, required] : route.request_parameters)
    for (const auto& [prefix, where] : places) {
      if (!required || !key.starts_with(prefix)) continue;
      const std::string name = key.substr(prefix.size());
      // One that the path does not have is always missing.
      const auto index = variable_index(route.path, name).value_or(static_cast<std::size_t>(-1));
      made.required_.push_back({where, name, index});
    }
  for (const auto& [content_type, document] : route.request_schemas) {
    auto schema = models.compile(document);
    if (!schema) return error("request.schemas." + content_type + ": " + schema.error().message);
    made.bodies_.push_back({content_type, *std::move(schema)});
  }
  return made;
}

std::string request_validation::missing_parameters(const subject& seen) const {
  std::string out, storage;
  std::optional<field_list> query;
  for (const parameter& one : required_) {
    const std::string_view* value = nullptr;
    if (one.where == place::header) value = find_last_header(seen, one.name);
    if (one.where == place::path && one.index < seen.path_values.size()) value = &seen.path_values[one.index];
    if (one.where == place::query) {
      if (!query) read_query(seen.query, storage, query.emplace());
      value = query->find(one.name);
    }
    if (value != nullptr && !is_blank(*value)) continue;
    out.append(out.empty() ? "" : ", ").append(one.name);
  }
  return out;
}

const request_validation::body_model* request_validation::find_model(std::string_view content_type) const noexcept {
  const std::string_view wanted = content_type.empty() ? "application/json" : media_type(content_type);
  const body_model* fallback = nullptr;
  for (const body_model& one : bodies_) {
    if (http::equal_ignoring_case(media_type(one.content_type), wanted)) return &one;
    if (one.content_type == "$default") fallback = &one;
  }
  return fallback;
}

std::optional<request_validation::failure> request_validation::check_body(const body_model& model,
                                                                          std::string_view body) {
  const auto refused = [](std::string detail) {
    return failure{gateway_response_type::bad_request_body, std::string(responses::bad_request_body.message),
                   std::move(detail)};
  };
  if (body.empty()) return refused("[the body is missing]");
  json::monotonic_resource arena;
  const auto document = json::try_parse(body, &arena);
  if (!document) return refused("[the body is not JSON: " + document.error().message + "]");
  if (model.schema.accepts(*document)) return std::nullopt;
  return refused(validation_error_text(*document, model.schema.validate(*document)));
}

std::optional<request_validation::failure> request_validation::check(const subject& seen) const {
  if (std::string missing = missing_parameters(seen); !missing.empty())
    return failure{gateway_response_type::bad_request_parameters,
                   "Missing required request parameters: [" + missing + "]", "[" + missing + "]"};
  if (bodies_.empty()) return std::nullopt;
  const body_model* model = find_model(http::find_header(seen.headers, "Content-Type"));
  return model == nullptr ? std::nullopt : check_body(*model, seen.body);
}

}  // namespace lamina::gateway
