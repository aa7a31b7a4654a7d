#include "lamina/gateway/templates/internal/methods.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lamina::gateway::templates {
namespace {

constexpr std::pair<std::string_view, method> known[] = {
    {"add", method::add},
    {"addAll", method::add_all},
    {"base64Decode", method::base64_decode},
    {"base64Encode", method::base64_encode},
    {"booleanValue", method::boolean_value},
    {"charAt", method::char_at},
    {"clear", method::clear},
    {"compareTo", method::compare_to},
    {"concat", method::concat},
    {"contains", method::contains},
    {"containsKey", method::contains_key},
    {"containsValue", method::contains_value},
    {"doubleValue", method::double_value},
    {"endsWith", method::ends_with},
    {"entrySet", method::entry_set},
    {"equals", method::equals},
    {"equalsIgnoreCase", method::equals_ignore_case},
    {"escapeJavaScript", method::escape_java_script},
    {"get", method::get},
    {"getKey", method::get_key},
    {"getOrDefault", method::get_or_default},
    {"getValue", method::get_value},
    {"indexOf", method::index_of},
    {"intValue", method::int_value},
    {"isBlank", method::is_blank},
    {"isEmpty", method::is_empty},
    {"json", method::json},
    {"keySet", method::key_set},
    {"lastIndexOf", method::last_index_of},
    {"length", method::length},
    {"longValue", method::long_value},
    {"matches", method::matches},
    {"params", method::params},
    {"parseBoolean", method::parse_boolean},
    {"parseDouble", method::parse_double},
    {"parseInt", method::parse_int},
    {"parseJson", method::parse_json},
    {"parseLong", method::parse_long},
    {"path", method::path},
    {"put", method::put},
    {"putAll", method::put_all},
    {"putIfAbsent", method::put_if_absent},
    {"remove", method::remove},
    {"replace", method::replace},
    {"replaceAll", method::replace_all},
    {"replaceFirst", method::replace_first},
    {"set", method::set},
    {"size", method::size},
    {"split", method::split},
    {"startsWith", method::starts_with},
    {"subList", method::sub_list},
    {"substring", method::substring},
    {"toLowerCase", method::to_lower_case},
    {"toString", method::to_string},
    {"toUpperCase", method::to_upper_case},
    {"trim", method::trim},
    {"urlDecode", method::url_decode},
    {"urlEncode", method::url_encode},
    {"valueOf", method::value_of},
    {"values", method::values},
};

}  // namespace

std::optional<method> find_method(std::string_view name) noexcept {
  const auto found = std::ranges::lower_bound(known, name, {}, &std::pair<std::string_view, method>::first);
  if (found == std::end(known) || found->first != name) return std::nullopt;
  return found->second;
}

}  // namespace lamina::gateway::templates
