// Lamina's side of benchmarks/middlewares/compare: `bench_chains CASES NAME`. Asked on standard input: "check" answers
// with what the chain does as JSON, a number with the CPU ns of one invocation, measured for that many ms. Answers go
// to descriptor 3; standard output is the middlewares' own.
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "lamina/lamina.h"
#include "lamina/store/sqlite_store.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

// For "check": the event as the handler had it; none when it was not called.
bool is_checking = false;
std::optional<json::value> seen;

void note(const json::value& event) {
  if (is_checking) seen = event;
}

struct empty_middleware {
  void before(request&) const {}
  void after(request&) const {}
  void on_error(request&) const {}
};

// What the handler of the next invocation answers with: made with the event, for what is measured is the chain.
json::value* prepared = nullptr;

// What every handler of the cases does: answers, or fails.
struct plain_handler {
  result<json::value> operator()(const json::value& event, context&) const {
    note(event);
    if (failure) return *failure;
    return std::move(*prepared);
  }
  std::optional<error> failure;
};

task<json::value> answer_later(const json::value& event, context&) {
  note(event);
  co_return std::move(*prepared);
}

result<json::value> put_metrics(const json::value& event, context& context) {
  note(event);
  metrics_of(context).put_metric("latency", 12.5, metric_unit::milliseconds).put_metric("calls", 1);
  return std::move(*prepared);
}

http_response process_payment(const http_event& event) {
  note(event.document());
  const json::value& payment = event.json();
  return {.status_code = 200, .body = json::serialize({{"result", "success"}, {"amount", payment.at("amount")}})};
}

handler_function handler_of(const json::value& entry) {
  const std::string_view kind = json::find_string(entry, "handler", "plain");
  plain_handler plain;
  if (const json::value* failure = json::find(entry, "throw"))
    plain.failure = error(failure->at("status").to_number<int>(), std::string(failure->at("message").as_string()));
  if (kind == "later") return answer_later;
  if (kind == "metrics") return put_metrics;
  if (kind == "payment") return process_payment;
  if (kind == "batch")
    return event_batch_handler([](const json::value& record, context&) { return record.at("messageId"); });
  if (kind == "http-router") {
    std::vector<http_route> routes;
    for (int i = 0; i < 19; ++i) routes.push_back({"GET", "/things" + std::to_string(i) + "/{id}", plain});
    routes.push_back({"POST", "/users/{id}", plain});
    return http_router(std::move(routes));
  }
  if (kind == "ws-router") return ws_router({{"$connect", plain}, {"$disconnect", plain}, {"send", plain}});
  if (kind == "cloudformation-router")
    return cloudformation_router({{"Create", plain}, {"Update", plain}, {"Delete", plain}});
  return plain;
}

// Takes whatever is posted.
struct no_connections final : websocket_connections {
  task<result<void>> post(std::string, std::string, std::string) override { co_return result<void>(); }
};

// By name, but for those that have a function or an object among their options.
middleware make(const json::value& entry) {
  const std::string_view name = entry.at("name").as_string();
  const json::value* options = json::find(entry, "options");
  if (name == "empty") return empty_middleware();
  if (name == "event-batch-parser") return event_batch_parser({.body = parse_json_payload()});
  if (name == "ws-response") return ws_response({.connections = std::make_shared<no_connections>()});
  if (name == "idempotency")
    return idempotency({.store = store::sqlite_store::open(":memory:").value(), .key = R"(headers."Idempotency-Key")"});
  if (name == "http-response-serializer") {
    const auto as_json = [](const json::object& response) -> std::optional<json::value> {
      return json::value(json::serialize(response.at("body")));
    };
    return http_response_serializer(
        {.serializers = {{"^application/json$", as_json}}, .default_content_type = "application/json"});
  }
  return standard_middlewares().make(name, options ? options->as_object() : json::object());
}

engine chain_of(const json::value& entry) {
  plugin settings;
  if (const json::value* internal = json::find(entry, "internal")) settings.internal = internal->as_object();
  engine chain(handler_of(entry), std::move(settings));
  if (const json::value* middlewares = json::find(entry, "middlewares"))
    for (const json::value& one : middlewares->as_array()) chain.use(make(one));
  return chain;
}

// The bytes of an arena, used by one invocation after the other as in the runtime.
using arena_bytes = std::array<unsigned char, 16 * 1024>;

struct invocation {
  invocation(scheduler& loop, arena_bytes& memory, std::string_view text, std::string_view answer_text)
      : arena(memory.data(), memory.size()),
        context(loop, json::object({{"awsRequestId", "id"}, {"logStreamName", "stream"}}, &arena)),
        event(json::parse(text, &arena)),
        answer(json::parse(answer_text, &arena)) {
    context.deadline = loop.now() + 29s;
  }
  json::monotonic_resource arena;
  lamina::context context;
  json::value event, answer;
};

outcome run(const engine& chain, invocation& one) {
  prepared = &one.answer;
  return chain(std::move(one.event), one.context);
}

struct subject {
  engine chain;
  std::string event, answer;
  testing::manual_scheduler loop{};
  std::vector<arena_bytes> memory = std::vector<arena_bytes>(64);  // of a batch
};

std::string check(subject& of) {
  invocation one(of.loop, of.memory[0], of.event, of.answer);
  is_checking = true;
  const outcome said = run(of.chain, one);
  is_checking = false;
  json::object answer{{"context", one.context.document}};
  if (!said)
    answer["response"] = json::object{{"error", said.error().message}};
  else if (*said)
    answer["response"] = **said;
  if (seen) answer["event"] = std::move(*seen);
  return json::serialize(answer);
}

std::int64_t cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

std::string measure(subject& of, std::chrono::milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  std::int64_t spent = 0;
  std::int64_t count = 0;
  do {
    std::vector<std::unique_ptr<invocation>> batch;
    for (arena_bytes& memory : of.memory)
      batch.push_back(std::make_unique<invocation>(of.loop, memory, of.event, of.answer));
    const std::int64_t start = cpu_time();
    for (const auto& one : batch) {
      const outcome said = run(of.chain, *one);
      asm volatile("" : : "g"(&said) : "memory");  // it is wanted
    }
    spent += cpu_time() - start;
    count += static_cast<std::int64_t>(batch.size());
  } while (std::chrono::steady_clock::now() < end);
  return std::to_string(static_cast<double>(spent) / static_cast<double>(count));
}

const json::value& find_case(const json::value& document, std::string_view name) {
  for (const json::value& entry : document.at("cases").as_array())
    if (entry.at("name") == json::value(name)) return entry;
  throw error("no case of the name " + std::string(name));
}

int serve(const char* path, const char* name) {
  std::ifstream file(path, std::ios::binary);
  const json::value document = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  const json::value& entry = find_case(document, name);
  json::object event = document.at("events").at(entry.at("event").as_string()).as_object();
  if (const json::value* changes = json::find(entry, "with"))
    for (const auto& change : changes->as_object()) event[change.key()] = change.value();
  subject of{chain_of(entry), json::serialize(event), json::serialize(entry.at("response"))};
  for (std::string asked; std::getline(std::cin, asked);) {
    const std::string answer = asked == "check" ? check(of) : measure(of, std::chrono::milliseconds(std::stoi(asked)));
    if (write(3, (answer + "\n").data(), answer.size() + 1) < 0) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace lamina

int main(int count, char** arguments) {
  if (count != 3) return std::cerr << "usage: bench_chains CASES NAME\n", 2;
  return lamina::serve(arguments[1], arguments[2]);
}
