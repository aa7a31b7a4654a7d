#include "lamina/middlewares/http_x402/http_x402.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// Answers as it is told.
class told_facilitator final : public x402_facilitator {
 public:
  task<result<json::value>> verify(json::value, json::value requirements, scheduler&) override {
    calls.push_back("verify " + json::serialize(requirements));
    co_return verified;
  }
  task<result<json::value>> settle(json::value, json::value requirements, scheduler&) override {
    calls.push_back("settle " + json::serialize(requirements));
    co_return settled;
  }

  result<json::value> verified = json::parse(R"({"isValid":true})");
  result<json::value> settled = json::parse(R"({"success":true,"payer":"me","transaction":"t","network":"n"})");
  std::vector<std::string> calls;
};

struct fixture {
  std::shared_ptr<told_facilitator> facilitator = std::make_shared<told_facilitator>();
  http_x402_options options{.pay_to = "to", .asset = "usd", .price = "0.5", .facilitator = facilitator};
  json::value handler_says = {{"statusCode", 200}, {"body", "paid"}};
  json::object internal;

  // What the client gets.
  json::value run(const char* header = nullptr, const json::value& payment = {}) {
    testing::manual_scheduler loop;
    context about(loop);
    plugin made;
    made.request_end = [this](request& request) { internal = request.internal.snapshot(); };
    const engine chain =
        engine([this](const json::value&) { return handler_says; }, std::move(made)).use(http_x402(options));
    json::object headers;
    if (header) headers[header] = base64_encode(json::serialize(payment));
    const outcome said = chain({{"version", "2.0"},
                                {"headers", headers},
                                {"requestContext", {{"domainName", "api"}, {"http", {{"path", "/p"}}}}}},
                               about);
    return **said;
  }
  json::value run_v1() { return run("x-payment", payment_1); }
  json::value run_v2() { return run("payment-signature", payment_2); }

  json::value payment_1 = json::parse(R"({"x402Version":1,"scheme":"exact","network":"eip155:8453","payload":1})");
  json::value payment_2 = json::parse(R"({"x402Version":2,"accepted":{"scheme":"exact","network":"eip155:8453",
      "amount":"500000","asset":"usd","payTo":"to","maxTimeoutSeconds":60},"payload":1})");
};

int status(const json::value& response) { return response.at("statusCode").to_number<int>(); }
json::value header(const json::value& response, const char* name) {
  return json::parse(base64_decode_leniently(json::find_string(response.at("headers"), name)));
}
json::value body(const json::value& response) { return json::parse(response.at("body").as_string()); }

TEST(http_x402, says_what_is_to_be_paid) {
  fixture test;
  const json::value said = test.run();
  EXPECT_EQ(status(said), 402);
  EXPECT_EQ(header(said, "PAYMENT-REQUIRED").at("resource").at("url"), "https://api/p");
  EXPECT_EQ(header(said, "PAYMENT-REQUIRED").at("accepts").at(0).at("amount"), "500000");
  EXPECT_EQ(body(said).at("accepts").at(0).at("maxAmountRequired"), "500000");
  EXPECT_TRUE(test.facilitator->calls.empty());
}

TEST(http_x402, lets_in_whoever_pays_and_books_afterwards) {
  fixture test;
  const json::value said = test.run_v2();
  EXPECT_EQ(status(said), 200);
  EXPECT_EQ(header(said, "PAYMENT-RESPONSE").at("transaction"), "t");
  ASSERT_EQ(test.facilitator->calls.size(), 2u);
  EXPECT_TRUE(test.facilitator->calls[0].starts_with("verify {\"scheme\":\"exact\""));
  EXPECT_EQ(test.internal["x402"].at("payer"), "me");
  EXPECT_EQ(test.internal["x402"].at("payload").at("payload"), 1);
  EXPECT_EQ(header(test.run_v1(), "X-PAYMENT-RESPONSE").at("payer"), "me");
}

TEST(http_x402, books_nothing_when_the_handler_refuses) {
  fixture test;
  test.handler_says = {{"statusCode", 404}};
  EXPECT_EQ(status(test.run_v2()), 404);
  EXPECT_EQ(test.facilitator->calls.size(), 1u);
}

TEST(http_x402, refuses_payments_of_something_else) {
  fixture test;
  const auto refusal = [&test](const char* member, json::value value) {
    fixture other;
    other.payment_2.at("accepted").as_object()[member] = std::move(value);
    const json::value said = other.run_v2();
    EXPECT_TRUE(other.facilitator->calls.empty());
    return json::find_string(body(said), "error") == "No matching payment requirements" && status(said) == 402;
  };
  EXPECT_TRUE(refusal("scheme", "upto"));
  EXPECT_TRUE(refusal("network", "eip155:1"));
  EXPECT_TRUE(refusal("amount", "499999"));
  EXPECT_TRUE(refusal("amount", 500000));
  EXPECT_TRUE(refusal("asset", "eur"));
  EXPECT_TRUE(refusal("payTo", "me"));
  EXPECT_TRUE(refusal("maxTimeoutSeconds", 61));
  test.payment_2.as_object().erase("accepted");
  EXPECT_EQ(body(test.run_v2()).at("error"), "No matching payment requirements");
  test.payment_1.as_object()["network"] = "base";
  EXPECT_EQ(body(test.run_v1()).at("error"), "No matching payment requirements");
}

TEST(http_x402, refuses_what_is_no_payment) {
  fixture test;
  for (const json::value& none : {json::value("text"), json::value(json::array{1}), json::value()})
    EXPECT_EQ(body(test.run("PAYMENT-SIGNATURE", none)).at("error"), "Payment required");
  EXPECT_EQ(body(test.run("X-Payment", "text")).at("error"), "Payment required");
  EXPECT_EQ(body(test.run("payment-signature", test.payment_1)).at("error"), "invalid_x402_version");
  EXPECT_EQ(body(test.run("x-payment", test.payment_2)).at("error"), "invalid_x402_version");
  EXPECT_EQ(body(test.run("x-payment", json::object())).at("error"), "invalid_x402_version");
}

TEST(http_x402, hands_on_what_the_facilitator_says_of_a_payment) {
  fixture test;
  test.facilitator->verified = json::parse(R"({"isValid":false,"invalidReason":"insufficient_funds"})");
  EXPECT_EQ(body(test.run_v2()).at("error"), "insufficient_funds");
  test.facilitator->verified = json::parse(R"({"isValid":"true"})");
  EXPECT_EQ(json::find(body(test.run_v1()), "error"), nullptr);
  test.facilitator->verified = error("unreachable");
  EXPECT_EQ(body(test.run_v2()).at("error"), "unexpected_verify_error");
  EXPECT_TRUE(test.internal.empty());
}

TEST(http_x402, takes_the_answer_back_when_booking_fails) {
  fixture test;
  test.handler_says = {{"statusCode", 200}, {"body", "AAAA"}, {"isBase64Encoded", true}};
  test.facilitator->settled = error("unreachable");
  json::value said = test.run_v2();
  EXPECT_EQ(status(said), 402);
  EXPECT_EQ(said.at("body"), R"({"x402Version":2,"error":"unexpected_settle_error"})");
  EXPECT_EQ(said.at("isBase64Encoded"), false);
  EXPECT_EQ(json::serialize(header(said, "PAYMENT-RESPONSE")),
            R"({"success":false,"errorReason":"unexpected_settle_error","transaction":"","network":"eip155:8453"})");
  test.facilitator->settled = json::parse(R"({"success":false,"errorReason":"nope"})");
  said = test.run_v1();
  EXPECT_EQ(said.at("body"), R"({"x402Version":1,"error":"nope"})");
}

TEST(http_x402, lets_people_in_for_nothing_when_told_so) {
  fixture test;
  test.options.human = [](const request& request) { return json::find(request.event, "headers") != nullptr; };
  EXPECT_EQ(status(test.run()), 200);
  EXPECT_TRUE(test.facilitator->calls.empty());
}

TEST(http_x402, speaks_only_the_versions_it_is_told) {
  fixture test;
  test.options.versions = {1};
  EXPECT_EQ(body(test.run_v2()).at("x402Version"), 1);
  EXPECT_EQ(json::find(test.run().at("headers"), "PAYMENT-REQUIRED"), nullptr);
  test.options.versions = {2};
  EXPECT_EQ(body(test.run_v1()).at("x402Version"), 2);
}

TEST(http_x402, says_at_once_what_is_wrong_with_its_options) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "Missing required option 'payTo'"},
      {R"({"payTo":"a"})", "Missing required option 'asset'"},
      {R"({"payTo":"a","asset":"b"})", "@middy/http-x402 price must be a non-negative decimal string or number"},
      {R"({"payTo":"a","asset":"b","price":true})", "Option 'price' must be number or string"},
      {R"({"payTo":"a","asset":"b","amount":"1.5"})", "@middy/http-x402 amount must be a non-negative integer string"},
      {R"({"payTo":"a","asset":"b","amount":""})", "@middy/http-x402 amount must be a non-negative integer string"},
      {R"({"payTo":"a","asset":"b","price":1,"versions":[]})",
       "@middy/http-x402 versions must enable protocol version 1 or 2"},
      {R"({"payTo":"a","asset":"b","price":1,"versions":[3]})", "Option 'versions' must be a list of 1 and 2"},
      {R"({"payTo":"a","asset":"b","price":1,"extra":{"paymentFlow":"x"}})",
       "@middy/http-x402 extra.paymentFlow and extra.assetTransferMethod are not supported"},
      {R"({"payTo":"a","asset":"b","price":1,"prize":1})", "Unknown option 'prize'"}};
  for (const auto& [options, message] : cases) {
    try {
      standard_middlewares().make("http-x402", json::parse(options).as_object());
      ADD_FAILURE() << options;
    } catch (const error& refused) {
      EXPECT_EQ(refused.message, message) << options;
    }
  }
}

}  // namespace
}  // namespace lamina
