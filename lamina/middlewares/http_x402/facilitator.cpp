#include "lamina/middlewares/http_x402/facilitator.h"

#include <span>
#include <utility>

#include "lamina/http/client.h"
#include "lamina/http/redirect.h"

namespace lamina {
namespace {

enum class type { text, boolean, object };

struct member {
  const char* name;
  type kind;
  bool is_required = false;
};
constexpr member verify_answer[] = {{"isValid", type::boolean, true}, {"invalidReason", type::text},
                                    {"invalidMessage", type::text},   {"payer", type::text},
                                    {"extensions", type::object},     {"extra", type::object}};
constexpr member settle_answer[] = {{"success", type::boolean, true},
                                    {"errorReason", type::text},
                                    {"errorMessage", type::text},
                                    {"payer", type::text},
                                    {"transaction", type::text, true},
                                    {"network", type::text, true},
                                    {"amount", type::text},
                                    {"extensions", type::object},
                                    {"extra", type::object}};

bool has_type(const json::value& value, type wanted) {
  switch (wanted) {
    case type::text: return value.is_string();
    case type::boolean: return value.is_bool();
    default: return value.is_object();
  }
}

// The known members of an answer; nothing when one has the wrong type or a required one is missing.
std::optional<json::value> read_answer(const json::value& document, std::span<const member> members) {
  if (!document.is_object()) return std::nullopt;
  json::object known;
  for (const member& one : members) {
    const json::value* const value = json::find(document, one.name);
    const bool is_absent = value == nullptr || (value->is_null() && !one.is_required);
    if (is_absent && one.is_required) return std::nullopt;
    if (is_absent) continue;
    if (!has_type(*value, one.kind)) return std::nullopt;
    known[one.name] = *value;
  }
  return known;
}

error failed(std::string_view operation, std::string why) {
  return error("Facilitator " + std::string(operation) + " " + std::move(why));
}

class http_facilitator final : public x402_facilitator {
 public:
  http_facilitator(std::string url, std::chrono::milliseconds timeout) : url_(std::move(url)), timeout_(timeout) {
    while (url_.ends_with('/')) url_.pop_back();
  }

  task<result<json::value>> verify(json::value payload, json::value requirements, scheduler& loop) override {
    return call("verify", verify_answer, std::move(payload), std::move(requirements), loop);
  }
  task<result<json::value>> settle(json::value payload, json::value requirements, scheduler& loop) override {
    return call("settle", settle_answer, std::move(payload), std::move(requirements), loop);
  }

 private:
  task<result<json::value>> call(const char* operation, std::span<const member> members, json::value payload,
                                 json::value requirements, scheduler& loop) const;

  std::string url_;
  std::chrono::milliseconds timeout_;
};

task<result<json::value>> http_facilitator::call(const char* operation, std::span<const member> members,
                                                 json::value payload, json::value requirements, scheduler& loop) const {
  auto* const network = dynamic_cast<net::event_loop*>(&loop);
  if (network == nullptr) co_return failed(operation, "needs a net::event_loop");
  const json::value* const version = json::find(payload, "x402Version");
  const json::value body = json::object{{"x402Version", version == nullptr ? json::value() : *version},
                                        {"paymentPayload", std::move(payload)},
                                        {"paymentRequirements", std::move(requirements)}};
  http::client_request request{.method = "POST", .url = url_ + "/" + operation};
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(json::serialize(body));
  request.timeout = timeout_;
  const result<http::response> said = co_await http::fetch_following(*network, std::move(request));
  if (!said) co_return failed(operation, "failed: " + said.error().message);
  const result<json::value> document = json::try_parse(said->body);
  if (said->status < 200 || said->status > 299) {
    error refusal = failed(operation, "failed (" + std::to_string(said->status) + ")");
    if (document && document->is_object()) refusal.cause = *document;
    co_return refusal;
  }
  if (!document) co_return failed(operation, "returned invalid JSON");
  std::optional<json::value> answer = read_answer(*document, members);
  if (!answer) co_return failed(operation, "returned invalid data");
  co_return *std::move(answer);
}

}  // namespace

std::shared_ptr<x402_facilitator> make_http_facilitator(std::string url, std::chrono::milliseconds timeout) {
  return std::make_shared<http_facilitator>(std::move(url), timeout);
}

}  // namespace lamina
