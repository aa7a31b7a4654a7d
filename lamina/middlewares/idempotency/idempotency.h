#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/middlewares/idempotency/event_path.h"
#include "lamina/store/object_store.h"

namespace lamina {

struct idempotency_options {
  // Where it is written down what was done; shared by all processes of the function. Required.
  std::shared_ptr<store::object_store> store{};
  std::string table = "idempotency";
  // What makes two events the same, as a path (event_path.h). Absent: the whole event.
  std::string key{};
  // What else must then be equal: the same key with another payload is refused with 422. Absent: not looked at.
  std::string payload{};
  // Keys of one scope do not meet those of another. Absent: the function's name.
  std::optional<std::string> scope{};
  // An event without a key is refused with 400; false: it is handled as if this middleware were not there.
  bool requires_key = true;
  // How long a response is replayed.
  std::chrono::milliseconds expiry = std::chrono::hours(1);
  // How long an invocation that never reports back keeps others away. Absent: the time it has left, else 15 minutes.
  std::optional<std::chrono::milliseconds> in_progress_expiry{};
  // How long an event waits for the response of one with its key that is being handled; then it is refused with 409.
  // Looks into the store every `poll`.
  std::chrono::milliseconds wait{0};
  std::chrono::milliseconds poll{100};
  // Is told why a response could not be written down; it is answered nevertheless.
  std::function<void(const error& failure)> on_store_error{};
};

// Handles an event once, and answers its repetitions with the first one's response. (As the community's
// middy-idempotent and Powertools for AWS; status codes of draft-ietf-httpapi-idempotency-key-header)
//
// A key's record is absent, in progress until a moment, or completed with a response until a moment; one whose moment
// has passed counts as absent. The first event puts "in progress" under the condition that nobody did, its response
// completes the record, its failure removes it. An invocation that runs into the early timeout, or never reports back,
// leaves it in progress until it expires.
//
// Errors: 400 no key, 409 another event with this key is being handled, 422 another payload; the store's own, before
// anything was done.
class idempotency {
 public:
  static constexpr std::string_view name = "idempotency";
  static idempotency_options read_options(const json::object& options);
  static idempotency from_json(const json::object& options) { return idempotency(read_options(options)); }

  // Throws for a missing store and for paths that cannot be read.
  explicit idempotency(idempotency_options options);
  task<step> before(request& request) const;
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  struct claim;  // what one event asks for
  struct answer;

  answer look_up(const claim& wanted, const request& request) const;
  answer take(const claim& wanted, const request& request, store::condition when) const;
  std::int64_t in_progress_until(const request& request) const;

  idempotency_options options_;
  std::optional<event_path> key_, payload_;
  std::string id_name_, version_name_, digest_name_;  // in request.internal; others for each middleware
};

}  // namespace lamina
