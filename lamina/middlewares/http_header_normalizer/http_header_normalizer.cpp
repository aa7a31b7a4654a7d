#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lamina/base/utf8.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

// Names that are not simply capitalised (Middy's list).
constexpr std::array own_spelling = std::to_array<std::string_view>({"ALPN",
                                                                     "C-PEP",
                                                                     "C-PEP-Info",
                                                                     "CalDAV-Timezones",
                                                                     "Content-ID",
                                                                     "Content-MD5",
                                                                     "DASL",
                                                                     "DAV",
                                                                     "DNT",
                                                                     "ETag",
                                                                     "GetProfile",
                                                                     "HTTP2-Settings",
                                                                     "Last-Event-ID",
                                                                     "MIME-Version",
                                                                     "NEL",
                                                                     "Optional-WWW-Authenticate",
                                                                     "Sec-WebSocket-Accept",
                                                                     "Sec-WebSocket-Extensions",
                                                                     "Sec-WebSocket-Key",
                                                                     "Sec-WebSocket-Protocol",
                                                                     "Sec-WebSocket-Version",
                                                                     "SLUG",
                                                                     "TCN",
                                                                     "TE",
                                                                     "TTL",
                                                                     "WWW-Authenticate",
                                                                     "X-ATT-DeviceId",
                                                                     "X-DNSPrefetch-Control",
                                                                     "X-UIDH"});

bool is_lower_ascii(char c) { return static_cast<unsigned char>(c) < 0x80 && !(c >= 'A' && c <= 'Z'); }

// False when there are other characters, too: `lower` is of no use then.
bool lower_ascii(std::string_view text, std::string& lower) {
  lower.assign(text);
  unsigned char all = 0;
  for (char& c : lower) {
    all |= static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return all < 0x80;
}

std::string capitalize_parts(std::string_view lower) {
  std::string out;
  for (std::size_t at = 0; at < lower.size();) {
    const bool starts_part = at == 0 || lower[at - 1] == '-';
    const std::size_t start = at;
    next_code_point(lower, at);
    const std::string_view character = lower.substr(start, at - start);
    if (starts_part)
      out += upper_case(character);
    else
      out += character;
  }
  return out;
}

json::value joined(const json::value& given) {
  if (!given.is_array()) return given;
  std::string text;
  for (const json::value& item : given.get_array()) {
    if (!text.empty()) text += ',';
    text += item.get_string();
  }
  return json::value(text);
}

json::value split(const json::value& given) {
  if (given.is_array()) return given;
  json::array parts;
  std::string_view rest = given.get_string();
  for (;;) {
    const std::size_t comma = rest.find(',');
    parts.emplace_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    rest.remove_prefix(comma + 1);
  }
}

bool is_text_or_texts(const json::value& given) {
  if (!given.is_array()) return given.is_string();
  return std::ranges::all_of(given.get_array(), [](const json::value& item) { return item.is_string(); });
}

}  // namespace

http_header_normalizer_options http_header_normalizer::read_options(const json::object& options) {
  http_header_normalizer_options result;
  options_reader read(options, "@middy/http-header-normalizer");
  read.boolean("canonical", result.canonical);
  read.object("defaultHeaders", result.default_headers);
  for (const auto& [key, value] : result.default_headers)
    if (!is_text_or_texts(value)) read.refuse("defaultHeaders." + std::string(key), "string or array of strings");
  if (read.value("normalizeHeaderKey") != nullptr) read.refuse("normalizeHeaderKey", "instanceof Function");
  read.finish();
  return result;
}

http_header_normalizer http_header_normalizer::from_json(const json::object& options) {
  return http_header_normalizer(read_options(options));
}

http_header_normalizer::http_header_normalizer(http_header_normalizer_options options) : options_(std::move(options)) {
  for (const auto& [key, value] : options_.default_headers) {
    if (!is_text_or_texts(value)) throw error("default_headers: texts or lists of texts are expected");
    const std::string name = options_.normalize_header_key ? options_.normalize_header_key(key, options_.canonical)
                                                           : normalize(key, options_.canonical);
    defaults_[name] = joined(value);
    multi_value_defaults_[name] = split(value);
  }
}

std::string http_header_normalizer::normalize(std::string_view name, bool canonical) {
  std::string lower = lower_case(name);
  if (!canonical) return lower;
  const auto* found =
      std::ranges::find_if(own_spelling, [&](std::string_view spelt) { return lower_case(spelt) == lower; });
  return found != own_spelling.end() ? std::string(*found) : capitalize_parts(lower);
}

void http_header_normalizer::before(request& request) const {
  json::value* headers = json::find(request.event, "headers");
  if (headers && headers->is_object()) normalize_map(headers->get_object(), defaults_);
  json::value* multi_value = json::find(request.event, "multiValueHeaders");
  if (multi_value && multi_value->is_object()) normalize_map(multi_value->get_object(), multi_value_defaults_);
}

bool http_header_normalizer::is_normal(std::string_view header) const {
  return !options_.canonical && !options_.normalize_header_key && std::ranges::all_of(header, is_lower_ascii);
}

void http_header_normalizer::normalize_map(json::object& headers, const json::object& defaults) const {
  // HTTP APIs send lower case: nothing to do then.
  if (defaults.empty() && std::ranges::all_of(headers, [&](const auto& member) { return is_normal(member.key()); }))
    return;
  json::object normal(defaults, headers.storage());
  normal.reserve(defaults.size() + headers.size());
  std::string name;
  for (auto& member : headers) {
    const std::string_view given = member.key();
    if (options_.normalize_header_key)
      name = options_.normalize_header_key(given, options_.canonical);
    else if (options_.canonical || !lower_ascii(given, name))
      name = normalize(given, options_.canonical);
    normal.insert_or_assign(name, std::move(member.value()));
  }
  headers = std::move(normal);
}

}  // namespace lamina
