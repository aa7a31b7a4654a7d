#pragma once

// All that a function needs. Each header can be included by itself.
#include "lamina/engine/engine.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/middlewares/do_not_wait_for_empty_event_loop/do_not_wait_for_empty_event_loop.h"
#include "lamina/middlewares/error_logger/error_logger.h"
#include "lamina/middlewares/input_output_logger/input_output_logger.h"
#include "lamina/middlewares/registry.h"
#include "lamina/middlewares/warmup/warmup.h"
