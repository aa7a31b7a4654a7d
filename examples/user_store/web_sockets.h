#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "examples/user_store/request_log.h"
#include "examples/user_store/signing_key.h"
#include "examples/user_store/subscriptions.h"
#include "lamina/aws/connections.h"
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"

namespace user_store {

inline constexpr std::string_view not_supported = "Incoming messages not supported";

// What happens to WebSocket connections.
//
// $connect subscribes to the document of the token's user, or refuses the upgrade: 401 without a good token, 403 with
// one of another scope. The token comes in the header Authorization, or, from browsers, which cannot set that, as the
// second of two subprotocols: "bearer", then the token; the answer chooses "bearer". It is not taken from the query,
// which ends up in logs and histories. $disconnect unsubscribes, and needs no token. Messages are answered that they
// are not supported; the connection stays.
class web_sockets {
 public:
  // `management_endpoint`: where connections are reached; empty: at the domain that an event names.
  web_sockets(subscriptions who, std::shared_ptr<signing_key> key, std::shared_ptr<lamina::aws::connections> clients,
              request_log log, std::string management_endpoint)
      : who_(std::move(who)),
        key_(std::move(key)),
        clients_(std::move(clients)),
        log_(std::move(log)),
        management_endpoint_(std::move(management_endpoint)) {}

  // {statusCode, ...} for an event of a WebSocket API. Throws what the store says.
  lamina::json::value answer(const lamina::json::value& event, lamina::system_time now) const;

 private:
  struct connection;

  lamina::json::value connect(const lamina::json::value& event, const connection& from, lamina::system_time now) const;
  lamina::json::value disconnect(const connection& from) const;
  lamina::json::value refuse_message(const connection& from) const;
  connection read_connection(const lamina::json::value& context) const;

  subscriptions who_;
  std::shared_ptr<signing_key> key_;
  std::shared_ptr<lamina::aws::connections> clients_;
  request_log log_;
  std::string management_endpoint_;
};

// Of Sec-WebSocket-Protocol: what follows the protocol "bearer", "" if nothing does. Nothing when that is not offered.
std::optional<std::string_view> protocol_token(std::string_view offered);

// "https://<domain>", followed by the stage where the domain is the provider's own: a domain of one's own is mapped to
// one stage.
std::string endpoint_of(std::string_view domain, std::string_view stage);

}  // namespace user_store
