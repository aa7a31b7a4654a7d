#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/base/task.h"
#include "lamina/engine/request.h"

namespace lamina {

// Values of request.internal, those that are still on their way awaited. The selector says which, as in Middy:
//   true                      all
//   "secret" or "db.password" one; dots walk into members
//   {"a", "b"}                a list of such names
//   {{"password", "db.pw"}}   new name and path
// The result's keys are the names, sanitized. What is missing is left out. Fails when any value failed: "Failed to
// resolve internal values", cause.data the list of what went wrong.
task<result<json::object>> get_internal(json::value selector, request& request);

// As Middy names what it sets on the context: a leading digit gets '_' before it, each run of other characters than
// letters and digits becomes one '_'.
std::string sanitize_key(std::string_view key);

}  // namespace lamina
