#pragma once

#include "examples/user_store/actions.h"

namespace user_store {

// What the actions of this application do: the place for your own. As shipped, nothing. With actions of your own it may
// read
//
//   return reduce_by_type({{"RENAME", [](const json::value& state, const action& what) {
//     json::value next = state;
//     next.as_object()["name"] = what.payload.at("name");
//     return next;
//   }}});
reducer root_reducer();

}  // namespace user_store
