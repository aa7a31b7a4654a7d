#include "lamina/json/schema/internal/format.h"
#include "lamina/json/schema/internal/text_reader.h"

// Addresses and names: IP, host, mail, UUID, base64.
namespace lamina::json::schemas {
namespace {

bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 128; }

bool is_label(std::string_view label, bool international) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  for (const char c : label)
    if (!is_alphanumeric(c) && c != '-' && !(international && is_beyond_ascii(c))) return false;
  return true;
}

bool has_labels(std::string_view name, bool international) {
  while (true) {
    const auto dot = name.find('.');
    if (!is_label(name.substr(0, dot), international)) return false;
    if (dot == name.npos) return true;
    name.remove_prefix(dot + 1);
  }
}

bool is_host(std::string_view text, bool international) {
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  return !text.empty() && text.size() <= 253 && has_labels(text, international);
}

bool is_atom(std::string_view text, bool international) {
  static constexpr std::string_view special = "!#$%&'*+/=?^_`{|}~-";
  if (text.empty()) return false;
  for (const char c : text)
    if (!is_alphanumeric(c) && special.find(c) == special.npos && !(international && is_beyond_ascii(c))) return false;
  return true;
}

// Dots may separate atoms, but neither begin, end nor follow each other.
bool is_local_part(std::string_view text, bool international) {
  while (true) {
    const auto dot = text.find('.');
    if (!is_atom(text.substr(0, dot), international)) return false;
    if (dot == text.npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_mail(std::string_view text, bool international) {
  const auto at = text.find('@');
  if (at == text.npos || !is_local_part(text.substr(0, at), international)) return false;
  const std::string_view domain = text.substr(at + 1);
  if (!international && domain.find('.') == domain.npos) return false;
  return has_labels(domain, international);
}

}  // namespace

bool is_ipv4(std::string_view text) noexcept {
  text_reader in(text);
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && !in.take('.')) return false;
    const auto digits = in.take_while(is_digit);
    if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0')) return false;
    if (digits.size() == 3 && digits > "255") return false;
  }
  return in.at_end();
}

bool is_ipv6(std::string_view text) noexcept {
  int groups = 0;
  bool shortened = false;
  if (text.substr(0, 2) == "::") {
    shortened = true;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    const auto colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == text.npos && group.find('.') != group.npos) {
      groups += 2;
      return is_ipv4(group) && (shortened ? groups < 8 : groups == 8);
    }
    if (group.empty() || group.size() > 4) return false;
    for (const char c : group)
      if (!is_hex(c)) return false;
    ++groups;
    if (colon == text.npos) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;
    if (text.front() == ':') {
      if (shortened) return false;
      shortened = true;
      text.remove_prefix(1);
    }
  }
  return shortened ? groups < 8 : groups == 8;
}

bool is_hostname(std::string_view text) noexcept { return is_host(text, false); }
bool is_idn_hostname(std::string_view text) noexcept { return is_host(text, true); }
bool is_email(std::string_view text) noexcept { return is_mail(text, false); }
bool is_idn_email(std::string_view text) noexcept { return is_mail(text, true); }

bool is_uuid(std::string_view text) noexcept {
  static constexpr std::string_view prefix = "urn:uuid:";
  if (text.size() == 36 + prefix.size()) {
    for (std::size_t i = 0; i < prefix.size(); ++i)
      if ((is_letter(text[i]) ? text[i] | 32 : text[i]) != prefix[i]) return false;
    text.remove_prefix(prefix.size());
  }
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_base64(std::string_view text) noexcept {
  if (text.size() % 4 != 0) return false;
  std::size_t length = text.size();
  for (int padding = 0; padding < 2 && length > 0 && text[length - 1] == '='; ++padding) --length;
  for (const char c : text.substr(0, length))
    if (!is_alphanumeric(c) && c != '+' && c != '/') return false;
  return true;
}

}  // namespace lamina::json::schemas
