#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/base/task.h"
#include "lamina/tokens/jwks.h"

namespace lamina::tokens {

struct jwks_options {
  std::chrono::milliseconds cache_expiry{600'000};  // how long a document is used without asking again
  std::chrono::milliseconds cooldown{30'000};       // the endpoint is asked once in this time, whatever tokens come
  std::chrono::milliseconds timeout{5'000};         // for one request
  std::size_t max_bytes = 1 << 20;                  // of a document
};

// The key set behind an address, fetched when it is needed, kept, and fetched again when it is too old or lacks a key
// that a token names (the issuer rotates its keys). A copy shares everything. Any thread; loops that ask at the same
// moment each fetch once, requests of one loop wait for the same answer.
//
// A failure counts for the cooldown too: until then requests get the last document, or that failure when there is none.
class jwks_source {
 public:
  // The text of the document at `url`; runs on `loop`.
  using fetch = std::function<task<result<std::string>>(std::string url, jwks_options options, scheduler& loop)>;

  explicit jwks_source(std::string url, jwks_options options = {}, fetch from = over_http());

  // Begins to fetch when nothing is there yet, for nobody.
  void prefetch(scheduler& loop) const;

  // The set that should have that key: the one at hand if it is fresh and has it, else what the endpoint says now,
  // subject to the cooldown. Look again in what comes: it may lack the key.
  task<result<std::shared_ptr<const key_set>>> get(std::optional<std::string> id, scheduler& loop) const;
  // The same without a coroutine when there is nothing to wait for; null: await get().
  std::shared_ptr<const key_set> find_fresh(const std::optional<std::string>& id, const scheduler& loop) const;

  // GET with http::client::of(loop), redirects followed; `loop` must be a net::event_loop. Errors: "JWKS fetch failed:
  // HTTP 404", or the client's.
  static fetch over_http();

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::tokens
