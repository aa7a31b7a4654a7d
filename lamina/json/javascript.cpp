#include "lamina/json/javascript.h"

#include <cmath>
#include <utility>
#include <vector>

namespace lamina::json {
namespace {

void revive_members(value& document, const reviver& revive_member) {
  if (array* items = document.if_array()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      revive_members((*items)[i], revive_member);
      (*items)[i] = revive_member(std::to_string(i), std::move((*items)[i])).value_or(nullptr);
    }
  } else if (object* members = document.if_object()) {
    std::vector<std::string> removed;
    for (auto& [key, member] : *members) {
      revive_members(member, revive_member);
      std::optional<value> revived = revive_member(key, std::move(member));
      if (revived)
        member = std::move(*revived);
      else
        removed.emplace_back(key);
    }
    for (const std::string& key : removed) members->stable_erase(members->find(key));
  }
}

std::string join(const array& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ',';
    if (!items[i].is_null()) text += to_text(items[i]);
  }
  return text;
}

}  // namespace

bool is_truthy(const value& document) noexcept {
  switch (document.kind()) {
    case kind::null: return false;
    case kind::bool_: return document.get_bool();
    case kind::int64: return document.get_int64() != 0;
    case kind::uint64: return document.get_uint64() != 0;
    case kind::double_: return document.get_double() != 0 && !std::isnan(document.get_double());
    case kind::string: return !document.get_string().empty();
    default: return true;
  }
}

std::string to_text(const value& document) {
  switch (document.kind()) {
    case kind::string: return std::string(document.get_string());
    case kind::array: return join(document.get_array());
    case kind::object: return "[object Object]";
    case kind::null:
    case kind::bool_: return serialize(document);
    default: {
      std::string text;
      number_to(text, document.to_number<double>());
      return text;
    }
  }
}

value revive(value document, const reviver& revive_member) {
  revive_members(document, revive_member);
  return revive_member("", std::move(document)).value_or(nullptr);
}

}  // namespace lamina::json
