#include "lamina/middlewares/http_cors/origin.h"

#include <algorithm>
#include <optional>

#include "lamina/base/utf8.h"

namespace lamina {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '-';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) {
  return std::ranges::equal(text.substr(0, lower_prefix.size()), lower_prefix, {}, lower);
}

// http(s)://host with an optional port and nothing else: what nearly every browser sends.
bool is_plain_origin(std::string_view origin) {
  std::string_view rest;
  if (starts_with_ignoring_case(origin, "https://"))
    rest = origin.substr(8);
  else if (starts_with_ignoring_case(origin, "http://"))
    rest = origin.substr(7);
  else
    return false;
  const auto host_end = std::ranges::find_if_not(rest, is_plain_host_character);
  const std::string_view port = rest.substr(static_cast<std::size_t>(host_end - rest.begin()));
  if (host_end == rest.begin()) return false;
  return port.empty() || (port.size() > 1 && port[0] == ':' && std::ranges::all_of(port.substr(1), is_digit));
}

// The host of a URL and its port, or nothing when they are none. Characters that no host has: URL Standard, "forbidden
// domain code point".
std::optional<std::string> canonical_host(std::string_view authority) {
  authority = authority.substr(0, authority.find_first_of("/?#\\"));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  std::string_view port;
  if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    if (!std::ranges::all_of(port, is_digit)) return std::nullopt;
  }
  if (authority.empty() || authority.find_first_of(" <>[]^|%") != std::string_view::npos) return std::nullopt;
  std::string host;
  const std::string lowered = lower_case(authority);
  for (std::string_view rest = lowered;;) {
    const auto dot = rest.find('.');
    host += punycode_label(rest.substr(0, dot));
    if (dot == std::string_view::npos) break;
    host += '.';
    rest.remove_prefix(dot + 1);
  }
  if (!port.empty() && port != "443") host.append(":").append(port);
  return host;
}

constexpr std::uint32_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700, initial_bias = 72, initial_n = 128;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool is_first) {
  delta = is_first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (base - tmin) * tmax / 2; k += base) delta /= base - tmin;
  return k + (base - tmin + 1) * delta / (delta + skew);
}

void append_digit(std::string& out, std::uint32_t digit) {
  out += static_cast<char>(digit < 26 ? 'a' + digit : '0' + digit - 26);
}

void append_delta(std::string& out, std::uint32_t delta, std::uint32_t bias) {
  for (std::uint32_t k = base;; k += base) {
    const std::uint32_t t = k <= bias ? tmin : std::min(k - bias, tmax);
    if (delta < t) break;
    append_digit(out, t + (delta - t) % (base - t));
    delta = (delta - t) / (base - t);
  }
  append_digit(out, delta);
}

}  // namespace

std::string canonical_origin(std::string_view origin) {
  if (is_plain_origin(origin)) {
    std::string plain(origin);
    std::ranges::transform(plain, plain.begin(), lower);
    return plain;
  }
  const std::string_view scheme = origin.starts_with("https://")  ? "https://"
                                  : origin.starts_with("http://") ? "http://"
                                                                  : "";
  if (scheme.empty() || origin.size() == scheme.size()) return std::string(origin);
  const auto host = canonical_host(origin.substr(scheme.size()));
  return host ? std::string(scheme) + *host : std::string(origin);
}

bool matches_origin_pattern(std::string_view origin, std::string_view pattern) noexcept {
  // Trying again from the last '*' is enough: what an earlier one could take in addition ends before the same dot.
  std::size_t at = 0, in_pattern = 0, star = std::string_view::npos, taken = 0;
  while (at < origin.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      taken = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == origin[at]) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos && origin[taken] != '.') {
      at = ++taken;
      in_pattern = star + 1;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

std::string punycode_label(std::string_view label) {
  if (is_ascii(label)) return std::string(label);
  std::u32string points;
  std::string out;
  for (std::size_t at = 0; at < label.size();) {
    points += next_code_point(label, at);
    if (points.back() < 0x80) out += static_cast<char>(points.back());
  }
  const auto plain = static_cast<std::uint32_t>(out.size());
  if (plain > 0) out += '-';
  std::uint32_t n = initial_n, delta = 0, bias = initial_bias, done = plain;
  while (done < points.size()) {
    std::uint32_t next = 0x110000;
    for (const char32_t point : points)
      if (point >= n) next = std::min<std::uint32_t>(next, point);
    delta += (next - n) * (done + 1);
    n = next;
    for (const char32_t point : points) {
      if (point < n) ++delta;
      if (point != n) continue;
      append_delta(out, delta, bias);
      bias = adapt(delta, done + 1, done == plain);
      delta = 0;
      ++done;
    }
    ++delta;
    ++n;
  }
  return "xn--" + out;
}

}  // namespace lamina
