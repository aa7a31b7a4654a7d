#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/throttling/quota_counter.h"
#include "lamina/gateway/throttling/token_bucket.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// The API keys of a service and what their usage plans let them do. One for all event loops and threads: what is
// counted is counted together.
//
// A key that the file only names gets a random value, which the notes tell. Nobody can find a key out by the time that
// a wrong one takes: keys are looked up by a digest whose secret is made at the start.
class usage_plans {
 public:
  // A key that opens something.
  struct key {
    std::string name{}, value{};
    std::string id{};  // ten letters and digits, the same at every start
    std::unique_ptr<quota_counter> quota{};
    std::unique_ptr<token_bucket> throttle{};
    std::map<std::string, std::unique_ptr<token_bucket>, std::less<>> method_throttle{};  // by "/pets/{id}/GET"
    token_bucket* throttle_of(std::string_view resource, std::string_view method) const;  // null: there is none
  };

  // `kept`: what memory() said in an earlier life; null: there was none. The error: two keys have the same value.
  static result<std::unique_ptr<usage_plans>> make(const config::service& from, const json::value& kept = nullptr);

  struct decision {
    const gateway_response* refused = nullptr;  // null: the request may pass
    const key* by = nullptr;                    // null: there is no such key
  };
  // May a request with this key pass at this method of a resource ("/pets/{id}", "GET")? Counted when it may.
  decision decide(std::string_view value, std::string_view resource, std::string_view method, steady_time now,
                  system_time wall_clock) const;

  // What should outlive the process: the values made for keys, and how much of the quotas is used up.
  json::value memory() const;

  // For the author of the service, one sentence each.
  const std::vector<std::string>& notes() const noexcept { return notes_; }
  bool has_keys() const noexcept { return !keys_.empty(); }

 private:
  usage_plans();
  std::string digest(std::string_view value) const;
  result<void> add(const config::service& from, const config::api_key& one, const json::value& kept);
  const key* find(std::string_view value) const;

  std::string secret_;
  std::map<std::string, std::unique_ptr<key>, std::less<>> keys_;  // by digest
  std::map<std::string, std::string> generated_;                   // name to value
  std::vector<std::string> notes_;
};

}  // namespace lamina::gateway
