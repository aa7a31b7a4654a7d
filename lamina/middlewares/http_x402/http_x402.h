#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/engine/middleware.h"
#include "lamina/middlewares/http_x402/facilitator.h"

namespace lamina {

struct http_x402_options {
  std::string pay_to{};  // the address that is paid; needed
  std::string asset{};   // the token's contract; needed

  // One of the two: a decimal price ("0.01") in units of the asset, or an amount in its smallest units ("10000").
  std::optional<std::string> price{};
  std::optional<std::string> amount{};
  int decimals = 6;  // of the asset

  std::string network = "eip155:8453";
  std::vector<int> versions = {1, 2};  // of the protocol
  std::string description{};
  std::string mime_type = "application/json";
  std::optional<json::object> extra{};  // for the client's wallet, such as {"name": "USDC", "version": "2"}

  std::string facilitator_url = "https://x402.org/facilitator";
  std::shared_ptr<x402_facilitator> facilitator{};  // null: over HTTP at facilitator_url
  // Who need not pay: called for every request; may be empty.
  std::function<bool(const request& request)> human{};
};

// Asks for a payment before the handler runs, and books it once the handler has answered below 400: HTTP 402 as x402
// (https://x402.org) defines it, scheme "exact", versions 1 and 2. (@middy/http-x402)
//
// Without a payment, or with one that is not valid, the answer is 402 and says what to pay. A payment that could not be
// booked turns the handler's answer into 402 as well. What was paid is in request.internal under "x402".
class http_x402 {
 public:
  static constexpr std::string_view name = "http-x402";
  static http_x402_options read_options(const json::object& options);
  static http_x402 from_json(const json::object& options);

  // Throws lamina::error for options that make no price or no version.
  explicit http_x402(http_x402_options options);
  task<step> before(request& request) const;
  task<step> after(request& request) const;

 private:
  task<step> check(request& request, std::string header, int version) const;
  json::value requirements(const json::value& event, int version) const;
  json::value challenge(const json::value& event, int version, std::optional<std::string_view> why) const;
  step refuse(request& request, int version, std::optional<std::string_view> why) const;
  step refuse_unpaid(request& request) const;
  bool accepts(const json::value& payload, int version) const;
  bool speaks(int version) const;

  http_x402_options options_;
  std::string amount_;
};

}  // namespace lamina
