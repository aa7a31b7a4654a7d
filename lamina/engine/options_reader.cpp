#include "lamina/engine/options_reader.h"

#include <algorithm>
#include <cmath>

#include "lamina/base/error.h"

namespace lamina {
namespace {

[[noreturn]] void throw_type_error(std::string message, const std::string& package) {
  error failure(std::move(message));
  failure.name = "TypeError";
  throw std::move(failure).with_cause(package);
}

std::string quoted(std::string_view key) { return "'" + std::string(key) + "'"; }

const json::object& no_options() {
  static const json::object none;
  return none;
}

}  // namespace

options_reader::options_reader(const json::object& options, std::string_view package)
    : options_(options), package_(package) {}

options_reader::options_reader(const json::value& options, std::string_view package)
    : options_(options.is_object() ? options.get_object() : no_options()), package_(package) {
  if (!options.is_object()) refuse("", "object");
}

const json::value* options_reader::value(std::string_view key) {
  known_.push_back(key);
  return options_.if_contains(key);
}

void options_reader::boolean(std::string_view key, bool& target) {
  const json::value* given = value(key);
  if (given == nullptr) return;
  if (!given->is_bool()) refuse(key, "boolean");
  target = given->get_bool();
}

void options_reader::boolean(std::string_view key, std::optional<bool>& target) {
  bool read = false;
  boolean(key, read);
  if (options_.if_contains(key) != nullptr) target = read;
}

void options_reader::text(std::string_view key, std::string& target) {
  const json::value* given = value(key);
  if (given == nullptr) return;
  if (!given->is_string()) refuse(key, "string");
  target = given->get_string();
}

void options_reader::text(std::string_view key, std::optional<std::string>& target) {
  std::string read;
  text(key, read);
  if (options_.if_contains(key) != nullptr) target = std::move(read);
}

void options_reader::list(std::string_view key, std::vector<std::string>& target) {
  const json::value* given = value(key);
  if (given == nullptr) return;
  if (!given->is_array()) refuse(key, "array");
  target.clear();
  for (const json::value& item : given->get_array()) {
    if (!item.is_string()) refuse(std::string(key) + "[" + std::to_string(target.size()) + "]", "string");
    target.emplace_back(item.get_string());
  }
}

void options_reader::list(std::string_view key, std::optional<std::vector<std::string>>& target) {
  std::vector<std::string> read;
  list(key, read);
  if (options_.if_contains(key) != nullptr) target = std::move(read);
}

void options_reader::number(std::string_view key, double& target, double minimum, double maximum) {
  const json::value* given = value(key);
  if (given == nullptr) return;
  if (!given->is_number()) refuse(key, "number");
  const double read = given->to_number<double>();
  if (read < minimum) refuse(key, ">= " + json::serialize(minimum));
  if (read > maximum) refuse(key, "<= " + json::serialize(maximum));
  target = read;
}

void options_reader::object(std::string_view key, json::object& target) {
  const json::value* given = value(key);
  if (given == nullptr) return;
  if (!given->is_object()) refuse(key, "object");
  target = given->get_object();
}

void options_reader::choice(std::string_view key, std::string& target,
                            std::initializer_list<std::string_view> allowed) {
  text(key, target);
  if (options_.if_contains(key) == nullptr || std::ranges::find(allowed, target) != allowed.end()) return;
  json::array names;
  for (const std::string_view name : allowed) names.emplace_back(name);
  refuse(key, "one of " + json::serialize(names));
}

std::optional<std::int64_t> options_reader::integer_in(std::string_view key, std::int64_t minimum,
                                                       std::int64_t maximum) {
  const json::value* given = value(key);
  if (given == nullptr) return std::nullopt;
  const double number = given->is_number() ? given->to_number<double>() : std::nan("");
  if (number != std::trunc(number) || std::abs(number) > 9.0e18) refuse(key, "integer");
  const auto whole = given->is_int64() ? given->get_int64() : static_cast<std::int64_t>(number);
  if (whole < minimum) refuse(key, ">= " + std::to_string(minimum));
  if (whole > maximum) refuse(key, "<= " + std::to_string(maximum));
  return whole;
}

std::optional<options_reader> options_reader::nested(std::string_view key) {
  const json::value* given = value(key);
  if (given == nullptr) return std::nullopt;
  if (!given->is_object()) refuse(key, "object");
  options_reader inner(given->get_object(), package_);
  inner.prefix_ = path_of(key) + ".";
  return inner;
}

void options_reader::require(std::string_view key) const {
  if (!options_.contains(key)) throw_type_error("Missing required option " + quoted(path_of(key)), package_);
}

void options_reader::refuse(std::string_view key, std::string_view what) const {
  throw_type_error("Option " + quoted(path_of(key)) + " must be " + std::string(what), package_);
}

void options_reader::finish() const {
  for (const auto& member : options_)
    if (std::ranges::find(known_, std::string_view(member.key())) == known_.end())
      throw_type_error("Unknown option " + quoted(path_of(member.key())), package_);
}

}  // namespace lamina
