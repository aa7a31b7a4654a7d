#include "examples/user_store/actions.h"

namespace user_store {

using namespace lamina;

result<action> action::from_json(const json::value& document) {
  action read;
  read.type = json::find_string(document, "type");
  if (read.type.empty()) return lamina::error(400, "an action is an object with a type");
  for (const auto& [part, name] : {std::pair{&read.payload, "payload"}, std::pair{&read.meta, "meta"}}) {
    const json::value* found = json::find(document, name);
    if (!found) continue;
    if (!found->is_object()) return lamina::error(400, std::string("an action's ") + name + " is an object");
    *part = found->as_object();
  }
  if (const json::value* flag = json::find(document, "error")) {
    if (!flag->is_bool()) return lamina::error(400, "an action's error is true or false");
    read.error = flag->as_bool();
  }
  return read;
}

json::value keep(const json::value& state, const action&) { return state; }

reducer reduce_by_type(std::vector<std::pair<std::string, reducer>> reducers) {
  return [reducers = std::move(reducers)](const json::value& state, const action& what) {
    for (const auto& [type, reduce] : reducers) {
      if (type == what.type) return reduce(state, what);
    }
    return state;
  };
}

reducer reduce_by_field(std::vector<std::pair<std::string, reducer>> reducers) {
  return [reducers = std::move(reducers)](const json::value& state, const action& what) {
    json::value next = state.is_object() ? state : json::value(json::object());
    for (const auto& [field, reduce] : reducers) {
      const json::value* current = json::find(state, field);
      json::value reduced = reduce(current ? *current : json::value(), what);
      if (current || !reduced.is_null()) next.as_object()[field] = std::move(reduced);
    }
    return next;
  };
}

reducer reduce_in_turn(std::vector<reducer> reducers) {
  return [reducers = std::move(reducers)](const json::value& state, const action& what) {
    json::value next = state;
    for (const auto& reduce : reducers) next = reduce(next, what);
    return next;
  };
}

}  // namespace user_store
