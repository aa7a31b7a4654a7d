#include "lamina/json/schema/internal/format.h"

#include <array>
#include <cmath>

#include "lamina/json/schema/internal/pattern.h"

namespace lamina::json::schemas {
namespace {

bool is_regex(std::string_view text) { return pattern::compile(text).has_value(); }
bool anything(std::string_view) { return true; }
bool any_number(const value&) { return true; }
bool is_int64(const value& number) {
  if (!number.is_double()) return true;
  return std::isfinite(number.get_double()) && std::trunc(number.get_double()) == number.get_double();
}
bool is_int32(const value& number) {
  const double as_double = number.to_number<double>();
  return is_int64(number) && as_double >= -2147483648.0 && as_double <= 2147483647.0;
}

constexpr std::array<format_entry, 30> formats{{
    {"date", is_date, nullptr, compare_dates},
    {"time", is_time, nullptr, compare_times},
    {"date-time", is_date_time, nullptr, compare_date_times},
    {"iso-time", is_iso_time, nullptr, compare_times},
    {"iso-date-time", is_iso_date_time, nullptr, compare_date_times},
    {"duration", is_duration},
    {"uri", is_uri},
    {"uri-reference", is_uri_reference},
    {"uri-template", is_uri_template},
    {"url", is_url},
    {"iri", is_iri},
    {"iri-reference", is_iri_reference},
    {"email", is_email},
    {"idn-email", is_idn_email},
    {"hostname", is_hostname},
    {"idn-hostname", is_idn_hostname},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"regex", is_regex},
    {"uuid", is_uuid},
    {"json-pointer", is_json_pointer},
    {"json-pointer-uri-fragment", is_json_pointer_fragment},
    {"relative-json-pointer", is_relative_json_pointer},
    {"byte", is_base64},
    {"int32", nullptr, is_int32},
    {"int64", nullptr, is_int64},
    {"float", nullptr, any_number},
    {"double", nullptr, any_number},
    {"password", anything},
    {"binary", anything},
}};

}  // namespace

const format_entry* find_format(std::string_view name) noexcept {
  for (const format_entry& entry : formats)
    if (entry.name == name) return &entry;
  return nullptr;
}

}  // namespace lamina::json::schemas
