#include "lamina/runtime/internal/invocation_loop.h"

#include "lamina/base/keep_small.h"
#include "lamina/runtime/error_document.h"
#include "lamina/runtime/invoke.h"
#include "lamina/runtime/log.h"

namespace lamina::runtime {
namespace {

constexpr std::size_t kept_output = 1024 * 1024;  // what a large answer needed beyond this is given back

// A header that holds JSON; broken, it is left out rather than failing the invocation.
void set_json(json::object& document, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  if (auto parsed = json::try_parse(text, document.storage())) document[key] = *std::move(parsed);
}

}  // namespace

invocation_loop::invocation_loop(const function_settings& settings, const engine& handler)
    : handler_(handler),
      document_(settings.context_document()),
      client_(settings.runtime_api, {.pipelined = settings.pipelined}),
      arena_(std::make_unique_for_overwrite<unsigned char[]>(arena_bytes)) {
  if (settings.concurrency > 1) return;
  trace_id_.emplace("_X_AMZN_TRACE_ID");
  // With several loops, one would await what another fetches that stands still between its events.
  handler_.prefetch(loop_);
}

result<void> invocation_loop::run() {
  for (;;) {
    const auto work = client_.next();
    if (!work) return work.error();
    if (!*work) return {};
    if (auto served = serve(**work); !served) return served;
  }
}

result<void> invocation_loop::serve(const runtime_api::invocation& work) {
  if (trace_id_ && work.trace_id.empty()) trace_id_->unset();
  if (trace_id_ && !work.trace_id.empty()) trace_id_->set(work.trace_id);
  if (handler_.may_wait()) {
    auto storage = boost::json::make_shared_resource<json::monotonic_resource>(4096 + 4 * work.event.size());
    return post(work, invoke(work, std::move(storage)));
  }
  // A fresh one each time, over the same bytes: after release(), Boost's would go on doubling its next block for ever.
  json::monotonic_resource memory(arena_.get(), arena_bytes);
  return post(work, invoke(work, &memory));
}

outcome invocation_loop::invoke(const runtime_api::invocation& work, json::storage_ptr storage) {
  auto event = json::try_parse(work.event, storage);
  if (!event) {
    error failure = std::move(event).error();
    failure.name = "Runtime.UnmarshalError";
    return failure;
  }
  if (!handler_.may_wait()) {
    context about(loop_, json::object(document_, storage));
    fill(about, work, storage);
    return handler_(*std::move(event), about);
  }
  const auto about = std::make_shared<context>(loop_, json::object(document_, storage));
  fill(*about, work, storage);
  return wait_for_answer(handler_, *std::move(event), about);
}

void invocation_loop::fill(context& to, const runtime_api::invocation& work, const json::storage_ptr& storage) const {
  json::object& document = to.document;
  const auto text = [&storage](std::string_view from) { return json::string(from, storage); };
  document["awsRequestId"] = text(work.request_id);
  document["invokedFunctionArn"] = text(work.function_arn);
  if (!work.trace_id.empty()) document["traceId"] = text(work.trace_id);
  if (!work.tenant_id.empty()) document["tenantId"] = text(work.tenant_id);
  set_json(document, "identity", work.cognito_identity);
  set_json(document, "clientContext", work.client_context);
  if (work.deadline.count() > 0) to.deadline = loop_.now() + (system_time(work.deadline) - loop_.wall_clock());
}

result<void> invocation_loop::post(const runtime_api::invocation& work, const outcome& came) {
  keep_small(out_, kept_output);
  result<int> status = 0;
  if (came) {
    if (*came)
      json::serialize_to(out_, **came);
    else
      out_ += "null";
    status = client_.respond(work.request_id, out_);
  } else {
    append_error_document(out_, came.error());
    function_log().write(log_level::error, came.error().message,
                         {{"requestId", work.request_id}, {"errorType", came.error().name}});
    status = client_.fail(work.request_id, out_, came.error().name);
  }
  if (!status) return status.error();
  if (*status != 202)
    function_log().write(log_level::warn, "the answer was refused",
                         {{"requestId", work.request_id},
                          {"status", std::int64_t{*status}},
                          {"bytes", static_cast<std::int64_t>(out_.size())}});
  return {};
}

}  // namespace lamina::runtime
