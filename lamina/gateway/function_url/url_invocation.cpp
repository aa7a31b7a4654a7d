#include "lamina/base/keep_small.h"
#include "lamina/base/random.h"
#include "lamina/gateway/function_url/internal/url_call.h"
#include "lamina/gateway/integration/http_headers.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway::internal {
namespace {

void read_fields(url_loop& at, const url_call& now) {
  const http::request& request = now.request;
  at.headers.clear();
  read_http_headers(request, {request.remote_address, request.local_port, request.scheme(), now.trace.event_header()},
                    cookie_choice::copied, at.header_storage, at.headers, at.cookies);
  if (request.secure) {
    at.headers.add("x-amzn-tls-version", request.tls_version);
    at.headers.add("x-amzn-tls-cipher-suite", request.tls_cipher);
  }
  at.query.clear();
  read_query(now.where.query, at.query_storage, at.query);
}

}  // namespace

url_call arrive(url_loop& at, const url_function* target, const http::request& request, http::exchange reply) {
  return {.target = target,
          .request = request,
          .reply = std::move(reply),
          .started = at.loop.now(),
          .request_id = random_uuid(),
          .trace = make_trace_id(request.find("X-Amzn-Trace-Id"), at.loop.wall_clock()),
          .where = http::split_target(request.target)};
}

function_pool::invocation make_invocation(url_loop& at, const url_call& now) {
  const http::request& request = now.request;
  at.now_texts.update(at.loop.wall_clock());
  read_fields(at, now);
  http_event_request seen;
  seen.method = request.method;
  seen.path = decode_http_path(now.where.path, at.path_storage);
  seen.raw_path = now.where.path;
  seen.raw_query = now.where.query;
  seen.headers = &at.headers;
  seen.query = &at.query;
  seen.cookies = at.cookies;
  seen.body = request.body;
  seen.body_is_text = is_text_type(request.find("Content-Type"));
  seen.host = request.find("Host");
  seen.source_ip = request.remote_address;
  seen.user_agent = last_header(request, "User-Agent");
  seen.request_id = now.request_id;
  seen.time = at.now_texts.common_log();
  seen.time_epoch = at.now_texts.epoch_milliseconds();
  std::string of_caller;
  if (now.judged.granted)
    seen.authorizer = of_caller.append(R"({"iam":)").append(now.judged.granted->context).append("}");
  now.target->event.write(at.event, seen);
  function_pool::invocation made{at.event, now.request_id, now.trace.full, {}};
  keep_small(at.event);
  return made;
}

}  // namespace lamina::gateway::internal
