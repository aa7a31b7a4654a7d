#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "examples/user_store/documents.h"
#include "examples/user_store/request_log.h"
#include "examples/user_store/subscriptions.h"
#include "lamina/aws/connections.h"

namespace user_store {

// Sends a user's document to those who subscribed to it, through API Gateway's management API.
//
// Whoever turns out to be gone is dropped: 410, an id that the API never gave out (400), nobody at the endpoint. A
// subscriber whose token has expired gets no document: its connection is closed. What goes wrong otherwise is logged
// and tried again with the next change. Other types than "WebSocket" are skipped and logged.
class pushes {
 public:
  pushes(subscriptions who, documents states, std::shared_ptr<lamina::aws::connections> clients, request_log log)
      : who_(std::move(who)), documents_(std::move(states)), clients_(std::move(clients)), log_(std::move(log)) {}

  // Sends `document`, which was just stored, as compact JSON to all of them in parallel; returns when every one was
  // tried, or after about twice `patience`. Never throws: the change has happened, whatever becomes of its pushes.
  //
  // Changes that come together may overtake each other on their way out. So what was sent is compared with what is
  // stored by then, and sent again if that is another: the last a subscriber hears is the newest document.
  void publish(std::string_view user, const lamina::json::value& document, lamina::scheduler& clock) const noexcept;

  static constexpr std::chrono::seconds patience{5};
  // $connect subscribes before the connection is open, and until it is, pushes to it are answered 410. It cannot last
  // longer than the gateway waits for a function (29 s): an entry younger than this is kept.
  static constexpr std::chrono::seconds longest_connect{30};

 private:
  bool send_to_all(std::string_view user, const std::string& text, lamina::scheduler& clock,
                   lamina::steady_time until) const;
  void settle(std::string_view user, const subscriber& one, const lamina::aws::delivery& outcome,
              lamina::system_time now) const;
  void hang_up(std::string_view user, const subscriber& one) const;

  subscriptions who_;
  documents documents_;
  std::shared_ptr<lamina::aws::connections> clients_;
  request_log log_;
};

}  // namespace user_store
