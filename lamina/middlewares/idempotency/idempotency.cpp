#include "lamina/middlewares/idempotency/idempotency.h"

#include <algorithm>
#include <atomic>
#include <coroutine>
#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/cache/json_digest.h"
#include "lamina/store/sqlite_store.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view package = "lamina/idempotency";
constexpr std::chrono::milliseconds longest_invocation = 15min;  // Lambda's limit

std::int64_t unix_milliseconds(const request& request) {
  const auto now = request.context.loop().wall_clock().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// Suspends for a while; the timer goes with the coroutine.
class pause {
 public:
  pause(scheduler& loop, std::chrono::milliseconds length) : loop_(loop), length_(length) {}
  pause(const pause&) = delete;
  ~pause() {
    if (timer_ != 0) loop_.cancel(timer_);
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    timer_ = loop_.call_after(length_, [waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}

 private:
  scheduler& loop_;
  std::chrono::milliseconds length_;
  scheduler::task_id timer_ = 0;
};

std::optional<event_path> read_path(const std::string& text) {
  if (text.empty()) return std::nullopt;
  auto path = event_path::parse(text);
  if (!path) throw std::move(path).error().with_cause(package);
  return std::move(*path);
}

bool is_missing(const json::value& key) {
  if (const json::array* several = key.if_array())
    return std::ranges::all_of(*several, [](const json::value& one) { return is_missing(one); });
  return key.is_null() || (key.is_string() && key.get_string().empty());
}

error refuse(int status, std::string message) { return error(status, std::move(message)).with_cause(package); }

std::string unique_prefix() {
  static std::atomic<unsigned> last{0};
  return "idempotency." + std::to_string(++last) + ".";
}

}  // namespace

struct idempotency::claim {
  std::string id;      // in the table
  std::string digest;  // of the payload; "" when it is not looked at
};

// Exactly one of them says what comes of it; with none of them another invocation is at work.
struct idempotency::answer {
  std::optional<store::version> taken{};  // ours now
  std::optional<step> said{};             // a replay or a refusal
};

idempotency_options idempotency::read_options(const json::object& options) {
  idempotency_options result;
  options_reader read(options, package);
  std::string file;
  read.text("file", file);
  read.require("file");
  read.text("table", result.table);
  read.text("key", result.key);
  read.text("payload", result.payload);
  read.text("scope", result.scope.emplace());
  if (result.scope->empty()) result.scope.reset();
  read.boolean("requiresKey", result.requires_key);
  const auto duration = [&read](std::string_view name, auto& target, int minimum) {
    std::optional<std::int64_t> given;
    read.integer(name, given, minimum, 1'000'000'000'000);
    if (given) target = std::chrono::milliseconds(*given);
  };
  duration("expiry", result.expiry, 1);
  duration("inProgressExpiry", result.in_progress_expiry, 1);
  duration("wait", result.wait, 0);
  duration("poll", result.poll, 1);
  read.finish();
  auto opened = store::sqlite_store::open(file);
  if (!opened) throw std::move(opened).error();
  result.store = std::move(*opened);
  return result;
}

idempotency::idempotency(idempotency_options options)
    : options_(std::move(options)), key_(read_path(options_.key)), payload_(read_path(options_.payload)) {
  if (!options_.store) throw error("idempotency: a store is needed").with_cause(package);
  const std::string prefix = unique_prefix();
  id_name_ = prefix + "id";
  version_name_ = prefix + "version";
  digest_name_ = prefix + "payload";
}

task<step> idempotency::before(request& request) const {
  const json::value key = key_ ? key_->read(request.event) : request.event;
  if (key_ && is_missing(key)) {
    if (!options_.requires_key) co_return go_on();
    co_return fail(refuse(400, "The request has no idempotency key"));
  }
  claim wanted;
  const std::string scope = options_.scope ? *options_.scope : std::string(request.context.function_name());
  wanted.id = json_digest(json::array{scope, key}, digest_kind::sha256);
  if (payload_) wanted.digest = json_digest(payload_->read(request.event), digest_kind::sha256);

  scheduler& loop = request.context.loop();
  const steady_time give_up = loop.now() + options_.wait;
  while (true) {
    answer found = look_up(wanted, request);
    if (found.said) co_return std::move(*found.said);
    if (found.taken) {
      request.internal.set(id_name_, json::value(wanted.id));
      request.internal.set(digest_name_, json::value(wanted.digest));
      request.internal.set(version_name_, json::value(*found.taken));
      co_return go_on();
    }
    if (loop.now() >= give_up) co_return fail(refuse(409, "A request with this idempotency key is being handled"));
    pause a_moment(loop, options_.poll);
    co_await a_moment;
  }
}

idempotency::answer idempotency::look_up(const claim& wanted, const request& request) const {
  auto stored = options_.store->get(options_.table, wanted.id);
  if (!stored) return {.said = fail(std::move(stored).error())};
  if (!*stored) return take(wanted, request, store::condition::if_absent());
  const store::object& record = **stored;
  const json::value* expires = json::find(record.document, "expires");
  if (!expires || !expires->is_number() ||
      expires->to_number<double>() <= static_cast<double>(unix_milliseconds(request)))
    return take(wanted, request, store::condition::if_version(record.version));
  if (json::find_string(record.document, "payload") != wanted.digest)
    return {.said = fail(refuse(422, "This idempotency key was used with another payload"))};
  if (json::find_string(record.document, "state") != "completed") return {};
  const json::value* response = json::find(record.document, "response");
  return {.said = response ? respond(json::value(*response, request.storage())) : respond_nothing()};
}

idempotency::answer idempotency::take(const claim& wanted, const request& request, store::condition when) const {
  const json::object record{
      {"state", "inProgress"}, {"expires", in_progress_until(request)}, {"payload", wanted.digest}};
  auto version = options_.store->put(options_.table, wanted.id, record, when);
  if (version) return {.taken = *version};
  if (store::fault_of(version.error()) == store::fault::conflict) return {};  // somebody else was faster
  return {.said = fail(std::move(version).error())};
}

std::int64_t idempotency::in_progress_until(const request& request) const {
  const auto length = options_.in_progress_expiry ? *options_.in_progress_expiry
                                                  : request.context.remaining_time().value_or(longest_invocation);
  return unix_milliseconds(request) + length.count();
}

// Whoever took the key over after it expired keeps it: the condition does not hold then.
void idempotency::after(request& request) const {
  const json::value* version = request.internal.find(version_name_);
  if (version == nullptr || request.context.stop_token().stop_requested()) return;
  json::object record{{"state", "completed"},
                      {"expires", unix_milliseconds(request) + options_.expiry.count()},
                      {"payload", *request.internal.find(digest_name_)}};
  if (request.response) record["response"] = *request.response;
  const auto done = options_.store->put(options_.table, request.internal.find(id_name_)->as_string(), record,
                                        store::condition::if_version(version->to_number<store::version>()));
  if (done)
    request.internal.set(version_name_, json::value(*done));  // what an error of a later hook takes back
  else if (options_.on_store_error)
    options_.on_store_error(done.error());
}

void idempotency::on_error(request& request) const {
  const json::value* version = request.internal.find(version_name_);
  if (version == nullptr || request.context.stop_token().stop_requested()) return;
  const auto done = options_.store->remove(options_.table, request.internal.find(id_name_)->as_string(),
                                           store::condition::if_version(version->to_number<store::version>()));
  if (!done && options_.on_store_error) options_.on_store_error(done.error());
}

}  // namespace lamina
