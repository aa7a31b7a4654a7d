#pragma once

#include <optional>
#include <string_view>

#include "lamina/json/json.h"

namespace lamina::json::schemas {

// One value of "format". Behaviour: ajv-formats 3 in its full mode and ajv-formats-draft2019, which Middy uses.
struct format_entry {
  std::string_view name;
  bool (*accepts_text)(std::string_view) = nullptr;  // null: says nothing of strings
  bool (*accepts_number)(const value&) = nullptr;    // null: says nothing of numbers
  // Order of two texts, for formatMinimum and its like; absent when one is not comparable.
  std::optional<double> (*compare)(std::string_view, std::string_view) = nullptr;
};

// Null: unknown.
const format_entry* find_format(std::string_view name) noexcept;

// The tests, for those who need one by itself. All take any bytes and allocate nothing but "regex".
bool is_date(std::string_view text) noexcept;
bool is_time(std::string_view text) noexcept;  // with a time zone
bool is_date_time(std::string_view text) noexcept;
bool is_iso_time(std::string_view text) noexcept;  // the time zone may be missing
bool is_iso_date_time(std::string_view text) noexcept;
bool is_duration(std::string_view text) noexcept;
std::optional<double> compare_dates(std::string_view left, std::string_view right);
std::optional<double> compare_times(std::string_view left, std::string_view right);
std::optional<double> compare_date_times(std::string_view left, std::string_view right);

bool is_uri(std::string_view text) noexcept;
bool is_uri_reference(std::string_view text) noexcept;
bool is_iri(std::string_view text) noexcept;
bool is_iri_reference(std::string_view text) noexcept;
bool is_uri_template(std::string_view text) noexcept;
bool is_url(std::string_view text) noexcept;
bool is_json_pointer(std::string_view text) noexcept;
bool is_json_pointer_fragment(std::string_view text) noexcept;
bool is_relative_json_pointer(std::string_view text) noexcept;

bool is_ipv4(std::string_view text) noexcept;
bool is_ipv6(std::string_view text) noexcept;
bool is_hostname(std::string_view text) noexcept;
bool is_idn_hostname(std::string_view text) noexcept;
bool is_email(std::string_view text) noexcept;
bool is_idn_email(std::string_view text) noexcept;
bool is_uuid(std::string_view text) noexcept;
bool is_base64(std::string_view text) noexcept;

}  // namespace lamina::json::schemas
