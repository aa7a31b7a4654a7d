#include <benchmark/benchmark.h>

#include "lamina/store/sqlite_store.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::store {
namespace {

// A document of about 1 KB under one id.
class filled_store {
 public:
  explicit filled_store(bool survives_power_loss) {
    store_ = sqlite_store::open((folder_ / "store.db").string(), {.survives_power_loss = survives_power_loss}).value();
    document_ = json::value{{"id", "alice"}, {"pad", std::string(1000, 'x')}};
    store_->put("user", "alice", document_).value();
  }
  sqlite_store& operator*() { return *store_; }
  const json::value& document() const { return document_; }

 private:
  lamina::testing::temporary_folder folder_;
  std::unique_ptr<sqlite_store> store_;
  json::value document_;
};

void get(benchmark::State& state) {
  filled_store store(false);
  for (auto _ : state) benchmark::DoNotOptimize((*store).get("user", "alice"));
}
BENCHMARK(get);

void put(benchmark::State& state) {
  filled_store store(state.range(0) != 0);
  for (auto _ : state) benchmark::DoNotOptimize((*store).put("user", "alice", store.document()));
}
BENCHMARK(put)->ArgName("survives_power_loss")->Arg(0)->Arg(1);

void update_state(benchmark::State& state) {
  filled_store store(state.range(0) != 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize((*store).update_state(
        "user", "alice", [](const json::value& document) -> result<json::value> { return document; }));
  }
}
BENCHMARK(update_state)->ArgName("survives_power_loss")->Arg(0)->Arg(1);

void open_existing(benchmark::State& state) {
  const lamina::testing::temporary_folder folder;
  const std::string path = (folder / "store.db").string();
  { const auto made = sqlite_store::open(path).value()->put("user", "alice", 1); }
  for (auto _ : state) benchmark::DoNotOptimize(sqlite_store::open(path));
}
BENCHMARK(open_existing);

}  // namespace
}  // namespace lamina::store
