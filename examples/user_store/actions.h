#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace user_store {

// What a client asks to happen to its document, in the Flux standard form.
struct action {
  std::string type;
  lamina::json::object payload{};
  lamina::json::object meta{};
  bool error = false;

  // Error 400 unless it is an object with a `type` (text, not empty), and `payload` and `meta`, where given, are
  // objects and `error` a flag.
  static lamina::result<action> from_json(const lamina::json::value& document);
};

// A pure function from one state to the next: no clock, no store, no randomness, so that it can run again when
// two actions meet. May throw lamina::error with a status of 4xx to refuse an action; nothing is stored then.
using reducer = std::function<lamina::json::value(const lamina::json::value& state, const action& what)>;

// The state as it is.
lamina::json::value keep(const lamina::json::value& state, const action& what);

// Picks a reducer by the action's type; other types change nothing.
reducer reduce_by_type(std::vector<std::pair<std::string, reducer>> reducers);
// Gives each named field of the state to its own reducer, which gets null where the field is missing. Other fields
// stay.
reducer reduce_by_field(std::vector<std::pair<std::string, reducer>> reducers);
// One after the other.
reducer reduce_in_turn(std::vector<reducer> reducers);

}  // namespace user_store
