#include "lamina/base/environment.h"

#include <algorithm>
#include <cstdlib>

extern char** environ;

namespace lamina {

std::optional<std::string> environment_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view pair(*entry);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) all.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return all;
}

environment_slot::environment_slot(std::string_view name) : name_(name.substr(0, text_.size() / 2)) {}

environment_slot::~environment_slot() { unset(); }

void environment_slot::set(std::string_view value) {
  char* end = std::copy(name_.begin(), name_.end(), text_.data());
  *end++ = '=';
  const auto room = static_cast<std::size_t>(text_.data() + text_.size() - end) - 1;
  end = std::copy_n(value.data(), std::min(value.size(), room), end);
  *end = '\0';
  if (!placed_) ::putenv(text_.data());
  placed_ = true;
}

void environment_slot::unset() {
  if (placed_) ::unsetenv(name_.c_str());
  placed_ = false;
}

}  // namespace lamina
