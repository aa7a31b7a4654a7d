#pragma once

#include <string_view>
#include <vector>

#include "lamina/json/schema/internal/node.h"

namespace lamina::json::schemas {

// What a keyword is to the validator, in the order in which Ajv registers keywords.
struct keyword_use {
  std::string_view name;
  std::string_view types;  // "" for any; else the types that it looks at, as Ajv lists them: "number,string"
  bool is_rule = true;     // false: a note, a definition, part of another keyword
};

// Null: no keyword of ours or of Ajv's.
const keyword_use* find_keyword(std::string_view name) noexcept;
const std::vector<keyword_use>& all_keywords();
bool has_rule(std::string_view name) noexcept;

// The nodes that look at the same instance as this one.
std::vector<const node*> same_instance_nodes(const node& from);

}  // namespace lamina::json::schemas
