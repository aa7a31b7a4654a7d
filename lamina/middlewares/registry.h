#pragma once

#include "lamina/engine/registry.h"

namespace lamina {

// The middlewares that come with Lamina. Made on first use; never changes.
const registry& standard_middlewares();

}  // namespace lamina
