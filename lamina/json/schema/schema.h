#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

// JSON Schema: drafts 2020-12 (the default), draft-07, draft-06 and draft-04.
namespace lamina::json {

enum class draft : std::uint8_t { draft4, draft6, draft7, draft2020 };

enum class coercion : std::uint8_t {
  none,
  scalars,  // "5" for a number, 1 for a string, "" for null, ... as Ajv's coerceTypes: true
  array,    // also 5 where a list is expected, and [5] where a number is; Ajv's coerceTypes: "array"
};

enum class default_filling : std::uint8_t {
  none,
  missing,  // members that are not there get the schema's "default"
  empty,    // so do null and ""
};

enum class additional_removal : std::uint8_t { none, refused, all, failing };  // Ajv's removeAdditional

struct schema_options {
  json::draft draft = json::draft::draft2020;  // when the document names none with "$schema"
  std::string base_uri;                        // of the document; "$id" in it is resolved against this
  // Documents that "$ref" and "$schema" may name, by their URI. Nothing is ever fetched.
  std::vector<std::pair<std::string, value>> documents;
  bool assert_formats = false;  // is a wrong "format" an error, or only a note?

  // What Ajv 8 does when it is asked to; used by the validator middleware.
  json::coercion coercion = coercion::none;
  default_filling defaults = default_filling::none;
  additional_removal removal = additional_removal::none;
  bool all_errors = true;        // else validation ends at the first
  bool keywords_of_ajv = false;  // nullable, transform, range, errorMessage, ... and 2020-12 only
  bool strict_schema = false;    // unknown keywords and formats, and keywords without effect, are errors
  bool strict_types = false;     // keywords for a type that "type" does not name are errors
  bool strict_tuples = false;
  bool strict_required = false;  // required members must be among "properties"
  bool allow_union_types = false;
  bool allow_matching_properties = false;

  // A list of a million wrong items does not need a million errors: no more than these are told.
  std::size_t max_issues = 1'000;
  // A schema can be made to take for ever; the validation of one instance ends with an error after so many checks.
  std::uint64_t max_steps = 50'000'000;
};

// What is wrong with an instance: one of Ajv's error items.
struct schema_issue {
  std::string instance_path;  // JSON pointer into the instance: "/body/amount"
  std::string schema_path;    // "#/properties/body/properties/amount/minimum"
  std::string keyword;
  object params;
  std::string message;                       // English: "must be >= 1"
  std::optional<std::string> property_name;  // the name that propertyNames refused
  bool used = false;                         // by errorMessage

  value to_json() const;
};

struct compiled_schema;

// A schema, compiled once. Immutable: copies share it, and any number of threads may use it at once.
//
// Instances are untrusted: whatever they are, validation neither throws nor recurses without bound, and ends; patterns
// run with PCRE2's match limits, and one that exceeds them does not match. Schemas may be hostile too: compile refuses
// what is malformed or refers to itself without end. A valid instance costs no allocation unless it is changed, or
// large lists must be unique.
class schema {
 public:
  // Fails with a message that names the place in the schema and what was expected there.
  static result<schema> compile(const value& document, const schema_options& options = {});

  bool accepts(const value& instance) const noexcept;
  // Everything that is wrong with it; empty: valid.
  std::vector<schema_issue> validate(const value& instance) const;
  // The same, and changes the instance as the options say (coercion, defaults, removal, "transform"); what was changed
  // before an error was found stays changed.
  std::vector<schema_issue> apply(value& instance) const;

 private:
  explicit schema(std::shared_ptr<const compiled_schema> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const compiled_schema> compiled_;
};

}  // namespace lamina::json
