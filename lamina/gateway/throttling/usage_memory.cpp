#include "lamina/gateway/throttling/usage_memory.h"

#include <algorithm>
#include <filesystem>

#include "lamina/gateway/throttling/usage_plans.h"
#include "lamina/store/sqlite_store.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view table = "usage";

bool has_something_to_remember(const config::service& of) {
  return std::ranges::any_of(of.api_keys, [](const config::api_key& key) { return key.value.empty(); }) ||
         std::ranges::any_of(of.usage_plans, [](const config::usage_plan& plan) { return plan.quota.has_value(); });
}

}  // namespace

result<std::unique_ptr<usage_memory>> usage_memory::open(const config::service& of) {
  if (of.directory.empty() || !has_something_to_remember(of)) return std::unique_ptr<usage_memory>();
  const std::string folder = of.state_directory.empty() ? ".lamina" : of.state_directory;
  const auto path = std::filesystem::path(of.directory) / folder / "usage.db";
  // A count lost to a power cut is worth no fsync every few seconds.
  auto file = store::sqlite_store::open(path.string(),
                                        {.busy_timeout = std::chrono::milliseconds(200), .survives_power_loss = false});
  if (!file) return file.error();
  return std::make_unique<usage_memory>(*std::move(file), of.name + "/" + of.stage);
}

usage_memory::usage_memory(std::unique_ptr<store::object_store> file, std::string id)
    : file_(std::move(file)), id_(std::move(id)) {}
usage_memory::~usage_memory() = default;

json::value usage_memory::read() {
  auto found = file_->get(table, id_);
  return found && *found ? std::move((*found)->document) : json::value();
}

result<void> usage_memory::write(const json::value& what) {
  const auto written = file_->put(table, id_, what);
  return written ? result<void>() : written.error();
}

usage_saver::usage_saver(const usage_plans& plans, usage_memory& memory, scheduler& loop, logger& log)
    : plans_(plans), memory_(memory), loop_(loop), log_(log) {
  save();
  wait();
}

usage_saver::~usage_saver() {
  loop_.cancel(timer_);
  save();
}

void usage_saver::wait() {
  timer_ = loop_.call_after(interval, [this] {
    save();
    wait();
  });
}

void usage_saver::save() {
  json::value now = plans_.memory();
  if (json::equal(now, written_)) return;
  if (const auto kept = memory_.write(now))
    written_ = std::move(now);
  else
    log_.error("what API keys have used up is not kept", {{"why", kept.error().message}});
}

}  // namespace lamina::gateway
