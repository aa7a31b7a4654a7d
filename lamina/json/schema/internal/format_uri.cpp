#include <cstdint>

#include "lamina/json/schema/internal/format.h"
#include "lamina/json/schema/internal/text_reader.h"

// RFC 3986 URIs, RFC 3987 IRIs, RFC 6570 templates, JSON pointers.
namespace lamina::json::schemas {
namespace {

constexpr std::string_view sub_delims = "!$&'()*+,;=";

bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }
bool is_scheme(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; }

// Only bytes of `extra`, unreserved and sub-delims, %XX, and in an IRI anything beyond ASCII.
bool consists_of(std::string_view text, std::string_view extra, bool international) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_unreserved(c) || sub_delims.find(c) != sub_delims.npos || extra.find(c) != extra.npos) continue;
    if (international && static_cast<unsigned char>(c) >= 128) continue;
    if (c != '%' || i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

bool is_ip_literal(std::string_view text) {
  if (text.empty() || (text.front() != 'v' && text.front() != 'V')) return is_ipv6(text);
  const auto dot = text.find('.');
  if (dot == text.npos || dot < 2 || dot + 1 == text.size()) return false;
  for (const char c : text.substr(1, dot - 1))
    if (!is_hex(c)) return false;
  return text.find('%') == text.npos && consists_of(text.substr(dot + 1), ":", false);
}

bool is_authority(std::string_view text, bool international) {
  if (const auto at = text.rfind('@'); at != text.npos) {
    if (!consists_of(text.substr(0, at), ":", international)) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.substr(0, 1) == "[") {
    const auto end = text.find(']');
    if (end == text.npos || !is_ip_literal(text.substr(1, end - 1))) return false;
    port = text.substr(end + 1);
  } else {
    const auto colon = text.find(':');
    if (!consists_of(text.substr(0, colon), "\"", international)) return false;
    port = colon == text.npos ? std::string_view() : text.substr(colon);
  }
  if (port.empty()) return true;
  if (port.front() != ':') return false;
  for (const char c : port.substr(1))
    if (!is_digit(c)) return false;
  return true;
}

std::size_t scheme_end(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return 0;
  text_reader in(text);
  const auto name = in.take_while(is_scheme);
  return in.peek() == ':' ? name.size() + 1 : 0;
}

bool is_reference(std::string_view text, bool scheme_required, bool international) {
  const std::size_t scheme = scheme_end(text);
  if (scheme == 0 && scheme_required) return false;
  text.remove_prefix(scheme);
  if (const auto mark = text.find('#'); mark != text.npos) {
    if (!consists_of(text.substr(mark + 1), "\":@/?", international)) return false;
    text = text.substr(0, mark);
  }
  if (const auto mark = text.find('?'); mark != text.npos) {
    if (!consists_of(text.substr(mark + 1), "\":@/?", international)) return false;
    text = text.substr(0, mark);
  }
  if (text.substr(0, 2) == "//") {
    const auto end = text.find('/', 2);
    if (!is_authority(text.substr(2, end == text.npos ? text.npos : end - 2), international)) return false;
    text = end == text.npos ? std::string_view() : text.substr(end);
  }
  return consists_of(text, "\":@/", international);
}

bool is_variable(std::string_view text) {
  if (const auto colon = text.find(':'); colon != text.npos) {
    const auto length = text.substr(colon + 1);
    if (length.empty() || length.size() > 4 || length.front() == '0') return false;
    for (const char c : length)
      if (!is_digit(c)) return false;
    text = text.substr(0, colon);
  } else if (!text.empty() && text.back() == '*') {
    text.remove_suffix(1);
  }
  if (text.empty()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_letter(text[i]) || is_digit(text[i]) || text[i] == '_') continue;
    if (text[i] != '%' || i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

bool is_expression(std::string_view text) {
  if (!text.empty() && std::string_view("+#./;?&=,!@|").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  while (true) {
    const auto comma = text.find(',');
    if (!is_variable(text.substr(0, comma))) return false;
    if (comma == text.npos) return true;
    text.remove_prefix(comma + 1);
  }
}

bool has_good_tildes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  return true;
}

}  // namespace

bool is_uri(std::string_view text) noexcept { return is_reference(text, true, false); }
bool is_uri_reference(std::string_view text) noexcept { return is_reference(text, false, false); }
bool is_iri(std::string_view text) noexcept { return is_reference(text, true, true); }
bool is_iri_reference(std::string_view text) noexcept { return is_reference(text, false, true); }

bool is_uri_template(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{') {
      const auto end = text.find('}', i);
      if (end == text.npos || !is_expression(text.substr(i + 1, end - i - 1))) return false;
      i = end;
    } else if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (static_cast<unsigned char>(c) <= 0x20 ||
               std::string_view("\"'<>\\^`|}").find(c) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// A public address of the web: http, https or ftp, a host with a dot in it or a public IPv4 address.
bool is_url(std::string_view text) noexcept {
  const auto mark = text.find("://");
  if (mark == text.npos) return false;
  const std::string_view scheme = text.substr(0, mark);
  if (scheme != "http" && scheme != "https" && scheme != "ftp") return false;
  if (!is_iri(text)) return false;
  std::string_view host = text.substr(mark + 3, text.find_first_of("/?#", mark + 3) - mark - 3);
  if (const auto at = host.rfind('@'); at != host.npos) host.remove_prefix(at + 1);
  host = host.substr(0, host.find(':'));
  if (is_ipv4(host)) {
    for (const std::string_view own : {"10.", "127.", "0.", "169.254.", "192.168."})
      if (host.substr(0, own.size()) == own) return false;
    return true;
  }
  const auto dot = host.rfind('.');
  if (dot == host.npos || dot == 0 || host.size() - dot < 3) return false;
  for (const char c : host.substr(dot + 1))
    if (is_digit(c) || c == '-') return false;
  return host.find("..") == host.npos;
}

bool is_json_pointer(std::string_view text) noexcept {
  return text.empty() || (text.front() == '/' && has_good_tildes(text));
}

bool is_json_pointer_fragment(std::string_view text) noexcept {
  if (text.empty() || text.front() != '#') return false;
  text.remove_prefix(1);
  return is_json_pointer(text) && consists_of(text, ":@/", false);
}

bool is_relative_json_pointer(std::string_view text) noexcept {
  text_reader in(text);
  const auto levels = in.take_while(is_digit);
  if (levels.empty() || (levels.size() > 1 && levels.front() == '0')) return false;
  return in.rest() == "#" || is_json_pointer(in.rest());
}

}  // namespace lamina::json::schemas
