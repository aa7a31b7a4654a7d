#pragma once

#include <gtest/gtest.h>

#include "lamina/lamina.h"

// What the samples of the middlewares' pages take for granted: a handler.
namespace lamina {

inline json::value handler(const json::value& event) { return event; }

}  // namespace lamina
