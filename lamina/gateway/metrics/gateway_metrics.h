#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/scheduler.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/listener/api_family.h"
#include "lamina/gateway/metrics/request_numbers.h"

namespace lamina::gateway {

// All that is measured, at one moment.
struct gateway_figures {
  std::map<api_family, request_numbers> requests{};
  std::uint64_t http_connections = 0, websockets = 0;  // open
  // Of the event loops: how long each took to turn to the question.
  std::vector<std::chrono::microseconds> lags{};
  std::vector<std::pair<std::string, function_pool::pool_statistics>> functions{};  // by key
  // Asynchronous invocations; `waiting` is a gauge, the rest since the start.
  struct events {
    std::uint64_t waiting = 0, accepted = 0, refused = 0, succeeded = 0, retried = 0, throttled = 0, given_up = 0;
  };
  std::unique_ptr<events> queue{};  // null: there is no queue
};

// Where the figures of a gateway are: counted by each loop for itself, without locks or atomics, and put together when
// somebody asks. A gateway fills the one in its options; without one it counts nothing.
class gateway_metrics {
 public:
  using probe = std::function<void(gateway_figures&)>;

  // Where a service on that loop counts its requests; always the same. Good as long as this object.
  request_numbers& requests(scheduler& loop, api_family family);
  // Called on that loop when somebody asks. remove_probe: on the loop's thread.
  std::uint64_t add_probe(scheduler& loop, probe add);
  void remove_probe(std::uint64_t id);
  // Those whose statistics are told, by key. Not kept alive.
  void watch(const std::map<std::string, std::shared_ptr<function_pool::function>>& functions);

  // Asks every loop that has counted or has a probe, and calls `done` on `home`, whose thread calls this. The loops,
  // `home` and this object must outlive that.
  void collect(scheduler& home, move_only_function<void(gateway_figures)> done);

 private:
  struct part {
    explicit part(scheduler& of) : loop(of) {}
    scheduler& loop;
    std::map<api_family, request_numbers> requests{};
    std::map<std::uint64_t, probe> probes{};
  };
  struct collection;

  part& part_of(scheduler& loop);
  void read(part& from, gateway_figures& into);
  void add_functions(gateway_figures& to);

  std::mutex mutex_;  // of the lists, not of the numbers
  std::vector<std::unique_ptr<part>> parts_;
  std::uint64_t last_probe_ = 0;
  std::map<std::string, std::weak_ptr<function_pool::function>> functions_;
};

}  // namespace lamina::gateway
