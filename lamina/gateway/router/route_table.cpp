#include "lamina/gateway/router/route_table.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace lamina::gateway {
namespace {

// "Covers DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT": API Gateway developer guide, x-amazon-apigateway-any-method.
constexpr std::array<std::string_view, 8> methods = {"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};

std::size_t method_index(std::string_view method) noexcept {
  return static_cast<std::size_t>(std::ranges::find(methods, method) - methods.begin());
}

enum class segment_kind { literal, variable, greedy };

struct segment {
  segment_kind kind;
  std::string_view text;  // without braces
};

std::optional<segment> read_segment(std::string_view text) {
  const bool braces = text.starts_with('{') && text.ends_with('}');
  std::string_view inner = braces ? text.substr(1, text.size() - 2) : text;
  const bool greedy = braces && inner.ends_with('+');
  if (greedy) inner.remove_suffix(1);
  if (inner.empty() || inner.find_first_of("{}") != std::string_view::npos) return std::nullopt;
  return segment{!braces ? segment_kind::literal : greedy ? segment_kind::greedy : segment_kind::variable, inner};
}

error refuse(std::string_view path, std::string_view why) {
  return error("path \"" + std::string(path) + "\": " + std::string(why));
}

result<std::vector<segment>> read_template(std::string_view path) {
  std::vector<segment> segments;
  if (!path.starts_with('/')) return refuse(path, "expected it to begin with /");
  for (std::string_view rest = path.substr(1); !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const auto part = read_segment(rest.substr(0, slash));
    if (!part) return refuse(path, "expected every segment to be text, {name} or {name+}");
    if (!segments.empty() && segments.back().kind == segment_kind::greedy)
      return refuse(path, "expected {name+} to be the last segment");
    segments.push_back(*part);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  const auto is_variable = [](const segment& part) { return part.kind != segment_kind::literal; };
  if (std::ranges::count_if(segments, is_variable) > static_cast<std::ptrdiff_t>(max_path_variables))
    return refuse(path, "expected at most " + std::to_string(max_path_variables) + " variables");
  return segments;
}

}  // namespace

struct route_table::node {
  std::vector<std::pair<std::string, std::unique_ptr<node>>> literals;  // sorted
  std::unique_ptr<node> variable, greedy;
  std::array<std::optional<std::uint32_t>, methods.size()> routes;

  node* child(const segment& part);
  const node* literal(std::string_view text) const;
  bool accept(std::size_t method, route_match& found) const;
  bool find(std::size_t method, std::string_view rest, route_match& found, bool with_greedy = true) const;
  bool find_with(const node* next, std::string_view value, std::size_t method, std::string_view rest,
                 route_match& found, bool with_greedy) const;
};

route_table::node* route_table::node::child(const segment& part) {
  if (part.kind != segment_kind::literal) {
    auto& next = part.kind == segment_kind::greedy ? greedy : variable;
    if (!next) next = std::make_unique<node>();
    return next.get();
  }
  auto at = std::ranges::lower_bound(literals, part.text, {},
                                     [](const auto& entry) -> std::string_view { return entry.first; });
  if (at == literals.end() || at->first != part.text) at = literals.emplace(at, part.text, std::make_unique<node>());
  return at->second.get();
}

const route_table::node* route_table::node::literal(std::string_view text) const {
  const auto at =
      std::ranges::lower_bound(literals, text, {}, [](const auto& entry) -> std::string_view { return entry.first; });
  return at != literals.end() && at->first == text ? at->second.get() : nullptr;
}

bool route_table::node::accept(std::size_t method, route_match& found) const {
  const auto& route = method < methods.size() && routes[method] ? routes[method] : routes[0];
  if (!route || method >= methods.size()) return false;
  found.route = *route;
  return true;
}

bool route_table::node::find_with(const node* next, std::string_view value, std::size_t method, std::string_view rest,
                                  route_match& found, bool with_greedy) const {
  if (next == nullptr || value.empty()) return false;
  found.values[found.value_count++] = value;
  if (next->find(method, rest, found, with_greedy)) return true;
  --found.value_count;
  return false;
}

// `rest` is what follows this node's segment, without the slash between.
bool route_table::node::find(std::size_t method, std::string_view rest, route_match& found, bool with_greedy) const {
  if (rest.empty()) return accept(method, found);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view first = rest.substr(0, slash);
  const std::string_view after = rest.substr(std::min(slash + 1, rest.size()));
  if (const node* next = literal(first); next != nullptr && next->find(method, after, found, with_greedy)) return true;
  return find_with(variable.get(), first, method, after, found, with_greedy) ||
         (with_greedy && find_with(greedy.get(), rest, method, {}, found, with_greedy));
}

route_table::route_table() : root_(std::make_unique<node>()) {}
route_table::~route_table() = default;
route_table::route_table(route_table&&) noexcept = default;
route_table& route_table::operator=(route_table&&) noexcept = default;

result<void> route_table::add(std::string_view method, std::string_view path, std::uint32_t route) {
  const std::size_t index = method_index(method);
  if (index == methods.size()) return refuse(path, "unknown method \"" + std::string(method) + "\"");
  const auto segments = read_template(path);
  if (!segments) return segments.error();
  node* at = root_.get();
  for (const segment& part : *segments) at = at->child(part);
  if (at->routes[index]) return refuse(path, "the method " + std::string(method) + " is there twice");
  at->routes[index] = route;
  return {};
}

bool route_table::find(std::string_view method, std::string_view path, route_match& found) const {
  found.value_count = 0;
  const std::size_t index = method_index(method);
  if (!path.starts_with('/') || index == 0) return false;
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return root_->find(index, path, found);
}

bool route_table::find_http(std::string_view method, std::string_view path, route_match& found) const {
  found.value_count = 0;
  const std::size_t index = method_index(method);
  if (!path.starts_with('/') || index == 0) return false;
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  if (path.ends_with('/')) path.remove_suffix(1);
  return root_->find(index, path, found, false) || (found.value_count = 0, root_->find(index, path, found, true));
}

std::vector<std::string> variable_names(std::string_view path) {
  std::vector<std::string> names;
  if (const auto segments = read_template(path)) {
    for (const segment& part : *segments)
      if (part.kind != segment_kind::literal) names.emplace_back(part.text);
  }
  return names;
}

}  // namespace lamina::gateway
