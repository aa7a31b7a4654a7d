#pragma once

#include "lamina/engine/engine.h"

// Parse, validate, handle, map errors to HTTP: the whole application, as a value that tests can call.
lamina::engine payments();
