#pragma once

#include "lamina/engine/registry.h"
#include "recorder.h"

namespace lamina::parity {

// The middlewares for one case: the shipped ones, the cases' own `trace`, and in place of those whose options are
// functions or mocks in the cases, ones that read these and record what they do.
//
// A middleware that needs this gets a file case_<name>.cpp with one function, named here and called in
// case_middlewares.cpp.
registry case_middlewares(const recorder_ptr& record);

void add_case_serializers(registry& all, const recorder_ptr& record);
void add_case_ws_response(registry& all, const recorder_ptr& record);
void add_case_batch_parser(registry& all, const recorder_ptr& record);
void add_case_warmup(registry& all, const recorder_ptr& record);
void add_case_http(registry& all, const recorder_ptr& record);
void add_case_loggers(registry& all, const recorder_ptr& record);
void add_case_x402(registry& all, const recorder_ptr& record);
void add_case_metrics(registry& all, const recorder_ptr& record);

}  // namespace lamina::parity
