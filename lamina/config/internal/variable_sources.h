#pragma once

#include <string>
#include <string_view>

#include "lamina/config/internal/resolver.h"

namespace lamina::config {

// Looks up one source of a variable: what `type(params):address` names, not followed any further. Nothing there is a
// `written` without a value that says why.
class variable_sources {
 public:
  explicit variable_sources(resolver& all) : all_(all) {}

  result<written> find(std::string_view type, const std::string* params, const std::string& address, const written& at);

 private:
  result<written> self(const std::string& address, const written& at);
  result<written> file(const std::string& name, const std::string& address, const written& at);
  written option(const std::string& address, const written& at);
  written environment(const std::string& address, const written& at);
  result<written> param(const std::string& name, const written& at);
  written ssm(std::string address, std::string_view params, const written& at);
  written stored(const json::object& values, std::string_view what, const std::string& address, const written& at);
  result<written> framework(std::string_view type, const std::string& address, const written& at);
  result<written> to_bool(const std::string& text, const written& at);
  static written none(std::string why);

  resolver& all_;
};

}  // namespace lamina::config
