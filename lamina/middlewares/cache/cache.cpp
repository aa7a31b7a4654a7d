#include "lamina/middlewares/cache/cache.h"

#include <atomic>
#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/cache/json_digest.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/cache";

std::string md5_of(const json::value& event) { return json_digest(event, digest_kind::md5); }

std::string unique_key_name() {
  static std::atomic<unsigned> last{0};
  return "cache." + std::to_string(++last) + ".key";
}

}  // namespace

response_cache_options cache::read_options(const json::object& options) {
  response_cache_options result;
  options_reader read(options, package);
  for (const std::string_view function : {"calculateCacheId", "getValue", "setValue"})
    if (read.value(function) != nullptr) read.refuse(function, "instanceof Function");
  read.integer("maximumSize", result.maximum_size, 0, 1'000'000);
  std::optional<std::int64_t> expiry;
  read.integer("expiry", expiry, 0);
  if (expiry) result.expiry = std::chrono::milliseconds(*expiry);
  read.finish();
  return result;
}

cache::cache(response_cache_options options) : options_(std::move(options)), key_name_(unique_key_name()) {
  if (!options_.calculate_cache_id) options_.calculate_cache_id = md5_of;
  if (static_cast<bool>(options_.get_value) != static_cast<bool>(options_.set_value))
    throw error("cache: get_value and set_value must both be given, or neither").with_cause(package);
  if (!options_.get_value) memory_ = std::make_shared<recent_responses>(options_.maximum_size, options_.expiry);
}

task<step> cache::before(request& request) const {
  std::string key = options_.calculate_cache_id(request.event);
  request.internal.set(key_name_, json::value(key));
  if (memory_) {
    const auto kept = memory_->find(key, request.context.loop().now());
    if (kept) co_return respond(json::value(*kept, request.storage()));
    co_return go_on();
  }
  std::optional<json::value> kept = co_await options_.get_value(std::move(key));
  if (kept) co_return respond(std::move(*kept));
  co_return go_on();
}

task<void> cache::after(request& request) const {
  const json::value* key = request.internal.find(key_name_);
  if (key == nullptr || !request.response) co_return;
  std::string text(key->as_string());
  if (memory_)
    memory_->put(text, *request.response, request.context.loop().now());
  else
    co_await options_.set_value(std::move(text), json::value(*request.response, json::storage_ptr()));
}

}  // namespace lamina
