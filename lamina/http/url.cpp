#include "lamina/http/url.h"

#include <algorithm>
#include <charconv>

#include "lamina/http/message.h"

namespace lamina::http {
namespace {

error unfit(std::string_view text, const char* expected) {
  std::string shown(text.substr(0, 200));
  std::ranges::replace_if(
      shown, [](unsigned char c) { return c < 0x20 || c > 0x7e; }, '?');
  return error("\"" + shown + "\" is no URL: expected " + expected);
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_address_character(char c) {  // of IPv6 in brackets
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

// Takes the host off the front.
bool take_host(std::string_view& rest, std::string& host) {
  const bool in_brackets = rest.starts_with('[');
  if (in_brackets) rest.remove_prefix(1);
  const auto end = std::ranges::find_if_not(rest, in_brackets ? is_address_character : is_host_character);
  host.assign(rest.begin(), end);
  rest.remove_prefix(host.size());
  if (!in_brackets) return !host.empty();
  const bool closed = rest.starts_with(']');
  if (closed) rest.remove_prefix(1);
  return closed && !host.empty();
}

bool take_port(std::string_view& rest, std::uint16_t& port) {
  if (!rest.starts_with(':')) return true;
  const auto [end, failure] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), port);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return failure == std::errc() && port != 0;
}

}  // namespace

result<url> parse_url(std::string_view text) {
  if (!std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
    return unfit(text, "no blanks, control characters or bytes beyond ASCII");
  const std::size_t scheme = text.find("://");
  url found;
  found.is_secure = equal_ignoring_case(text.substr(0, scheme), "https");
  if (scheme == text.npos || (!found.is_secure && !equal_ignoring_case(text.substr(0, scheme), "http")))
    return unfit(text, "http:// or https://");
  found.port = found.is_secure ? 443 : 80;
  std::string_view rest = text.substr(scheme + 3);
  if (!take_host(rest, found.host)) return unfit(text, "a host");
  if (!take_port(rest, found.port)) return unfit(text, "a port from 1 to 65535");
  rest = rest.substr(0, rest.find('#'));
  if (!rest.empty() && rest.front() != '/' && rest.front() != '?') return unfit(text, "a path after the host");
  if (!rest.starts_with('/')) found.target = '/';
  found.target += rest;
  return found;
}

std::string url::authority() const {
  std::string text = host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != (is_secure ? 443 : 80)) text.append(":").append(std::to_string(port));
  return text;
}

std::string url::origin() const { return (is_secure ? "https://" : "http://") + authority(); }

}  // namespace lamina::http
