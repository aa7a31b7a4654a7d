#pragma once

#include <optional>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace lamina {

// A map of DynamoDB's typed attributes ({"id": {"N": "7"}}) as a plain object ({"id": 7}), as unmarshall of the AWS SDK
// does; a missing or null one is {}. Sets become lists, binary values stay base64. Integers beyond 2^53 keep every
// digit: as a 64-bit number, else as text. With `wrap_numbers` numbers are {"value": "<digits>"}.
result<json::object> unmarshall(const json::value* attributes, bool wrap_numbers);

}  // namespace lamina
