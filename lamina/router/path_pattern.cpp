#include "lamina/router/path_pattern.h"

#include <algorithm>

#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"

namespace lamina {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

result<std::string> decode(std::string_view text) {
  if (auto decoded = decode_uri_component(text)) return *std::move(decoded);
  if (!is_utf8(percent_decode(text))) return error(400, "a path that is not UTF-8");
  return error(400, "a broken percent escape in the path");
}

}  // namespace

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> parts;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

path_pattern::path_pattern(std::string_view text) {
  const auto refuse = [&](const char* why) { throw error(500, "route pattern " + std::string(text) + ": " + why); };
  const auto pieces = split_path(text);
  for (const std::string_view& piece : pieces) {
    if (!piece.starts_with('{')) {
      if (piece.find_first_of("{}") != piece.npos) refuse("a parameter must fill the whole part");
      std::string literal(piece);
      std::transform(literal.begin(), literal.end(), literal.begin(), lower);
      parts_.push_back({kind::literal, std::move(literal)});
      continue;
    }
    if (!piece.ends_with('}')) refuse("a brace is not closed");
    std::string_view name = piece.substr(1, piece.size() - 2);
    const bool is_tail = name.ends_with('+');
    if (is_tail) name.remove_suffix(1);
    if (name.empty()) refuse("a parameter needs a name");
    if (is_tail && &piece != &pieces.back()) refuse("{name+} must be the last part");
    for (const auto& part : parts_) {
      if (part.kind != kind::literal && part.text == name) refuse("a name is used twice");
    }
    parts_.push_back({is_tail ? kind::tail : kind::parameter, std::string(name)});
  }
}

bool path_pattern::matches_literals(std::span<const std::string_view> path) const {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].kind != kind::literal) {
      if (path[i].empty()) return false;
      continue;
    }
    if (!std::equal(path[i].begin(), path[i].end(), parts_[i].text.begin(), parts_[i].text.end(),
                    [](char sent, char own) { return lower(sent) == own; })) {
      return false;
    }
  }
  return true;
}

result<std::optional<std::size_t>> path_pattern::match(std::span<const std::string_view> path, bool whole,
                                                       parameters& found) const {
  const bool has_tail = !parts_.empty() && parts_.back().kind == kind::tail;
  if (path.size() < parts_.size() || (whole && !has_tail && path.size() != parts_.size()) || !matches_literals(path)) {
    return std::optional<std::size_t>();
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].kind == kind::literal) continue;
    std::string_view sent = path[i];
    if (parts_[i].kind == kind::tail) {  // the parts are views of one text
      sent = {path[i].data(), static_cast<std::size_t>(path.back().data() + path.back().size() - path[i].data())};
    }
    auto decoded = decode(sent);
    if (!decoded) return std::move(decoded).error();
    found.emplace_back(parts_[i].text, *std::move(decoded));
  }
  return std::optional<std::size_t>(has_tail ? path.size() : parts_.size());
}

}  // namespace lamina
