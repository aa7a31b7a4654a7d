#include "lamina/middlewares/http_x402/http_x402.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_response.h"
#include "lamina/middlewares/http_x402/atomic_amount.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-x402";
constexpr int timeout_seconds = 60;  // how long a payment may take, as the client is told

using reason = std::optional<std::string_view>;

[[noreturn]] void refuse_options(const char* why) { throw error(std::string(package) + why).with_cause(package); }

// "https://host/path" of the request; what a REST event lacks is "localhost" and "/", as with Middy.
std::string resource_of(const json::value& event) {
  const json::value* const context = json::find(event, "requestContext");
  const json::value* const http = context == nullptr ? nullptr : json::find(*context, "http");
  const json::value* const place = json::find_string(event, "version") == "2.0" && http != nullptr ? http : context;
  const std::string_view host =
      context == nullptr ? "localhost" : json::find_string(*context, "domainName", "localhost");
  const std::string_view path = place == nullptr ? "/" : json::find_string(*place, "path", "/");
  return "https://" + std::string(host) + std::string(path);
}

// The first of the three spellings that clients and gateways use.
std::string header_of(const json::value& event, const std::array<const char*, 3>& spellings) {
  const json::value* const headers = json::find(event, "headers");
  if (headers == nullptr) return {};
  for (const char* const spelling : spellings) {
    const json::value* const value = json::find(*headers, spelling);
    if (value != nullptr && !value->is_null()) return std::string(json::find_string(*headers, spelling));
  }
  return {};
}

std::string encode(const json::value& document) { return base64_encode(json::serialize(document)); }

// A payment as the header has it; nothing when that is no base64 of a JSON object.
std::optional<json::value> decode(std::string_view header) {
  result<json::value> read = json::try_parse(base64_decode_leniently(header));
  if (!read || !read->is_object()) return std::nullopt;
  return *std::move(read);
}

// The text of a member; nothing when there is none.
reason text_of(const json::value* document, std::string_view key) {
  const json::value* const value = document == nullptr ? nullptr : json::find(*document, key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

const json::value* cause_of(const error& failure) { return failure.cause ? &*failure.cause : nullptr; }

bool is_true(const json::value& document, std::string_view key) {
  const json::value* const value = json::find(document, key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

json::object& answer_402(request& request) {
  json::object& response = normalize_http_response(request.response, request.storage());
  response["statusCode"] = 402;
  response["headers"].as_object()["Content-Type"] = "application/json";
  return response;
}

int version_of(const json::value& payload) { return json::equal(payload.at("x402Version"), 1) ? 1 : 2; }

const char* response_header(int version) { return version == 1 ? "X-PAYMENT-RESPONSE" : "PAYMENT-RESPONSE"; }

// Tells the client how booking went wrong, in the place of the handler's answer.
void report_failure(request& request, const json::value& settlement, int version) {
  json::object& response = answer_402(request);
  response["headers"].as_object()[response_header(version)] = encode(settlement);
  json::object body{{"x402Version", version}};
  if (const reason why = text_of(&settlement, "errorReason")) body["error"] = *why;
  response["body"] = json::serialize(body);
  response["isBase64Encoded"] = false;
}

json::value settlement_of(const error& failure, const json::value& requirements) {
  const json::value* const cause = cause_of(failure);
  return json::object{{"success", false},
                      {"errorReason", text_of(cause, "errorReason").value_or("unexpected_settle_error")},
                      // With "settlement_pending" the client can look for the transaction itself.
                      {"transaction", text_of(cause, "transaction").value_or("")},
                      {"network", requirements.at("network")}};
}

}  // namespace

http_x402::http_x402(http_x402_options options) : options_(std::move(options)) {
  if (!speaks(1) && !speaks(2)) refuse_options(" versions must enable protocol version 1 or 2");
  if (options_.extra && (options_.extra->contains("paymentFlow") || options_.extra->contains("assetTransferMethod")))
    refuse_options(" extra.paymentFlow and extra.assetTransferMethod are not supported");
  if (options_.amount) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (options_.amount->empty() || !std::ranges::all_of(*options_.amount, is_digit))
      refuse_options(" amount must be a non-negative integer string");
    amount_ = *options_.amount;
  } else {
    amount_ = atomic_amount(options_.price.value_or("undefined"), options_.decimals);
  }
  if (!options_.facilitator) options_.facilitator = make_http_facilitator(options_.facilitator_url);
}

http_x402_options http_x402::read_options(const json::object& options) {
  http_x402_options made;
  options_reader read(options, package);
  read.require("payTo");
  read.require("asset");
  read.text("payTo", made.pay_to);
  read.text("asset", made.asset);
  if (const json::value* const price = read.value("price")) {
    if (price->is_string())
      made.price = std::string(price->get_string());
    else if (price->is_number())
      made.price = decimal_text(price->to_number<double>());
    else
      read.refuse("price", "number or string");
  }
  read.text("amount", made.amount);
  read.integer("decimals", made.decimals, 0, 255);
  read.text("network", made.network);
  if (const json::value* const versions = read.value("versions")) {
    if (!versions->is_array()) read.refuse("versions", "array");
    made.versions.clear();
    for (const json::value& one : versions->get_array()) {
      if (!json::equal(one, 1) && !json::equal(one, 2)) read.refuse("versions", "a list of 1 and 2");
      made.versions.push_back(json::equal(one, 1) ? 1 : 2);
    }
  }
  read.text("description", made.description);
  read.text("mimeType", made.mime_type);
  json::object extra;
  read.object("extra", extra);
  if (options.contains("extra")) made.extra = std::move(extra);
  read.text("facilitatorUrl", made.facilitator_url);
  read.finish();
  return made;
}

http_x402 http_x402::from_json(const json::object& options) { return http_x402(read_options(options)); }

bool http_x402::speaks(int version) const {
  return std::ranges::find(options_.versions, version) != options_.versions.end();
}

json::value http_x402::requirements(const json::value& event, int version) const {
  if (version == 1)
    return json::object{{"scheme", "exact"},
                        {"network", options_.network},
                        {"maxAmountRequired", amount_},
                        {"resource", resource_of(event)},
                        {"description", options_.description},
                        {"mimeType", options_.mime_type},
                        {"outputSchema", json::object()},
                        {"payTo", options_.pay_to},
                        {"maxTimeoutSeconds", timeout_seconds},
                        {"asset", options_.asset},
                        {"extra", options_.extra.value_or(json::object())}};
  json::object made{{"scheme", "exact"},       {"network", options_.network}, {"amount", amount_},
                    {"asset", options_.asset}, {"payTo", options_.pay_to},    {"maxTimeoutSeconds", timeout_seconds}};
  if (options_.extra) made["extra"] = *options_.extra;
  return made;
}

json::value http_x402::challenge(const json::value& event, int version, reason why) const {
  json::object made{{"x402Version", version}};
  if (why) made["error"] = *why;
  if (version == 2)
    made["resource"] = {
        {"url", resource_of(event)}, {"description", options_.description}, {"mimeType", options_.mime_type}};
  made["accepts"] = json::array{requirements(event, version)};
  return made;
}

step http_x402::refuse(request& request, int version, reason why) const {
  const json::value said = challenge(request.event, version, why);
  json::object& response = answer_402(request);
  if (version == 2) response["headers"].as_object()["PAYMENT-REQUIRED"] = encode(said);
  response["body"] = json::serialize(said);
  return respond(*request.response);
}

// Whoever asks has not said what it speaks: clients of version 2 read the header, those of version 1 the body.
step http_x402::refuse_unpaid(request& request) const {
  constexpr std::string_view missing_1 = "X-PAYMENT header is required";
  if (!speaks(2)) return refuse(request, 1, missing_1);
  step said = refuse(request, 2, "PAYMENT-SIGNATURE header is required");
  if (speaks(1)) said.early()->response->as_object()["body"] = json::serialize(challenge(request.event, 1, missing_1));
  return said;
}

// Is this a payment of what is asked for here? Version 2 repeats what it accepted, version 1 says where it pays only.
bool http_x402::accepts(const json::value& payload, int version) const {
  const json::value* const accepted = version == 2 ? json::find(payload, "accepted") : &payload;
  if (accepted == nullptr) return false;
  const auto says = [accepted](const char* key, const json::value& wanted) {
    const json::value* const value = json::find(*accepted, key);
    return value != nullptr && json::equal(*value, wanted);
  };
  if (!says("scheme", "exact") || !says("network", json::value(options_.network))) return false;
  return version == 1 || (says("amount", json::value(amount_)) && says("asset", json::value(options_.asset)) &&
                          says("payTo", json::value(options_.pay_to)) && says("maxTimeoutSeconds", timeout_seconds));
}

task<step> http_x402::before(request& request) const {
  if (options_.human && options_.human(request)) co_return go_on();
  if (speaks(2)) {
    std::string header = header_of(request.event, {"payment-signature", "Payment-Signature", "PAYMENT-SIGNATURE"});
    if (!header.empty()) {
      step said = co_await check(request, std::move(header), 2);
      co_return said;
    }
  }
  if (speaks(1)) {
    std::string header = header_of(request.event, {"x-payment", "X-Payment", "X-PAYMENT"});
    if (!header.empty()) {
      step said = co_await check(request, std::move(header), 1);
      co_return said;
    }
  }
  co_return refuse_unpaid(request);
}

task<step> http_x402::check(request& request, std::string header, int version) const {
  const std::optional<json::value> payload = decode(header);
  if (!payload) co_return refuse(request, version, "Payment required");
  const json::value* const written = json::find(*payload, "x402Version");
  if (written == nullptr || !json::equal(*written, version)) co_return refuse(request, version, "invalid_x402_version");
  if (!accepts(*payload, version)) co_return refuse(request, version, "No matching payment requirements");

  json::value required = requirements(request.event, version);
  const result<json::value> said = co_await options_.facilitator->verify(*payload, required, request.context.loop());
  if (!said)
    co_return refuse(request, version,
                     text_of(cause_of(said.error()), "invalidReason").value_or("unexpected_verify_error"));
  if (!is_true(*said, "isValid")) co_return refuse(request, version, text_of(&*said, "invalidReason"));
  request.internal.set("x402", json::object{{"payload", *payload}, {"requirements", std::move(required)}});
  co_return go_on();
}

task<step> http_x402::after(request& request) const {
  const json::value* const found = request.internal.find("x402");
  if (found == nullptr) co_return go_on();
  json::object stored = found->as_object();
  normalize_http_response(request.response, request.storage());
  const json::value* const status = json::find(*request.response, "statusCode");
  if (status->is_number() && status->to_number<double>() >= 400) co_return go_on();

  const int version = version_of(stored["payload"]);
  const result<json::value> said =
      co_await options_.facilitator->settle(stored["payload"], stored["requirements"], request.context.loop());
  if (!said || !is_true(*said, "success")) {
    report_failure(request, said ? *said : settlement_of(said.error(), stored["requirements"]), version);
    co_return go_on();
  }
  for (const char* const key : {"payer", "transaction", "network"})
    if (const json::value* const value = json::find(*said, key)) stored[key] = *value;
  request.internal.set("x402", std::move(stored));
  json::object& response = normalize_http_response(request.response, request.storage());
  response["headers"].as_object()[response_header(version)] = encode(*said);
  co_return go_on();
}

}  // namespace lamina
