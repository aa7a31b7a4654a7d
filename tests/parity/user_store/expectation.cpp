#include "tests/parity/user_store/expectation.h"

#include <algorithm>
#include <vector>

#include "lamina/base/base64.h"
#include "tests/parity/cases/pattern.h"

namespace parity_user_store {
namespace {

using namespace lamina;
using difference = std::optional<std::string>;

std::string shown(const json::value* actual) {
  if (!actual) return "nothing";
  std::string text = json::serialize(*actual);
  constexpr std::size_t most = 300;
  if (text.size() > most) text = text.substr(0, most) + "... (" + std::to_string(text.size()) + " bytes)";
  return text;
}

difference differs(const std::string& where, const std::string& expected, const json::value* actual) {
  return where + ": expected " + expected + ", got " + shown(actual);
}

difference compare_text(const std::string& where, std::string_view expected, const json::value* actual) {
  const bool ignores_case = expected.ends_with("/i");
  const bool is_pattern = expected.size() > 2 && expected.starts_with('/') && (expected.ends_with('/') || ignores_case);
  if (!actual || !actual->is_string()) return differs(where, "\"" + std::string(expected) + "\"", actual);
  const std::string_view text = actual->as_string();
  if (!is_pattern) return text == expected ? difference() : differs(where, "\"" + std::string(expected) + "\"", actual);
  const std::string_view pattern = expected.substr(1, expected.size() - (ignores_case ? 3 : 2));
  const auto matched = parity::pattern_fits(pattern, text, ignores_case);
  if (!matched) return where + ": cannot read the pattern " + std::string(expected);
  return *matched ? difference() : differs(where, std::string(expected), actual);
}

std::string type_of(const json::value& value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_number()) return "number";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

difference compare(const std::string& where, const json::value& expected, const json::value* actual,
                   variables& captured);

difference compare_members(const std::string& where, const json::object& expected, const json::value* actual,
                           bool whole, variables& captured) {
  if (!actual || !actual->is_object()) return differs(where, json::serialize(expected), actual);
  for (const auto& [name, member] : expected) {
    if (auto found = compare(where + "." + std::string(name), member, json::find(*actual, name), captured))
      return found;
  }
  if (!whole) return std::nullopt;
  for (const auto& [name, member] : actual->as_object()) {
    if (!expected.contains(name)) return differs(where + "." + std::string(name), "nothing", &member);
  }
  return std::nullopt;
}

// {"$one_of": [...]} and the like; a name that is none of them is a mistake in the transcript.
difference compare_matcher(const std::string& where, std::string_view matcher, const json::value& wanted,
                           const json::value* actual, variables& captured) {
  const auto check = [&](bool holds) {
    return holds ? difference() : differs(where, std::string(matcher) + " " + json::serialize(wanted), actual);
  };
  if (matcher == "$one_of") {
    const auto& choices = wanted.as_array();
    return check(std::any_of(choices.begin(), choices.end(),
                             [&](const json::value& choice) { return !compare(where, choice, actual, captured); }));
  }
  if (!actual) return check(false);
  if (matcher == "$type") return check(type_of(*actual) == std::string_view(wanted.as_string()));
  if (matcher == "$len") {
    const std::size_t length = actual->is_array()    ? actual->as_array().size()
                               : actual->is_string() ? actual->as_string().size()
                                                     : std::string::npos;
    return check(wanted.to_number<std::size_t>() == length);
  }
  if (matcher == "$base64_bytes") {
    std::string bytes;
    return check(actual->is_string() && actual->as_string().size() % 4 == 0 &&
                 base64_decode_to(bytes, actual->as_string()) && bytes.size() == wanted.to_number<std::size_t>());
  }
  if (matcher == "$capture") {
    captured[std::string(wanted.as_string())] =
        actual->is_string() ? std::string(actual->as_string()) : json::serialize(*actual);
    return std::nullopt;
  }
  return where + ": unknown matcher " + std::string(matcher);
}

difference compare_array(const std::string& where, const json::array& expected, const json::value* actual,
                         variables& captured) {
  if (!actual || !actual->is_array() || actual->as_array().size() != expected.size()) {
    return differs(where, json::serialize(expected), actual);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (auto found = compare(where + "." + std::to_string(i), expected[i], &actual->as_array()[i], captured)) {
      return found;
    }
  }
  return std::nullopt;
}

difference compare(const std::string& where, const json::value& expected, const json::value* actual,
                   variables& captured) {
  if (expected.is_string()) return compare_text(where, expected.as_string(), actual);
  if (expected.is_array()) return compare_array(where, expected.as_array(), actual, captured);
  if (expected.is_object()) {
    const auto& members = expected.as_object();
    if (members.size() == 1 && members.begin()->key().starts_with('$')) {
      return compare_matcher(where, members.begin()->key(), members.begin()->value(), actual, captured);
    }
    return compare_members(where, members, actual, true, captured);
  }
  const bool same = actual ? json::equal(expected, *actual) : expected.is_null();
  return same ? difference() : differs(where, json::serialize(expected), actual);
}

difference compare_results(const json::value& expected, const json::value& result, variables& captured) {
  const json::value* results = json::find(result, "results");
  if (!results || !results->is_array() || results->as_array().size() != expected.as_array().size()) {
    return differs("results", json::serialize(expected), results);
  }
  for (std::size_t i = 0; i < expected.as_array().size(); ++i) {
    const auto found = first_difference(expected.as_array()[i], results->as_array()[i], captured);
    if (found) return "results." + std::to_string(i) + "." + *found;
  }
  return std::nullopt;
}

difference compare_sorted_statuses(const json::value& expected, const json::value& result) {
  std::vector<std::int64_t> statuses;
  if (const json::value* results = json::find(result, "results")) {
    for (const auto& one : results->as_array()) {
      const json::value* status = json::find(one, "status");
      statuses.push_back(status ? status->to_number<std::int64_t>() : 0);
    }
  }
  std::sort(statuses.begin(), statuses.end());
  json::array sorted;
  for (const auto status : statuses) sorted.emplace_back(status);
  const json::value actual = sorted;
  return json::equal(expected, actual) ? difference() : differs("statuses_sorted", json::serialize(expected), &actual);
}

difference compare_any(const json::value& choices, const json::value& result, variables& captured) {
  std::string why = "any_of";
  for (const auto& choice : choices.as_array()) {
    const auto found = first_difference(choice, result, captured);
    if (!found) return std::nullopt;
    why += " | " + *found;
  }
  return why;
}

}  // namespace

std::optional<std::string> first_difference(const json::value& expect, const json::value& result, variables& captured) {
  for (const auto& [name, expected] : expect.as_object()) {
    difference found;
    if (name == "json_subset") {
      found = compare_members("json", expected.as_object(), json::find(result, "json"), false, captured);
    } else if (name == "headers") {
      found = compare_members("headers", expected.as_object(), json::find(result, "headers"), false, captured);
    } else if (name == "headers_absent") {
      const json::value* headers = json::find(result, "headers");
      for (const auto& header : expected.as_array()) {
        const json::value* there = headers ? json::find(*headers, header.as_string()) : nullptr;
        if (there && !found) found = differs("headers." + std::string(header.as_string()), "nothing", there);
      }
    } else if (name == "statuses_sorted") {
      found = compare_sorted_statuses(expected, result);
    } else if (name == "any_of") {
      found = compare_any(expected, result, captured);
    } else if (name == "results") {
      found = compare_results(expected, result, captured);
    } else {
      found = compare(std::string(name), expected, json::find(result, name), captured);
    }
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace parity_user_store
