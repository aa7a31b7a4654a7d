#pragma once

#include <string>
#include <string_view>

#include "lamina/gateway/integration/field_list.h"

namespace lamina::gateway {

// Takes a query apart at "&" and ";" and decodes names and values as REST APIs do: %xx, and "+" is a space. A name
// without "=" has the value ""; an escape that is none stays as it was sent; any name is good ("colors[]").
//
// The fields are views into `query` and `storage`; both must stay as they are while the fields are used.
void read_query(std::string_view query, std::string& storage, field_list& fields);

}  // namespace lamina::gateway
