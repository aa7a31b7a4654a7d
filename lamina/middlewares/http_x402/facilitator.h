#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/base/task.h"
#include "lamina/json/json.h"

namespace lamina {

// Who checks payments and books them. May be called on several threads at once. An error's cause may be an object with
// the members `invalidReason` (verify), `errorReason` and `transaction` (settle): what the client is then told.
class x402_facilitator {
 public:
  virtual ~x402_facilitator() = default;
  // {isValid, invalidReason?, payer?, ...}
  virtual task<result<json::value>> verify(json::value payload, json::value requirements, scheduler& loop) = 0;
  // {success, errorReason?, payer?, transaction, network, ...}
  virtual task<result<json::value>> settle(json::value payload, json::value requirements, scheduler& loop) = 0;
};

// A facilitator behind POST url/verify and url/settle, as x402 (https://x402.org) defines it. Uses the HTTP client of
// the loop, which must be a net::event_loop; follows redirects. Answers are read as untrusted bytes: only the members
// that the protocol knows are handed on, and each must have its type.
std::shared_ptr<x402_facilitator> make_http_facilitator(std::string url,
                                                        std::chrono::milliseconds timeout = std::chrono::seconds(90));

}  // namespace lamina
