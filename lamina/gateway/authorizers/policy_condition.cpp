#include "lamina/gateway/authorizers/policy_condition.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "lamina/http/message.h"
#include "lamina/tokens/timestamp.h"

namespace lamina::gateway {
namespace {

std::optional<double> read_number(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "2026-01-01", "2026-01-01T00:00:00Z", or seconds since 1970.
std::optional<double> read_date(std::string_view text) {
  if (const auto seconds = read_number(text)) return seconds;
  constexpr std::size_t of_day = 10;
  std::string whole(text);
  if (text.size() == of_day) whole += "T00:00:00Z";
  const auto when = tokens::parse_timestamp(whole);
  if (!when) return std::nullopt;
  return std::chrono::duration<double>(when->time_since_epoch()).count();
}

// Each of the six parts by itself: a "*" does not reach beyond a colon.
bool matches_arn(std::string_view pattern, std::string_view arn) noexcept {
  for (int part = 0; part < 5; ++part) {
    const std::size_t in_pattern = pattern.find(':'), in_arn = arn.find(':');
    if (in_pattern == std::string_view::npos || in_arn == std::string_view::npos) return false;
    if (!matches_wildcards(pattern.substr(0, in_pattern), arn.substr(0, in_arn))) return false;
    pattern.remove_prefix(in_pattern + 1);
    arn.remove_prefix(in_arn + 1);
  }
  return matches_wildcards(pattern, arn);
}

// JSON numbers and booleans may stand for their texts.
std::optional<std::string> text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool() || value.is_number()) return json::serialize(value);
  return std::nullopt;
}

bool take(std::string_view& name, std::string_view prefix) noexcept {
  if (!http::equal_ignoring_case(name.substr(0, prefix.size()), prefix)) return false;
  name.remove_prefix(prefix.size());
  return true;
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;  // let the last star take one character more
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool read_texts(const json::value* from, std::vector<std::string>& out) {
  if (from == nullptr) return false;
  if (from->is_string()) {
    out.emplace_back(from->get_string());
    return true;
  }
  if (!from->is_array()) return false;
  for (const json::value& one : from->get_array()) {
    if (!one.is_string()) return false;
    out.emplace_back(one.get_string());
  }
  return true;
}

struct policy_condition::operation {
  std::string_view name;
  kind what;
  order how = order::equal;
  bool is_negative = false;
};

const policy_condition::operation* policy_condition::find_operation(std::string_view name) noexcept {
  static constexpr operation all[] = {
      {"StringEquals", kind::equal},
      {"StringNotEquals", kind::equal, order::equal, true},
      {"StringEqualsIgnoreCase", kind::equal_ignoring_case},
      {"StringNotEqualsIgnoreCase", kind::equal_ignoring_case, order::equal, true},
      {"StringLike", kind::like},
      {"StringNotLike", kind::like, order::equal, true},
      {"ArnEquals", kind::arn_like},  // the same as ArnLike
      {"ArnNotEquals", kind::arn_like, order::equal, true},
      {"ArnLike", kind::arn_like},
      {"ArnNotLike", kind::arn_like, order::equal, true},
      {"Bool", kind::boolean},
      {"NumericEquals", kind::number},
      {"NumericNotEquals", kind::number, order::equal, true},
      {"NumericLessThan", kind::number, order::less},
      {"NumericLessThanEquals", kind::number, order::less_equal},
      {"NumericGreaterThan", kind::number, order::greater},
      {"NumericGreaterThanEquals", kind::number, order::greater_equal},
      {"DateEquals", kind::date},
      {"DateNotEquals", kind::date, order::equal, true},
      {"DateLessThan", kind::date, order::less},
      {"DateLessThanEquals", kind::date, order::less_equal},
      {"DateGreaterThan", kind::date, order::greater},
      {"DateGreaterThanEquals", kind::date, order::greater_equal},
      {"IpAddress", kind::address},
      {"NotIpAddress", kind::address, order::equal, true},
      {"Null", kind::null},
  };
  const auto* const found =
      std::ranges::find_if(all, [&](const operation& one) { return http::equal_ignoring_case(one.name, name); });
  return found == std::end(all) ? nullptr : found;
}

result<void> policy_condition::read(const json::value& block, std::vector<policy_condition>& out) {
  if (!block.is_object()) return error("Condition: expected an object");
  for (const auto& [name, keys] : block.get_object()) {
    const std::string where = "Condition." + std::string(name);
    policy_condition operation;
    if (auto known = operation.read_operator(name); !known) return error(where + ": " + known.error().message);
    if (!keys.is_object()) return error(where + ": expected an object");
    for (const auto& [key, values] : keys.get_object()) {
      policy_condition line = operation;
      line.key_ = condition_key_of(key);
      const json::array single = values.is_array() ? json::array() : json::array{values};
      for (const json::value& one : values.is_array() ? values.get_array() : single)
        if (auto read = line.read_value(one); !read)
          return error(where + "." + std::string(key) + ": " + read.error().message);
      out.push_back(std::move(line));
    }
  }
  return {};
}

result<void> policy_condition::read_operator(std::string_view name) {
  for_all_ = take(name, "ForAllValues:");
  for_any_ = !for_all_ && take(name, "ForAnyValue:");
  const operation* found = find_operation(name);
  constexpr std::string_view suffix = "IfExists";
  if (found == nullptr && name.size() > suffix.size() &&
      http::equal_ignoring_case(name.substr(name.size() - suffix.size()), suffix)) {
    found = find_operation(name.substr(0, name.size() - suffix.size()));
    if_exists_ = true;
  }
  if (found == nullptr || (if_exists_ && found->what == kind::null))
    return error("expected a condition operator (StringEquals, IpAddress, ...)");
  kind_ = found->what;
  order_ = found->how;
  is_negative_ = found->is_negative;
  return {};
}

result<void> policy_condition::read_value(const json::value& value) {
  auto text = text_of(value);
  if (!text) return error("expected a string, a number or a boolean, or a list of them");
  // A rule that is half understood might be the one that denies.
  if (text->find("${") != std::string::npos) return error("policy variables (" + *text + ") cannot be judged here");
  if (kind_ == kind::number || kind_ == kind::date) {
    const auto number = kind_ == kind::date ? read_date(*text) : read_number(*text);
    if (!number) return error((kind_ == kind::date ? "expected a date, found " : "expected a number, found ") + *text);
    numbers_.push_back(*number);
  } else if (kind_ == kind::address) {
    const auto range = ip_range::read(*text);
    if (!range) return error("expected an address or a range (192.0.2.0/24), found " + *text);
    ranges_.push_back(*range);
  } else {
    const bool is_true = http::equal_ignoring_case(*text, "true");
    if ((kind_ == kind::boolean || kind_ == kind::null) && !is_true && !http::equal_ignoring_case(*text, "false"))
      return error("expected true or false, found " + *text);
    texts_.push_back(*std::move(text));
  }
  return {};
}

bool policy_condition::holds(const policy_facts& facts) const {
  std::string storage;
  const auto text = facts.text(key_, storage);
  if (kind_ == kind::null) return fits_text(text ? "false" : "true");
  if (!text) return if_exists_ || for_all_ || (is_negative_ && !for_any_);
  return fits(facts, *text) != is_negative_;
}

bool policy_condition::fits(const policy_facts& facts, std::string_view text) const {
  const auto in = [&](const ip_range& range) { return range.contains(text); };
  if (kind_ == kind::address) return std::ranges::any_of(ranges_, in);
  if (kind_ != kind::number && kind_ != kind::date) return fits_text(text);
  const bool is_time = key_ == condition_key::current_time || key_ == condition_key::epoch_time;
  const auto number = is_time               ? std::optional(facts.seconds())
                      : kind_ == kind::date ? read_date(text)
                                            : read_number(text);
  return number && fits_number(*number);
}

bool policy_condition::fits_number(double value) const noexcept {
  return std::ranges::any_of(numbers_, [&](double bound) {
    switch (order_) {
      case order::equal: return value == bound;
      case order::less: return value < bound;
      case order::less_equal: return value <= bound;
      case order::greater: return value > bound;
      case order::greater_equal: return value >= bound;
    }
    return false;
  });
}

bool policy_condition::fits_text(std::string_view text) const {
  return std::ranges::any_of(texts_, [&](const std::string& wanted) {
    switch (kind_) {
      case kind::equal: return wanted == text;
      case kind::like: return matches_wildcards(wanted, text);
      case kind::arn_like: return matches_arn(wanted, text);
      default: return http::equal_ignoring_case(wanted, text);
    }
  });
}

}  // namespace lamina::gateway
