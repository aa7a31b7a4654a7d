#pragma once

#include <functional>
#include <string>

#include "lamina/base/error.h"
#include "lamina/json/json.h"

namespace lamina::parity {

// The inputs of a case as the middlewares see them: {"$base64": ...} and {"$bytes": ...} become the text of these
// bytes.
json::value input_value(const json::value& written);

// An error as cases write it: {"message", "name"?, "statusCode"?, "expose"?, "headers"?, "cause"?} or its message.
error input_error(const json::value& written);

// An error as `expect` shows it.
json::value shown_error(const error& failure);

// JavaScript's Boolean(value).
bool is_truthy(const json::value& value);

// {"$fn": ...}: functions of one document that give one. Throws lamina::error for an unknown one.
std::function<json::value(const json::value&)> input_function(const json::value& written);

// "" when `actual` is what `expected` says, special values considered; else where and how it differs.
std::string difference(const json::value& expected, const json::value& actual, const std::string& path);

}  // namespace lamina::parity
