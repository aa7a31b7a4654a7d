#include "lamina/tokens/jwks_source.h"

#include <algorithm>
#include <coroutine>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "lamina/base/detached.h"
#include "lamina/http/client.h"
#include "lamina/http/redirect.h"

namespace lamina::tokens {
namespace {

using shared_set = std::shared_ptr<const key_set>;

task<result<std::string>> get_over_http(std::string url, jwks_options options, scheduler& loop) {
  auto* const network = dynamic_cast<net::event_loop*>(&loop);
  if (network == nullptr) co_return error("a JWKS can only be fetched on a net::event_loop");
  http::client_request request{.url = std::move(url), .headers = {{"Accept", "application/json"}}};
  request.timeout = options.timeout;
  result<http::response> said = co_await http::fetch_following(*network, std::move(request));
  if (!said) co_return std::move(said).error();
  if (said->status < 200 || said->status > 299)
    co_return error("JWKS fetch failed: HTTP " + std::to_string(said->status));
  if (said->body.size() > options.max_bytes)
    co_return error("JWKS document exceeds " + std::to_string(options.max_bytes) + " bytes");
  co_return std::move(said->body);
}

}  // namespace

struct jwks_source::state : std::enable_shared_from_this<state> {
  state(std::string address, jwks_options with, fetch from)
      : url(std::move(address)), options(with), fetch_text(std::move(from)) {}

  // A request that is under way on a loop, and who waits for it there.
  struct under_way {
    steady_time since{};
    std::vector<std::coroutine_handle<>> waiting{};
  };
  // Says whether there was something to wait for.
  struct arrival {
    state& of;
    scheduler& loop;
    bool has_waited = false;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiting) {
      const std::lock_guard lock(of.mutex);
      const auto found = of.fetching.find(&loop);
      if (found == of.fetching.end()) return false;
      has_waited = true;
      found->second.waiting.push_back(waiting);
      return true;
    }
    bool await_resume() const noexcept { return has_waited; }
  };

  bool is_fresh(steady_time now) const { return current && now - fetched_at <= options.cache_expiry; }
  // With the lock held: may the endpoint be asked now? Notes that it is.
  bool begin(scheduler& loop) {
    const steady_time now = loop.now();
    if (fetching.contains(&loop)) return false;
    if (asked_at && now - *asked_at < options.cooldown && !is_asked_elsewhere(now)) return false;
    asked_at = now;
    fetching[&loop].since = now;
    return true;
  }
  // What another loop has just asked for may never come here: that loop may stand still.
  bool is_asked_elsewhere(steady_time now) const {
    return std::ranges::any_of(fetching, [&](const auto& one) { return now - one.second.since <= options.timeout; });
  }
  result<shared_set> last() const {
    if (current) return current;
    return failure ? *failure : error("JWKS fetch failed: nothing fetched yet");
  }

  void finish(result<std::string> text, scheduler& loop);
  static detached run(std::shared_ptr<state> self, scheduler& loop);

  const std::string url;
  const jwks_options options;
  const fetch fetch_text;

  std::mutex mutex;
  shared_set current;
  std::optional<error> failure;
  steady_time fetched_at{};
  std::optional<steady_time> asked_at;
  std::map<const scheduler*, under_way> fetching;
};

void jwks_source::state::finish(result<std::string> text, scheduler& loop) {
  result<key_set> read = text ? key_set::parse(*text) : result<key_set>(std::move(text).error());
  std::vector<std::coroutine_handle<>> waiting;
  {
    const std::lock_guard lock(mutex);
    if (read) {
      current = std::make_shared<const key_set>(*std::move(read));
      fetched_at = loop.now();
      failure.reset();
    } else {
      failure = std::move(read).error();
    }
    waiting = std::move(fetching[&loop].waiting);
    fetching.erase(&loop);
  }
  for (const std::coroutine_handle<> one : waiting) loop.post([one] { one.resume(); });
}

detached jwks_source::state::run(std::shared_ptr<state> self, scheduler& loop) {
  std::optional<result<std::string>> text;
  try {
    result<std::string> came = co_await self->fetch_text(self->url, self->options, loop);
    text.emplace(std::move(came));
  } catch (const std::exception& thrown) {
    text.emplace(error(thrown.what()));
  } catch (...) {
    text.emplace(error("JWKS fetch failed"));
  }
  self->finish(*std::move(text), loop);
}

jwks_source::jwks_source(std::string url, jwks_options options, fetch from)
    : state_(std::make_shared<state>(std::move(url), options, std::move(from))) {}

jwks_source::fetch jwks_source::over_http() { return get_over_http; }

void jwks_source::prefetch(scheduler& loop) const {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->current || !state_->begin(loop)) return;
  }
  state::run(state_, loop);
}

std::shared_ptr<const key_set> jwks_source::find_fresh(const std::optional<std::string>& id,
                                                       const scheduler& loop) const {
  const std::lock_guard lock(state_->mutex);
  if (!state_->is_fresh(loop.now()) || state_->current->find(id) == nullptr) return nullptr;
  return state_->current;
}

task<result<std::shared_ptr<const key_set>>> jwks_source::get(std::optional<std::string> id, scheduler& loop) const {
  const std::shared_ptr<state> shared = state_;
  if (shared_set fresh = find_fresh(id, loop)) co_return fresh;
  bool may_ask = false;
  {
    const std::lock_guard lock(shared->mutex);
    may_ask = shared->begin(loop);
  }
  if (may_ask) state::run(shared, loop);
  state::arrival arrival{*shared, loop};
  const bool has_waited = co_await arrival;
  const std::lock_guard lock(shared->mutex);
  // Too old and not to be had again is a failure, as with Middy; within the cooldown the last one serves.
  if ((may_ask || has_waited) && shared->failure) co_return *shared->failure;
  co_return shared->last();
}

}  // namespace lamina::tokens
