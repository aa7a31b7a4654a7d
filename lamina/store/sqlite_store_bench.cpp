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

// All subscriptions of a busy user: 10,000 small items in pages.
void list_10_000_items(benchmark::State& state) {
  filled_store store(false);
  for (int i = 0; i < 10'000; ++i) {
    (*store)
        .put("user", "alice/" + std::to_string(100'000 + i), {{"connection", "Zm9vYmFyYmF6cXV4="}, {"since", i}})
        .value();
  }
  for (auto _ : state) {
    std::size_t seen = 0;
    for (std::optional<std::string> after = ""; after;) {
      page found = (*store).list("user", "alice/", *after, static_cast<std::size_t>(state.range(0))).value();
      seen += found.items.size();
      after = std::move(found.next);
    }
    if (seen != 10'000) return state.SkipWithError("not all items were listed");
  }
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(list_10_000_items)->ArgName("limit")->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

void open_existing(benchmark::State& state) {
  const lamina::testing::temporary_folder folder;
  const std::string path = (folder / "store.db").string();
  { const auto made = sqlite_store::open(path).value()->put("user", "alice", 1); }
  for (auto _ : state) benchmark::DoNotOptimize(sqlite_store::open(path));
}
BENCHMARK(open_existing);

}  // namespace
}  // namespace lamina::store
