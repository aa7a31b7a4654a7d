#include "lamina/lamina.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

lamina::engine payments();  // of payment.cpp

namespace lamina {
namespace {

json::value pay(std::string_view body, std::string_view content_type = "application/json") {
  testing::manual_scheduler loop;
  context context(loop);
  const json::value event{{"httpMethod", "POST"},
                          {"path", "/payments"},
                          {"headers", {{"Content-Type", content_type}}},
                          {"body", body},
                          {"isBase64Encoded", false}};
  return payments()(event, context).value().value();
}

TEST(payment, is_made) {
  const json::value answer = pay(R"({"amount":12.5,"currency":"EUR"})");
  EXPECT_EQ(answer.at("statusCode"), 200);
  EXPECT_EQ(answer.at("body"), R"({"result":"success","amount":12.5})");
}

TEST(payment, reads_numbers_written_as_text) {
  EXPECT_EQ(pay(R"({"amount":"7","currency":"EUR"})").at("body"), R"({"result":"success","amount":7})");
}

TEST(payment, is_refused_when_something_is_missing) {
  const json::value answer = pay(R"({"currency":"EUR"})");
  EXPECT_EQ(answer.at("statusCode"), 400);
  EXPECT_EQ(answer.at("body"), "Event object failed validation");
}

TEST(payment, is_refused_without_json) {
  EXPECT_EQ(pay("amount=1", "text/plain").at("statusCode"), 415);
  EXPECT_EQ(pay("{\"amount\":").at("statusCode"), 422);
}

}  // namespace
}  // namespace lamina
