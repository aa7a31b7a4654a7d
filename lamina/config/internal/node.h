#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/config/internal/resolver.h"

namespace lamina::config {

// One load of a service: the resolver, the warnings, and the first thing that stops it. After that the rest is still
// read, so that callers need not check at every step, and thrown away.
class loading {
 public:
  loading(resolver& variables, warnings& warned) : variables_(variables), warned_(warned) {}

  resolver& variables() { return variables_; }
  // The same text about the same place is said once.
  void warn(const location& where, const std::string& text);
  // Said once for all places with that `subject`.
  void warn_once(const std::string& subject, const location& where, const std::string& text);
  void fail(const location& where, const std::string& text);
  void fail(error why);
  const std::optional<error>& failure() const { return failure_; }

 private:
  resolver& variables_;
  warnings& warned_;
  std::set<std::string> said_;
  std::optional<error> failure_;
};

// A place in the configuration, its variables followed when it is looked at and no earlier. What cannot be resolved is
// not given. Lives as long as the `loading`.
class node {
 public:
  node(loading& all, written raw);

  bool is_given() const { return found_.value != nullptr && !found_.value->is_null(); }
  bool is_unresolved() const { return found_.value == nullptr && !found_.missing.empty(); }
  const std::string& why() const { return found_.missing; }  // when unresolved
  bool is_map() const { return is_given() && found_.value->is_object(); }
  bool is_list() const { return is_given() && found_.value->is_array(); }
  bool is_text() const { return is_given() && found_.value->is_string(); }
  bool is_true() const { return is_given() && found_.value->is_bool() && found_.value->get_bool(); }
  bool is_false() const { return is_given() && found_.value->is_bool() && !found_.value->get_bool(); }
  // "text", "a map", "a list", "a number", "true", "nothing"
  std::string kind() const;
  location where() const { return raw_.where(); }
  const written& found() const { return found_; }

  // Of a map: null's node for another kind and for a member that is not there.
  node operator[](std::string_view key) const;
  bool has(std::string_view key) const;  // even as null
  std::vector<std::pair<std::string, node>> members() const;
  std::vector<node> items() const;

  // Text, or a number or boolean as text. Another kind is an error of the load; unresolved is a warning that ends in
  // `otherwise` ("the default is used"). Both give nothing.
  std::optional<std::string> text(std::string_view otherwise) const;
  // The same for what the service cannot be without: unresolved is an error too.
  std::optional<std::string> needed_text() const;
  std::optional<std::int64_t> whole_number(std::string_view otherwise, std::int64_t most) const;
  std::optional<bool> boolean(std::string_view otherwise) const;
  // A text or a list of texts.
  std::vector<std::string> texts(std::string_view otherwise) const;
  // All of it; what is unresolved inside is null, and a warning that ends in `otherwise`.
  json::value value(std::string_view otherwise) const;
  json::value quiet_value() const;  // the same without the warnings
  // The same, but nothing when anything inside is unresolved.
  std::optional<json::value> whole_value(std::string_view otherwise) const;

  void warn(const std::string& text) const { all_->warn(where(), text); }
  void fail(const std::string& text) const { all_->fail(where(), text); }
  void expected(std::string_view what) const { fail("expected " + std::string(what) + ", found " + kind()); }

 private:
  bool warn_unresolved(std::string_view otherwise) const;
  json::value resolved(std::vector<unresolved>& missing) const;

  loading* all_;
  written raw_;
  written found_;
};

// `left` with `right` put over it, map by map; lists one after the other.
json::value merged(const json::value& left, const json::value& right);

}  // namespace lamina::config
