#include "lamina/json/schema/schema.h"

#include <exception>

#include "lamina/json/schema/internal/compile.h"
#include "lamina/json/schema/internal/evaluate.h"

namespace lamina::json {
namespace {

// What Ajv says of a schema that is no schema: the errors of the metaschema, which come before any other.
std::optional<error> errors_of_metaschema(const value& document) {
  static const result<schema> metaschema =
      schema::compile(*schemas::published_schema("https://json-schema.org/draft/2020-12/schema"));
  if (!metaschema) return std::nullopt;
  std::string text;
  for (const schema_issue& issue : (*metaschema).validate(document))
    text.append(text.empty() ? "" : ", ").append("data").append(issue.instance_path).append(" ").append(issue.message);
  return text.empty() ? std::nullopt : std::optional(error("schema is invalid: " + text));
}

// One that evaluation could not survive: no memory.
std::vector<schema_issue> evaluate(const compiled_schema& compiled, value& instance, bool change) {
  std::vector<schema_issue> issues;
  schemas::evaluation(compiled, change, &issues).run(instance);
  return issues;
}

}  // namespace

result<schema> schema::compile(const value& document, const schema_options& options) {
  try {
    auto made = std::make_shared<compiled_schema>();
    made->options = options;
    made->document = document;
    if (auto compiled = schemas::compiler(*made).run(); !compiled) {
      if (options.keywords_of_ajv)
        if (auto earlier = errors_of_metaschema(document)) return *std::move(earlier);
      return std::move(compiled).error();
    }
    return schema(std::move(made));
  } catch (const std::exception& caught) {  // no memory
    return error(caught.what());
  }
}

bool schema::accepts(const value& instance) const noexcept {
  // Without `change` nothing is written, so the constness is only given up for the one walk that both modes share.
  return schemas::evaluation(*compiled_, false, nullptr).run(const_cast<value&>(instance));
}

std::vector<schema_issue> schema::validate(const value& instance) const {
  return evaluate(*compiled_, const_cast<value&>(instance), false);
}

// As in JavaScript, where the caller's variable cannot be changed, only what is inside the instance.
std::vector<schema_issue> schema::apply(value& instance) const {
  if (instance.is_object()) return evaluate(*compiled_, instance, true);
  value root = instance;
  auto issues = evaluate(*compiled_, root, true);
  if (instance.is_array() && root.is_array()) instance = std::move(root);
  return issues;
}

value schema_issue::to_json() const {
  object out;
  out.reserve(5);
  set(out, "instancePath", instance_path);
  set(out, "schemaPath", schema_path);
  set(out, "keyword", keyword);
  set(out, "params", params);
  set(out, "message", message);
  if (used) out["emUsed"] = true;
  if (property_name) out["propertyName"] = *property_name;
  return out;
}

}  // namespace lamina::json
