#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>

#include "lamina/store/sqlite_store.h"

namespace lamina::store {
namespace {

namespace fs = std::filesystem;

// A document of about 1 KB under one id.
class filled_store {
 public:
  explicit filled_store(bool survives_power_loss) {
    std::string pattern = (fs::temp_directory_path() / "lamina_store_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    store_ = sqlite_store::open((folder_ / "store.db").string(), {.survives_power_loss = survives_power_loss}).value();
    document_ = json::value{{"id", "alice"}, {"pad", std::string(1000, 'x')}};
    store_->put("user", "alice", document_).value();
  }
  ~filled_store() {
    store_.reset();
    fs::remove_all(folder_);
  }
  sqlite_store& operator*() { return *store_; }
  const json::value& document() const { return document_; }

 private:
  fs::path folder_;
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
  std::string pattern = (fs::temp_directory_path() / "lamina_store_XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const std::string path = (folder / "store.db").string();
  { const auto made = sqlite_store::open(path).value()->put("user", "alice", 1); }
  for (auto _ : state) benchmark::DoNotOptimize(sqlite_store::open(path));
  fs::remove_all(folder);
}
BENCHMARK(open_existing);

}  // namespace
}  // namespace lamina::store
