#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lamina/config/service.h"
#include "lamina/json/json.h"

namespace lamina::config {

// One file as it was written: its value, variables still in it, and the line of every node by its path
// ("functions.api.events[0].http").
struct document {
  std::string file;  // as messages name it
  json::value root;
  std::map<std::string, int, std::less<>> lines;

  // Where `path` was written; of the nearest node around it when it has no line of its own.
  location where(std::string_view path) const;
};

// The path of a member, of an item.
std::string member_path(std::string_view path, std::string_view key);
std::string item_path(std::string_view path, std::size_t index);

}  // namespace lamina::config
