#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"
#include "lamina/json/schema/schema.h"

namespace lamina::internal {

// A message with holes: {limit} is that parameter as the language writes numbers, {=limit} as JavaScript does, and
// {limit?item|items} chooses by number.
struct message_template {
  std::string_view keyword;  // "type:number" comes before "type"; "comparison" is for all limits, "other" for the rest
  std::string_view text;
};

enum class plural { never, except_one, from_two };

struct language {
  std::string_view name;  // "pt-BR"
  std::span<const message_template> messages;
  std::string_view group;    // between thousands
  std::string_view decimal;  // before the fraction
  int least_group;           // digits before the first group for it to be set off
  plural several;
};

// Null: none of that name. Names are exact, as in Middy: "fr-CA" is not "fr".
const language* find_language(std::string_view name) noexcept;
std::vector<std::string_view> language_names();

// The message for that error; messages of errorMessage stay as they are.
std::string localized(const language& words, const json::schema_issue& issue);

}  // namespace lamina::internal
