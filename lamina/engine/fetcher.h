#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lamina/base/task.h"
#include "lamina/engine/internal_store.h"
#include "lamina/engine/process_cache.h"

namespace lamina {

// What middlewares that fetch values have in common: some keys, how to fetch the value of one, and the process cache
// they are kept in. A value is on its way as soon as fetching it has begun; request.internal.get() awaits it.
//
// A failure is seen by the requests that await that very value, and by nobody else: the next request that asks fetches
// the key again, and it alone. So a prefetch that failed before the first event is merely repeated.
//
//   class secrets {
//    public:
//     void prefetch(scheduler& loop) const { fetcher_.prefetch(loop); }
//     void before(request& request) const { fetcher_.load_into(request.internal, request.context.loop()); }
//   ...
//
// Const and any thread, each on the thread of the loop it names, or before that loop runs. Fetching uses that loop to
// its end: a value that another loop awaits does not come while the first stands still.
class fetcher {
 public:
  // Run on `loop`, for one key at a time; what it throws is the failure. Outlives the fetcher when it is kept for the
  // cache's timer.
  using fetch_one = std::function<task<result<json::value>>(std::string key, scheduler& loop)>;

  fetcher(std::vector<std::string> keys, fetch_one fetch, cache_options options,
          process_cache& cache = process_cache::shared());

  // Begins to fetch what is not cached yet, for nobody. Nothing when the options say not to cache: it would be lost.
  void prefetch(scheduler& loop) const;

  // The values of all keys, cached or on their way.
  process_cache::values fetch(scheduler& loop) const;
  // The same, put into a request's storage.
  void load_into(internal_store& internal, scheduler& loop) const;

 private:
  std::shared_ptr<const std::vector<std::string>> keys_;
  std::shared_ptr<const fetch_one> fetch_;
  cache_options options_;
  process_cache* cache_;
};

}  // namespace lamina
