#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lamina {

// The environment of this process: the only door to getenv. Read at start and handed on as values; nothing below `cli`
// and `runtime` calls these.
std::optional<std::string> environment_variable(std::string_view name);
std::map<std::string, std::string> environment();

// A variable of this process that changes again and again, such as _X_AMZN_TRACE_ID: kept in one place, since setenv()
// never frees what it replaces. Used by one thread while no other reads the environment. At most one per name; the
// variable is gone when this is.
class environment_slot {
 public:
  explicit environment_slot(std::string_view name);  // not set yet
  ~environment_slot();
  environment_slot(const environment_slot&) = delete;
  environment_slot& operator=(const environment_slot&) = delete;

  // What is too long (1 KB with the name) is cut.
  void set(std::string_view value);
  void unset();

 private:
  std::array<char, 1024> text_{};  // "name=value"
  std::string name_;
  bool placed_ = false;
};

}  // namespace lamina
