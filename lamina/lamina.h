#pragma once

// All that a function needs. Each header can be included by itself.
#include "lamina/engine/engine.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/middlewares/registry.h"
#include "lamina/middlewares/warmup/warmup.h"
