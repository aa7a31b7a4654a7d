#include "lamina/config/internal/route_text.h"

#include <algorithm>

namespace lamina::config {
namespace {

constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "ANY"};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool left_out(const node& part) {
  if (part.is_unresolved()) part.warn("cannot be resolved (" + part.why() + "); this route is left out");
  return part.is_unresolved();
}

std::optional<std::string> method_of(const node& from, std::string_view text) {
  const std::string method = text == "*" ? "ANY" : upper(text);
  if (std::find(std::begin(methods), std::end(methods), method) != std::end(methods)) return method;
  from.fail("unknown method '" + std::string(text.substr(0, 40)) +
            "'; expected GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD or ANY");
  return std::nullopt;
}

std::optional<route_text> from_text(const node& event, bool one_word) {
  const auto whole = event.text("");
  if (!whole) return std::nullopt;
  const std::string_view text = trimmed(*whole);
  const std::size_t space = text.find_first_of(" \t");
  if (space == std::string_view::npos) {
    if (one_word && text == "*") return route_text{"ANY", "*"};
    event.fail(one_word ? "expected 'METHOD /path' or '*', found '" + *whole + "'"
                        : "expected 'METHOD path', found '" + *whole + "'");
    return std::nullopt;
  }
  auto method = method_of(event, text.substr(0, space));
  if (!method) return std::nullopt;
  return route_text{*std::move(method), std::string(trimmed(text.substr(space)))};
}

}  // namespace

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::optional<route_text> read_route_text(const node& event, bool one_word) {
  if (left_out(event)) return std::nullopt;
  if (!event.is_map()) {
    if (event.is_text()) return from_text(event, one_word);
    event.expected("'METHOD path' or a map with `method` and `path`");
    return std::nullopt;
  }
  const node path = event["path"], method = event["method"];
  if (left_out(path) || left_out(method)) return std::nullopt;
  const auto path_text = path.text("");
  if (!path_text) {
    if (!path.is_given()) event.fail("`path` is missing; expected text, such as /users/{id}");
    return std::nullopt;
  }
  if (!method.is_given()) {
    if (one_word && *path_text == "*") return route_text{"ANY", "*"};
    event.fail("`method` is missing; expected GET, POST, ... or ANY");
    return std::nullopt;
  }
  const auto method_text = method.text("");
  auto known = method_text ? method_of(method, *method_text) : std::nullopt;
  if (!known) return std::nullopt;
  return route_text{*std::move(known), *path_text};
}

}  // namespace lamina::config
