#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"
#include "lamina/json/json.h"

namespace lamina {

// Middlewares by the name Middy gives them ("http-cors"), made from options spelt as Middy spells them: what a chain
// declared in a file is built from. A value; reading from several threads is safe.
class registry {
 public:
  using factory = std::function<middleware(const json::object& options)>;

  // Adds a shipped middleware: M::name and M::from_json(options).
  template <middleware_type M>
  registry& add() {
    return add(M::name, [](const json::object& options) { return middleware(M::from_json(options)); });
  }
  // Adds one, or replaces the one of that name.
  registry& add(std::string_view name, factory make);

  bool contains(std::string_view name) const;
  std::vector<std::string> names() const;  // sorted
  // Throws lamina::error: "Unknown middleware 'x'", or what the options' reader found.
  middleware make(std::string_view name, const json::object& options = {}) const;

 private:
  std::map<std::string, factory, std::less<>> factories_;
};

}  // namespace lamina
