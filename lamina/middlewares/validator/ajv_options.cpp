#include "lamina/middlewares/validator/ajv_options.h"

#include "lamina/base/error.h"
#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/validator/validator.h"

namespace lamina {

json::schema_options ajv_defaults() {
  json::schema_options options;
  options.assert_formats = true;
  options.coercion = json::coercion::array;
  options.defaults = json::default_filling::empty;
  options.keywords_of_ajv = true;
  options.strict_schema = options.strict_types = options.strict_tuples = options.strict_required = true;
  return options;
}

namespace internal {
namespace {

// true and false, or a text that stands for `named`. "log" is only a note in Ajv and does nothing here.
template <class Choice>
void choose(options_reader& read, std::string_view key, Choice& target, Choice off, Choice on, std::string_view text,
            Choice named) {
  const json::value* given = read.value(key);
  if (given == nullptr) return;
  if (given->is_bool()) {
    target = given->get_bool() ? on : off;
  } else if (given->is_string() && given->get_string() == text) {
    target = named;
  } else {
    read.refuse(key, "boolean or \"" + std::string(text) + "\"");
  }
}

void strictness(options_reader& read, std::string_view key, bool& target) {
  choose(read, key, target, false, true, "log", false);
}

}  // namespace

void read_ajv_options(const json::object& options, std::string_view package, json::schema_options& target) {
  options_reader read(options, package);
  bool strict = target.strict_schema;
  strictness(read, "strict", strict);
  if (options.contains("strict"))
    target.strict_schema = target.strict_types = target.strict_tuples = target.strict_required = strict;
  strictness(read, "strictSchema", target.strict_schema);
  strictness(read, "strictTypes", target.strict_types);
  strictness(read, "strictTuple", target.strict_tuples);
  strictness(read, "strictRequired", target.strict_required);
  read.boolean("allowUnionTypes", target.allow_union_types);
  read.boolean("allowMatchingProperties", target.allow_matching_properties);
  read.boolean("validateFormats", target.assert_formats);
  read.boolean("allErrors", target.all_errors);
  using json::coercion, json::default_filling, json::additional_removal;
  choose(read, "coerceTypes", target.coercion, coercion::none, coercion::scalars, "array", coercion::array);
  choose(read, "useDefaults", target.defaults, default_filling::none, default_filling::missing, "empty",
         default_filling::empty);
  if (const json::value* removal = read.value("removeAdditional"); removal && *removal == "failing")
    target.removal = additional_removal::failing;
  else
    choose(read, "removeAdditional", target.removal, additional_removal::none, additional_removal::refused, "all",
           additional_removal::all);
  bool messages = true;
  read.boolean("messages", messages);
  if (!messages) read.refuse("messages", "true");
  read.finish();
  if (!target.all_errors) throw error("ajv-errors: Ajv option allErrors must be true");
}

}  // namespace internal
}  // namespace lamina
