#pragma once

#include <memory>
#include <optional>

#include "lamina/engine/engine.h"

namespace lamina::runtime {

// Calls `done` with the outcome: at once if it is there, else on the context's loop when it comes.
void when_done(eventual<outcome> later, move_only_function<void(outcome)> done);

// Runs the engine and works off the context's loop until the answer is there; a handler that was given up may go on
// later. The event's storage must be counted.
outcome wait_for_answer(const engine& handler, json::value event, const std::shared_ptr<context>& context);

}  // namespace lamina::runtime
