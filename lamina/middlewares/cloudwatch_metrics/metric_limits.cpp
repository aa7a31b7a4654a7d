#include "lamina/middlewares/cloudwatch_metrics/metric_limits.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "lamina/base/log.h"
#include "lamina/base/utf8.h"
#include "lamina/json/json.h"

namespace lamina::metric_limits {
namespace {

constexpr std::size_t max_dimension_name = 250, max_dimension_value = 1024, max_metric_name = 1024, max_namespace = 256;
constexpr double max_value = 9'007'199'254'740'991;  // JavaScript's MAX_SAFE_INTEGER
constexpr std::chrono::milliseconds oldest{1'209'600'000}, newest{7'200'000};

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 ||
                          (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
                          c == 0x3000 || c == 0xFEFF;  // what String.prototype.trim takes away
    if (!is_space) return false;
  }
  return true;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++length)
    if (next_code_point(text, at) > 0xFFFF) ++length;
  return length;
}

bool is_ascii(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

error refuse(std::string_view what, std::string_view text, std::string_view why) {
  return error(std::string(what) + " " + std::string(text) + " " + std::string(why));
}
constexpr std::string_view blank = "must include at least one non-whitespace character";
std::string too_long(std::size_t limit) { return "must not exceed maximum length " + std::to_string(limit); }

result<void> check_dimension(std::string_view key, std::string_view value) {
  if (!is_ascii(key)) return refuse("Dimension key", key, "has invalid characters");
  if (!is_ascii(value)) return refuse("Dimension value", value, "has invalid characters");
  if (is_blank(key)) return refuse("Dimension key", key, blank);
  if (is_blank(value)) return refuse("Dimension value", value, blank);
  if (key.size() > max_dimension_name) return refuse("Dimension key", key, too_long(max_dimension_name));
  if (value.size() > max_dimension_value) return refuse("Dimension value", value, too_long(max_dimension_value));
  if (key.starts_with(':')) return refuse("Dimension key", key, "cannot start with ':'");
  return {};
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::string text;
  json::number_to(text, value);
  return text;
}

}  // namespace

result<void> check_dimensions(const std::vector<std::pair<std::string, std::string>>& set) {
  if (set.size() > max_dimensions)
    return error("Maximum number of dimensions per dimension set allowed are " + std::to_string(max_dimensions));
  for (const auto& [key, value] : set)
    if (auto fine = check_dimension(key, value); !fine) return fine;
  return {};
}

result<void> check_metric(std::string_view name, double value) {
  if (is_blank(name)) return refuse("Metric key", name, blank);
  if (utf16_length(name) > max_metric_name) return refuse("Metric key", name, too_long(max_metric_name));
  if (name == "_aws") return refuse("Metric key", name, "is taken: the line describes its metrics there");
  if (!std::isfinite(value)) return refuse("Metric value", number_text(value), "is not a number");
  if (value > max_value)  // the closing brace is the library's
    return refuse("Metric value", number_text(value), "must not exceed maximum value " + number_text(max_value) + "}");
  if (value < -max_value)
    return refuse("Metric value", number_text(value), "must not be less than minimum value " + number_text(-max_value));
  return {};
}

result<void> check_namespace(std::string_view name) {
  if (is_blank(name)) return error("Namespace " + std::string(blank));
  if (utf16_length(name) > max_namespace) return error("Namespace " + too_long(max_namespace));
  const bool is_fine = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" ._#:/-").find(c) != std::string_view::npos;
  });
  if (!is_fine) return refuse("Namespace", name, "has invalid characters");
  return {};
}

result<void> check_time(system_time when, system_time now) {
  const auto refuse_time = [when](std::string_view what, std::chrono::milliseconds limit) {
    return refuse("Timestamp", iso_time(when), std::string(what) + std::to_string(limit.count()) + " milliseconds");
  };
  if (when < now - oldest) return refuse_time("must not be older than ", oldest);
  if (when > now + newest) return refuse_time("must not be newer than ", newest);
  return {};
}

}  // namespace lamina::metric_limits
