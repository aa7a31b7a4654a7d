#include "examples/user_store/pushes.h"

#include "lamina/http/client.h"

namespace user_store {
namespace {

using namespace lamina;

bool has_expired(const subscriber& one, system_time now) { return one.expires != system_time() && now >= one.expires; }

// Nobody will ever be reached there again. A time-out says nothing of the kind: the machine may be busy.
bool is_gone(const aws::delivery& outcome) {
  constexpr int no_such_id = 400;
  return outcome.status == aws::delivery_status::gone || outcome.http_status == no_such_id ||
         outcome.name == http::client_error::refused || outcome.name == http::client_error::not_found;
}

std::vector<aws::connection_address> addresses_of(const std::vector<subscriber>& subscribers) {
  std::vector<aws::connection_address> addresses;
  for (const auto& one : subscribers) addresses.push_back({one.endpoint, one.connection_id});
  return addresses;
}

}  // namespace

void pushes::publish(std::string_view user, const json::value& document, scheduler& clock) const noexcept {
  try {
    const steady_time until = clock.now() + patience;
    std::string sent = json::serialize(document);
    while (send_to_all(user, sent, clock, until) && clock.now() < until) {
      std::string stored = json::serialize(documents_.get(user));
      if (stored == sent) return;
      sent = std::move(stored);
    }
  } catch (const error& failure) {
    log_.failure(failure);
  } catch (const std::exception& failure) {
    log_.failure(error(std::string("push: ") + failure.what()));
  }
}

// False when there is nobody.
bool pushes::send_to_all(std::string_view user, const std::string& text, scheduler& clock, steady_time until) const {
  const system_time now = clock.wall_clock();
  std::vector<subscriber> wanted;
  for (auto& one : who_.of(user)) {
    if (one.type != "WebSocket") {
      log_.failure(error("push: cannot reach " + one.connection_id + " of unknown type " + one.type));
    } else if (!has_expired(one, now)) {
      wanted.push_back(std::move(one));
    } else if (clock.now() < until) {
      hang_up(user, one);
    }
  }
  if (wanted.empty()) return false;
  const auto outcomes = clients_->post_to_all(addresses_of(wanted), text);
  for (std::size_t i = 0; i < outcomes.size(); ++i) settle(user, wanted[i], outcomes[i], now);
  return true;
}

void pushes::settle(std::string_view user, const subscriber& one, const aws::delivery& outcome, system_time now) const {
  if (outcome.was_sent()) return;
  const bool may_be_opening = outcome.status == aws::delivery_status::gone && now - one.since < longest_connect;
  if (may_be_opening) return;
  if (!is_gone(outcome)) return log_.failure(outcome.as_error());
  who_.drop(user, one.connection_id);
  log_.socket("dropped", one.endpoint, one.connection_id, user);
}

// The gateway tells of the end with $disconnect as well; whoever comes second finds nothing to do.
void pushes::hang_up(std::string_view user, const subscriber& one) const {
  const aws::delivery outcome = clients_->remove({one.endpoint, one.connection_id});
  if (!outcome.was_sent() && !is_gone(outcome)) return log_.failure(outcome.as_error());
  who_.drop(user, one.connection_id);
  log_.socket("expired", one.endpoint, one.connection_id, user);
}

}  // namespace user_store
