#include "lamina/gateway/metrics/metrics_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>
#include <map>

namespace lamina::gateway {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using labels = std::vector<ClientMetric::Label>;

template <class T>
double number(T value) {
  return static_cast<double>(value);
}

double seconds(std::chrono::microseconds value) { return std::chrono::duration<double>(value).count(); }

ClientMetric labelled(labels with) {
  ClientMetric made;
  made.label = std::move(with);
  return made;
}

// The families of one scrape.
class exposition {
 public:
  class family {
   public:
    explicit family(MetricFamily& to) : to_(to) {}
    void add(labels with, double value) {
      ClientMetric& fresh = to_.metric.emplace_back(labelled(std::move(with)));
      (to_.type == MetricType::Counter ? fresh.counter.value : fresh.gauge.value) = value;
    }
    void add(labels with, const latency_histogram& from) {
      ClientMetric& fresh = to_.metric.emplace_back(labelled(std::move(with)));
      std::uint64_t so_far = 0;
      for (std::size_t i = 0; i < from.counts().size(); ++i) {
        so_far += from.counts()[i];
        const double bound = i < latency_histogram::bounds.size() ? number(latency_histogram::bounds[i]) / 1e6
                                                                  : std::numeric_limits<double>::infinity();
        fresh.histogram.bucket.push_back({so_far, bound});
      }
      fresh.histogram.sample_count = so_far;
      fresh.histogram.sample_sum = seconds(from.sum());
    }
    void add_summary(labels with, std::uint64_t count, double sum) {
      ClientMetric& fresh = to_.metric.emplace_back(labelled(std::move(with)));
      fresh.summary.sample_count = count;
      fresh.summary.sample_sum = sum;
    }

   private:
    MetricFamily& to_;
  };

  // Good until the next one is made.
  family make(MetricType type, std::string name, std::string help) {
    MetricFamily& fresh = all_.emplace_back();
    fresh.name = std::move(name);
    fresh.help = std::move(help);
    fresh.type = type;
    return family(fresh);
  }
  family counter(std::string name, std::string help) {
    return make(MetricType::Counter, std::move(name), std::move(help));
  }
  family gauge(std::string name, std::string help) { return make(MetricType::Gauge, std::move(name), std::move(help)); }
  void gauge(std::string name, std::string help, double value) {
    gauge(std::move(name), std::move(help)).add({}, value);
  }
  void counter(std::string name, std::string help, double value) {
    counter(std::move(name), std::move(help)).add({}, value);
  }

  // Families without a value are left out: there is nothing of that kind here.
  std::string text() {
    std::erase_if(all_, [](const MetricFamily& each) { return each.metric.empty(); });
    return static_cast<const prometheus::Serializer&>(prometheus::TextSerializer()).Serialize(all_);
  }

 private:
  std::vector<MetricFamily> all_;
};

// Hash tables have no order; a scrape has one, so that two can be compared.
template <class T>
std::map<std::string_view, const T*> sorted(const request_numbers::by_text<T>& from) {
  std::map<std::string_view, const T*> made;
  for (const auto& [name, value] : from) made.emplace(name, &value);
  return made;
}

labels with_api(api_family api, std::initializer_list<ClientMetric::Label> rest) {
  labels all = {{"api", std::string(name_of(api))}};
  all.insert(all.end(), rest);
  return all;
}

void add_requests(exposition& to, const gateway_figures& from) {
  auto answered = to.counter("lamina_requests_total", "Requests answered, by route, method and status.");
  for (const auto& [api, numbers] : from.requests)
    for (const auto& [route, one] : sorted(numbers.routes()))
      for (const answer_count& each : one->answers)
        answered.add(with_api(api, {{"route", std::string(route)},
                                    {"method", std::string(each.method)},
                                    {"status", std::to_string(each.status)}}),
                     number(each.count));
  auto took = to.make(MetricType::Histogram, "lamina_request_duration_seconds",
                      "From the arrival of a whole request to its answer.");
  for (const auto& [api, numbers] : from.requests)
    for (const auto& [route, one] : sorted(numbers.routes()))
      took.add(with_api(api, {{"route", std::string(route)}}), one->duration);
  auto waited = to.make(MetricType::Histogram, "lamina_integration_duration_seconds",
                        "What of it, or of an event of a WebSocket, was waiting for the function or HTTP endpoint, "
                        "queueing and cold starts included.");
  for (const auto& [api, numbers] : from.requests)
    for (const auto* all : {&numbers.routes(), &numbers.events()})
      for (const auto& [route, one] : sorted(*all))
        if (one->integration.count() > 0) waited.add(with_api(api, {{"route", std::string(route)}}), one->integration);
}

void add_authorizers(exposition& to, const gateway_figures& from) {
  const auto add = [&](const char* name, const char* help, std::uint64_t authorizer_numbers::*which) {
    auto family = to.counter(name, help);
    for (const auto& [api, numbers] : from.requests)
      for (const auto& [authorizer, one] : sorted(numbers.authorizers()))
        family.add(with_api(api, {{"authorizer", std::string(authorizer)}}), number(one->*which));
  };
  add("lamina_authorizer_cache_hits_total", "Requests whose authorizer's answer was known.", &authorizer_numbers::hits);
  add("lamina_authorizer_cache_misses_total", "Requests for which an authorizer was asked.",
      &authorizer_numbers::misses);
  add("lamina_authorizer_refusals_total", "Requests refused without asking: no token, or not of the right form.",
      &authorizer_numbers::refused);
}

void add_throttles(exposition& to, const gateway_figures& from) {
  auto throttled =
      to.counter("lamina_throttled_total",
                 "Requests answered 429: by a rate limit, a quota, or because a function's queue is full.");
  for (const auto& [api, numbers] : from.requests) {
    throttled.add(with_api(api, {{"reason", "rate"}}), number(numbers.throttled().rate));
    throttled.add(with_api(api, {{"reason", "quota"}}), number(numbers.throttled().quota));
    throttled.add(with_api(api, {{"reason", "function"}}), number(numbers.throttled().function));
  }
}

void add_bytes(exposition& to, const gateway_figures& from) {
  auto bytes = to.counter("lamina_body_bytes_total", "Bytes of bodies and messages, without headers and framing.");
  for (const auto& [api, numbers] : from.requests) {
    bytes.add(with_api(api, {{"direction", "in"}}), number(numbers.bytes_in()));
    bytes.add(with_api(api, {{"direction", "out"}}), number(numbers.bytes_out()));
  }
}

void add_websockets(exposition& to, const gateway_figures& from) {
  const auto found = from.requests.find(api_family::websocket);
  if (found == from.requests.end()) return;
  auto events = to.counter("lamina_websocket_events_total", "Connects, messages and disconnects, by route and status.");
  std::uint64_t came = 0;
  for (const auto& [route, one] : sorted(found->second.events()))
    for (const answer_count& each : one->answers) {
      events.add(
          {{"event", std::string(each.method)}, {"route", std::string(route)}, {"status", std::to_string(each.status)}},
          number(each.count));
      if (each.method == "MESSAGE") came += each.count;
    }
  auto took = to.make(MetricType::Histogram, "lamina_websocket_event_duration_seconds",
                      "From the arrival of a connect, message or disconnect to its function's answer.");
  for (const auto& [route, one] : sorted(found->second.events()))
    took.add({{"route", std::string(route)}}, one->duration);
  auto messages = to.counter("lamina_websocket_messages_total", "Messages from clients, and to clients.");
  messages.add({{"direction", "in"}}, number(came));
  messages.add({{"direction", "out"}}, number(found->second.messages_sent()));
}

void add_connections(exposition& to, const gateway_figures& from) {
  auto open = to.gauge("lamina_connections", "Open connections of clients.");
  open.add({{"kind", "http"}}, number(from.http_connections));
  if (from.requests.contains(api_family::websocket)) open.add({{"kind", "websocket"}}, number(from.websockets));
}

void add_invocations(exposition& to, const gateway_figures& from) {
  auto invoked = to.counter("lamina_function_invocations_total", "Invocations by what became of them.");
  for (const auto& [name, one] : from.functions) {
    invoked.add({{"function", name}, {"outcome", "success"}}, number(one.successes));
    invoked.add({{"function", name}, {"outcome", "function_error"}}, number(one.errors - one.unavailable));
    invoked.add({{"function", name}, {"outcome", "unavailable"}}, number(one.unavailable));
    invoked.add({{"function", name}, {"outcome", "throttled"}}, number(one.throttles));
  }
  auto queue = to.gauge("lamina_function_queue_length", "Requests that wait for an instance.");
  for (const auto& [name, one] : from.functions) queue.add({{"function", name}}, number(one.queued));
}

void add_instances(exposition& to, const gateway_figures& from) {
  auto instances = to.gauge("lamina_function_instances", "Processes: idle, busy, or starting (which includes ending).");
  for (const auto& [name, one] : from.functions) {
    const std::uint64_t known = one.idle + one.busy;  // read one by one: they may not add up for a moment
    instances.add({{"function", name}, {"state", "idle"}}, number(one.idle));
    instances.add({{"function", name}, {"state", "busy"}}, number(one.busy));
    instances.add({{"function", name}, {"state", "starting"}}, number(std::max(one.instances, known) - known));
  }
  auto starts = to.counter("lamina_function_cold_starts_total", "Processes started.");
  for (const auto& [name, one] : from.functions) starts.add({{"function", name}}, number(one.cold_starts));
  auto took = to.make(MetricType::Summary, "lamina_function_init_seconds", "From a process's start to its first poll.");
  for (const auto& [name, one] : from.functions)
    took.add_summary({{"function", name}}, one.inits, seconds(std::chrono::microseconds(one.init_microseconds)));
  auto ended = to.counter("lamina_function_instance_ends_total", "Processes that have ended, by reason.");
  for (const auto& [name, one] : from.functions)
    for (std::size_t i = 0; i < one.ends.size(); ++i)
      ended.add({{"function", name}, {"reason", std::string(function_pool::end_reasons[i])}}, number(one.ends[i]));
}

void add_queue(exposition& to, const gateway_figures::events& queue) {
  to.gauge("lamina_event_queue_length", "Asynchronous invocations that wait or are under way.", number(queue.waiting));
  auto events = to.counter("lamina_events_total", "Asynchronous invocations by what became of them.");
  events.add({{"outcome", "accepted"}}, number(queue.accepted));
  events.add({{"outcome", "refused"}}, number(queue.refused));
  events.add({{"outcome", "succeeded"}}, number(queue.succeeded));
  events.add({{"outcome", "retried"}}, number(queue.retried));
  events.add({{"outcome", "throttled"}}, number(queue.throttled));
  events.add({{"outcome", "given_up"}}, number(queue.given_up));
}

// Names as all exporters have them.
void add_process(exposition& to, const process_figures& process) {
  to.counter("process_cpu_seconds_total", "CPU time, user and system.", process.cpu_seconds);
  to.gauge("process_resident_memory_bytes", "Memory in use.", number(process.resident_bytes));
  to.gauge("process_virtual_memory_bytes", "Address space in use.", number(process.virtual_bytes));
  to.gauge("process_open_fds", "Open descriptors.", number(process.open_descriptors));
  to.gauge("process_max_fds", "Descriptors that may be open.", number(process.max_descriptors));
  to.gauge("process_threads", "Threads.", number(process.threads));
  to.gauge("process_start_time_seconds", "When it was started, since 1970.", process.start_time_seconds);
}

}  // namespace

std::string write_metrics(const gateway_figures& gateway, const process_figures& process, std::string_view version) {
  exposition out;
  add_requests(out, gateway);
  add_authorizers(out, gateway);
  add_throttles(out, gateway);
  add_bytes(out, gateway);
  add_websockets(out, gateway);
  if (!gateway.lags.empty()) add_connections(out, gateway);
  add_invocations(out, gateway);
  add_instances(out, gateway);
  if (gateway.queue) add_queue(out, *gateway.queue);
  auto lag = out.gauge("lamina_event_loop_lag_seconds", "How long each event loop took to turn to this scrape.");
  for (std::size_t i = 0; i < gateway.lags.size(); ++i)
    lag.add({{"loop", std::to_string(i)}}, seconds(gateway.lags[i]));
  out.gauge("lamina_build_info", "Always 1; says which version this is.").add({{"version", std::string(version)}}, 1);
  add_process(out, process);
  return out.text();
}

}  // namespace lamina::gateway
