#include "case_values.h"

#include <cmath>
#include <optional>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"
#include "tests/parity/cases/exact_difference.h"

namespace lamina::parity {
namespace {

// {"$name": text} -> text
const json::value* special(const json::value& value, std::string_view name) {
  const json::object* members = value.if_object();
  return members && members->size() == 1 ? members->if_contains(name) : nullptr;
}

bool is_any(const json::value& type, const json::value& actual) {
  return type == "string" ? actual.is_string() : actual.is_number();
}

bool is_number_named(const json::value& name, const json::value& actual) {
  if (!actual.is_double()) return actual == name;
  const double number = actual.get_double();
  if (name == "NaN") return std::isnan(number);
  return std::isinf(number) && std::signbit(number) == (name == "-Infinity");
}

std::string digits_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// The text that the base64 of compressed bytes stands for; null when it is none.
json::value unpacked(const json::value& how, const json::value& actual) {
  const auto coding = parse_content_coding(json::find_string(how, "encoding"));
  if (!coding || !actual.is_string()) return nullptr;
  const auto text = decompress(*coding, base64_decode_leniently(actual.get_string()), 1 << 20);
  return text ? json::value(*text) : json::value();
}

// The notations of parity/middy/README.md.
std::optional<std::string> compare_special(const json::value& expected, const json::value& actual,
                                           const std::string& path) {
  const auto check = [&](bool holds) { return holds ? std::string() : differ(path, &expected, &actual); };
  if (const auto* type = special(expected, "$any")) return check(is_any(*type, actual));
  if (const auto* bytes = special(expected, "$base64"))
    return check(actual.is_string() && actual.get_string() == base64_decode_leniently(bytes->as_string()));
  if (const auto* number = special(expected, "$bigint")) return check(digits_of(actual) == number->as_string());
  if (const auto* number = special(expected, "$number")) return check(is_number_named(*number, actual));
  if (const auto* packed = special(expected, "compressed"))
    return check(unpacked(*packed, actual) == packed->at("decodes_to"));
  if (const auto* items = special(expected, "$set")) return difference(*items, actual, path);
  if (const auto* failure = special(expected, "$error")) {
    const json::value* shown = special(actual, "$error");
    return difference(*failure, shown ? *shown : actual, path);
  }
  return std::nullopt;
}

json::value json_cause(const error& failure) {
  if (failure.cause_error) return json::object{{"$error", shown_error(*failure.cause_error)}};
  return *failure.cause;
}

}  // namespace

json::value input_value(const json::value& written) {
  if (const json::value* bytes = special(written, "$base64"))
    return json::value(base64_decode_leniently(bytes->as_string()));
  if (const json::value* bytes = special(written, "$bytes"))
    return json::value(base64_decode_leniently(bytes->as_string()));
  if (const json::value* failure = special(written, "$error")) return *failure;
  if (const json::object* members = written.if_object()) {
    json::object read;
    for (const auto& [key, member] : *members) read.insert_or_assign(key, input_value(member));
    return read;
  }
  if (const json::array* items = written.if_array()) {
    json::array read;
    for (const json::value& item : *items) read.push_back(input_value(item));
    return read;
  }
  return written;
}

error input_error(const json::value& written) {
  if (written.is_string()) return error(std::string(written.get_string()));
  error failure{std::string(json::find_string(written, "message"))};
  failure.name = json::find_string(written, "name", "Error");
  if (const auto* status = json::find(written, "statusCode")) failure.status_code = status->to_number<int>();
  if (const auto* expose = json::find(written, "expose")) failure.expose = expose->as_bool();
  if (const auto* headers = json::find(written, "headers")) failure.headers = headers->as_object();
  if (const auto* cause = json::find(written, "cause")) failure.cause = *cause;
  return failure;
}

json::value shown_error(const error& failure) {
  json::object shown{{"name", failure.name}, {"message", failure.message}};
  if (failure.status_code != 0) shown["statusCode"] = failure.status_code;
  if (failure.expose) shown["expose"] = *failure.expose;
  if (!failure.headers.empty()) shown["headers"] = failure.headers;
  if (failure.cause || failure.cause_error) shown["cause"] = json_cause(failure);
  if (failure.original)
    shown["originalError"] = {{"name", failure.original->name}, {"message", failure.original->message}};
  return shown;
}

bool is_truthy(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return false;
    case json::kind::bool_: return value.get_bool();
    case json::kind::string: return !value.get_string().empty();
    case json::kind::object:
    case json::kind::array: return true;
    default: return value.to_number<double>() != 0 && !std::isnan(value.to_number<double>());
  }
}

std::function<json::value(const json::value&)> input_function(const json::value& written) {
  const std::string name(json::find_string(written, "$fn"));
  const json::value* given = json::find(written, "value");
  const json::value value = given ? *given : json::value();
  if (name == "const" || name == "return") return [value](const json::value&) { return value; };
  if (name == "upper")
    return [](const json::value& text) {
      std::string upper(text.as_string());
      for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      return json::value(upper);
    };
  if (name == "double-numbers")
    return [](const json::value& any) { return any.is_number() ? json::value(any.to_number<double>() * 2) : any; };
  if (name == "fail") {
    const std::string message(json::find_string(written, "message"));
    return [message](const json::value&) -> json::value { throw error(message); };
  }
  if (name == "field-equals") {
    std::string path(json::find_string(written, "path"));
    return [path = std::move(path), value](const json::value& document) {
      const json::value* at = &document;
      for (std::size_t from = 0; at && from <= path.size();) {
        const std::size_t end = std::min(path.find('.', from), path.size());
        at = json::find(*at, std::string_view(path).substr(from, end - from));
        from = end + 1;
      }
      return json::value(at != nullptr && *at == value);
    };
  }
  throw error("no such function here: " + json::serialize(written));
}

std::string difference(const json::value& expected, const json::value& actual, const std::string& path) {
  return exact_difference(expected, actual, path, compare_special);
}

}  // namespace lamina::parity
