#include "lamina/gateway/throttling/usage_plans.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "lamina/base/random.h"
#include "lamina/gateway/api_stage.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t generated_digits = 40;  // as long as those that AWS makes
constexpr std::size_t max_key_bytes = 128;    // AWS takes no longer ones

const config::usage_plan* find_plan(const config::service& from, const std::string& name) {
  const auto found =
      std::ranges::find_if(from.usage_plans, [&](const config::usage_plan& one) { return one.name == name; });
  return name.empty() || found == from.usage_plans.end() ? nullptr : &*found;
}

std::int64_t number_of(const json::value* from) {
  boost::system::error_code failure;
  const auto number = from == nullptr ? 0 : from->to_number<std::int64_t>(failure);
  return failure ? 0 : number;
}

}  // namespace

usage_plans::usage_plans() : secret_(secret_bytes, '\0') { random_bytes(secret_.data(), secret_.size()); }

std::string usage_plans::digest(std::string_view value) const {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const auto* text = reinterpret_cast<const unsigned char*>(value.data());
  if (HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), text, value.size(), bytes, &size) == nullptr)
    return {};
  return {reinterpret_cast<const char*>(bytes), size};
}

result<std::unique_ptr<usage_plans>> usage_plans::make(const config::service& from, const json::value& kept) {
  std::unique_ptr<usage_plans> made(new usage_plans);
  for (const config::api_key& one : from.api_keys)
    if (auto added = made->add(from, one, kept); !added) return added.error();
  return made;
}

result<void> usage_plans::add(const config::service& from, const config::api_key& one, const json::value& kept) {
  const config::usage_plan* plan = find_plan(from, one.usage_plan);
  const std::string called = "API key " + (one.name.empty() ? "without a name" : one.name);
  if (plan == nullptr) notes_.push_back(called + ": it is on no usage plan of this stage, and opens nothing");
  if (plan == nullptr || !one.is_enabled) return {};

  auto made = std::make_unique<key>();
  made->name = one.name;
  made->value = one.value;
  if (made->value.empty()) {
    const json::value* known = json::find(kept, "keys");
    made->value = known == nullptr ? std::string_view() : json::find_string(*known, one.name);
    if (made->value.empty()) random_hex_to(made->value, generated_digits);
    generated_[one.name] = made->value;
    notes_.push_back(called + " has no value in the file; its value is " + made->value);
  }
  if (made->value.size() > max_key_bytes) return error(called + ": its value is longer than 128 characters");
  const std::string known_as = one.name.empty() ? std::to_string(&one - from.api_keys.data()) : one.name;
  made->id = stable_id("api key " + known_as + " of " + from.name + "/" + from.stage, 10);
  if (plan->throttle) made->throttle = std::make_unique<token_bucket>(*plan->throttle);
  for (const auto& [method, limit] : plan->method_throttle)
    made->method_throttle[method] = std::make_unique<token_bucket>(limit);
  if (plan->quota) {
    made->quota = std::make_unique<quota_counter>(*plan->quota);
    const json::value* used = json::find(kept, "used");
    const json::value* own = used == nullptr ? nullptr : json::find(*used, made->id);
    if (own != nullptr)
      made->quota->restore({number_of(json::find(*own, "period")), number_of(json::find(*own, "count"))});
  }
  const auto [at, is_new] = keys_.try_emplace(digest(made->value));
  if (!is_new) return error(called + ": " + at->second->name + " has the same value");
  at->second = std::move(made);
  return {};
}

const usage_plans::key* usage_plans::find(std::string_view value) const {
  if (value.empty() || value.size() > max_key_bytes) return nullptr;
  const auto found = keys_.find(digest(value));
  if (found == keys_.end() || found->second->value.size() != value.size()) return nullptr;
  return CRYPTO_memcmp(found->second->value.data(), value.data(), value.size()) == 0 ? found->second.get() : nullptr;
}

// A method of ANY has one limit for whatever method a request has.
token_bucket* usage_plans::key::throttle_of(std::string_view resource, std::string_view method) const {
  if (method_throttle.empty()) return nullptr;
  const std::string path = std::string(resource) + "/";
  auto found = method_throttle.find(path + std::string(method));
  if (found == method_throttle.end()) found = method_throttle.find(path + "ANY");
  return found == method_throttle.end() ? nullptr : found->second.get();
}

usage_plans::decision usage_plans::decide(std::string_view value, std::string_view resource, std::string_view method,
                                          steady_time now, system_time wall_clock) const {
  const key* by = find(value);
  if (by == nullptr) return {&responses::invalid_api_key, nullptr};
  if (token_bucket* const limit = by->throttle_of(resource, method); limit != nullptr && !limit->take(now))
    return {&responses::too_many_requests, by};
  if (by->throttle && !by->throttle->take(now)) return {&responses::too_many_requests, by};
  if (by->quota && !by->quota->take(wall_clock)) return {&responses::quota_exceeded, by};
  return {nullptr, by};
}

json::value usage_plans::memory() const {
  json::object keys, used;
  for (const auto& [name, value] : generated_) keys[name] = value;
  for (const auto& [digest, one] : keys_) {
    if (!one->quota) continue;
    const auto count = one->quota->used();
    used[one->id] = json::object{{"period", count.period}, {"count", count.count}};
  }
  return json::object{{"keys", std::move(keys)}, {"used", std::move(used)}};
}

}  // namespace lamina::gateway
