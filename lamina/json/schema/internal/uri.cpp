#include "lamina/json/schema/internal/uri.h"

#include <cctype>
#include <optional>

namespace lamina::json::schemas {
namespace {

struct parts {
  std::string_view scheme;     // with its ':'
  std::string_view authority;  // with its "//"
  std::string_view path;
  std::string_view query;  // with its '?'
};

std::size_t scheme_length(std::string_view uri) {
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const auto c = static_cast<unsigned char>(uri[i]);
    if (c == ':') return i == 0 ? 0 : i + 1;
    const bool fits = std::isalpha(c) || (i > 0 && (std::isdigit(c) || c == '+' || c == '-' || c == '.'));
    if (!fits) return 0;
  }
  return 0;
}

parts parse(std::string_view uri) {
  parts found;
  found.scheme = uri.substr(0, scheme_length(uri));
  uri.remove_prefix(found.scheme.size());
  if (const auto mark = uri.find('?'); mark != uri.npos) {
    found.query = uri.substr(mark);
    uri = uri.substr(0, mark);
  }
  if (uri.substr(0, 2) == "//") {
    found.authority = uri.substr(0, uri.find('/', 2));
    uri.remove_prefix(found.authority.size());
  }
  found.path = uri;
  return found;
}

void drop_last_segment(std::string& path) {
  const auto slash = path.rfind('/');
  path.erase(slash == path.npos ? 0 : slash);
}

// RFC 3986, 5.2.4.
std::string without_dots(std::string_view in) {
  std::string out;
  const auto starts = [&](std::string_view text) { return in.substr(0, text.size()) == text; };
  while (!in.empty()) {
    if (starts("../"))
      in.remove_prefix(3);
    else if (starts("./") || starts("/./"))
      in.remove_prefix(2);
    else if (in == "/.")
      in = "/";
    else if (starts("/../"))
      in.remove_prefix(3), drop_last_segment(out);
    else if (in == "/..")
      in = "/", drop_last_segment(out);
    else if (in == "." || in == "..")
      in = {};
    else {
      const auto next = in.find('/', 1);
      out += in.substr(0, next);
      in = next == in.npos ? std::string_view() : in.substr(next);
    }
  }
  return out;
}

std::string merged_path(const parts& base, std::string_view path) {
  if (path.substr(0, 1) == "/") return without_dots(path);
  if (!base.authority.empty() && base.path.empty()) return without_dots("/" + std::string(path));
  const auto slash = base.path.rfind('/');
  std::string joined(base.path.substr(0, slash == base.path.npos ? 0 : slash + 1));
  return without_dots(joined.append(path));
}

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string out;
  for (const auto piece : pieces) out += piece;
  return out;
}

}  // namespace

split_uri split_fragment(std::string_view uri) noexcept {
  const auto mark = uri.find('#');
  if (mark == uri.npos) return {uri, {}};
  return {uri.substr(0, mark), uri.substr(mark + 1)};
}

std::string resolve_uri(std::string_view base, std::string_view reference) {
  const auto [target, fragment] = split_fragment(reference);
  const std::string_view tail = reference.substr(target.size());
  const std::string_view from = split_fragment(base).document;
  if (target.empty()) return join({from, tail});
  const parts left = parse(from);
  const parts right = parse(target);
  if (!right.scheme.empty()) return join({right.scheme, right.authority, without_dots(right.path), right.query, tail});
  if (!right.authority.empty())
    return join({left.scheme, right.authority, without_dots(right.path), right.query, tail});
  if (right.path.empty()) return join({left.scheme, left.authority, left.path, right.query, tail});
  return join({left.scheme, left.authority, merged_path(left, right.path), right.query, tail});
}

std::string unescape_pointer(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escaped = name[i] == '~' && i + 1 < name.size() && (name[i + 1] == '0' || name[i + 1] == '1');
    out += escaped ? (name[++i] == '1' ? '/' : '~') : name[i];
  }
  return out;
}

std::string escape_pointer(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string escape_fragment(std::string_view name) {
  static constexpr std::string_view plain = "-_.!~*'()";
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : escape_pointer(name)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && (std::isalnum(byte) || plain.find(c) != plain.npos))
      out += c;
    else
      out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

}  // namespace lamina::json::schemas
