#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lamina/base/log.h"
#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/config/service.h"
#include "lamina/json/json.h"

namespace lamina::store {
class object_store;
}

namespace lamina::gateway {

class usage_plans;

// Where a gateway keeps how much of its quotas is used up, and the values it made for API keys: usage.db in the
// service's state folder. One thread at a time.
class usage_memory {
 public:
  // Null: this service has nothing to remember, or no folder. The error: the file cannot be opened.
  static result<std::unique_ptr<usage_memory>> open(const config::service& of);
  usage_memory(std::unique_ptr<store::object_store> file, std::string id);
  ~usage_memory();

  json::value read();  // null: nothing, or nothing that can be read
  result<void> write(const json::value& what);

 private:
  std::unique_ptr<store::object_store> file_;
  const std::string id_;  // of service and stage
};

// Writes what the plans have to remember every few seconds, where it has changed, and at the end. On the loop's thread,
// from the first to the last. All must outlive it.
class usage_saver {
 public:
  static constexpr std::chrono::seconds interval{5};  // what may be lost when the process is killed

  usage_saver(const usage_plans& plans, usage_memory& memory, scheduler& loop, logger& log);
  ~usage_saver();
  usage_saver(const usage_saver&) = delete;
  usage_saver& operator=(const usage_saver&) = delete;

 private:
  void save();
  void wait();

  const usage_plans& plans_;
  usage_memory& memory_;
  scheduler& loop_;
  logger& log_;
  json::value written_;
  scheduler::task_id timer_ = 0;
};

}  // namespace lamina::gateway
