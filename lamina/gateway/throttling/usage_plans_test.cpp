#include "lamina/gateway/throttling/usage_plans.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

constexpr const char* secret = "apikey1234abcdefghij0123456789";

config::service service_with(std::vector<config::api_key> keys, std::vector<config::usage_plan> plans) {
  config::service made;
  made.name = "shop";
  made.api_keys = std::move(keys);
  made.usage_plans = std::move(plans);
  return made;
}

config::usage_plan plan_of(std::string name, std::optional<config::throttle> throttle = {},
                           std::optional<config::quota> quota = {}) {
  return {std::move(name), quota, throttle, {}};
}

std::unique_ptr<usage_plans> plans_of(const config::service& from, const json::value& kept = nullptr) {
  auto made = usage_plans::make(from, kept);
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

// "passes", or what the client gets
std::string ask(const usage_plans& plans, std::string_view key, std::chrono::seconds at = 0s,
                std::string_view method = "GET") {
  const auto said = plans.decide(key, "/pets", method, steady_time(at), system_time(at));
  return said.refused == nullptr ? "passes"
                                 : std::to_string(said.refused->status) + " " + std::string(said.refused->body);
}

constexpr const char* forbidden = R"(403 {"message":"Forbidden"})";
constexpr const char* too_many = R"(429 {"message":"Too Many Requests"})";
constexpr const char* exceeded = R"(429 {"message":"Limit Exceeded"})";

TEST(usage_plans, only_known_enabled_keys_on_a_plan_open_anything) {
  const auto plans = plans_of(service_with({{"k", secret, "p", true},
                                            {"off", "off-off-off-off-off-off", "p", false},
                                            {"loose", "loose-loose-loose-loose", "", true},
                                            {"gone", "gone-gone-gone-gone-gone", "no such plan", true}},
                                           {plan_of("p")}));
  EXPECT_EQ(ask(*plans, secret), "passes");
  for (const char* wrong : {"", "apikey", "apikey1234abcdefghij012345678", "off-off-off-off-off-off",
                            "loose-loose-loose-loose", "gone-gone-gone-gone-gone"})
    EXPECT_EQ(ask(*plans, wrong), forbidden) << wrong;
  EXPECT_EQ(ask(*plans, std::string(100'000, 'k')), forbidden);
  EXPECT_EQ(plans->notes().size(), 2u);
}

TEST(usage_plans, a_method_of_any_has_one_limit_for_every_method) {
  config::usage_plan plan = plan_of("p");
  plan.method_throttle = {{"/pets/ANY", {0.001, 2}}, {"/pets/PUT", {0.001, 1}}};
  const auto plans = plans_of(service_with({{"k", secret, "p", true}}, {plan}));
  EXPECT_EQ(ask(*plans, secret, 0s, "GET"), "passes");
  EXPECT_EQ(ask(*plans, secret, 0s, "POST"), "passes");
  EXPECT_EQ(ask(*plans, secret, 0s, "GET"), too_many);
  EXPECT_EQ(ask(*plans, secret, 0s, "PUT"), "passes");
  EXPECT_EQ(ask(*plans, secret, 0s, "PUT"), too_many);
}

TEST(usage_plans, a_key_tells_its_id_the_same_at_every_start) {
  const auto service = service_with({{"k", secret, "p", true}}, {plan_of("p")});
  const auto id = [&] { return plans_of(service)->decide(secret, "/", "GET", {}, {}).by->id; };
  EXPECT_EQ(id().size(), 10u);
  EXPECT_EQ(id(), id());
}

TEST(usage_plans, each_key_has_a_bucket_of_its_own) {
  const auto plans =
      plans_of(service_with({{"a", "a-a-a-a-a-a-a-a-a-a-a", "p", true}, {"b", "b-b-b-b-b-b-b-b-b-b-b", "p", true}},
                            {plan_of("p", config::throttle{1, 2})}));
  EXPECT_EQ(ask(*plans, "a-a-a-a-a-a-a-a-a-a-a"), "passes");
  EXPECT_EQ(ask(*plans, "a-a-a-a-a-a-a-a-a-a-a"), "passes");
  EXPECT_EQ(ask(*plans, "a-a-a-a-a-a-a-a-a-a-a"), too_many);
  EXPECT_EQ(ask(*plans, "b-b-b-b-b-b-b-b-b-b-b"), "passes");
  EXPECT_EQ(ask(*plans, "a-a-a-a-a-a-a-a-a-a-a", 1s), "passes");
}

TEST(usage_plans, a_method_may_have_a_narrower_limit) {
  auto service = service_with({{"k", secret, "p", true}}, {plan_of("p")});
  service.usage_plans[0].method_throttle["/pets/GET"] = {1, 1};
  const auto plans = plans_of(service);
  EXPECT_EQ(ask(*plans, secret), "passes");
  EXPECT_EQ(ask(*plans, secret), too_many);
  EXPECT_EQ(ask(*plans, secret, 0s, "POST"), "passes");
}

TEST(usage_plans, what_is_throttled_does_not_count_against_the_quota) {
  const auto plans =
      plans_of(service_with({{"k", secret, "p", true}},
                            {plan_of("p", config::throttle{1, 1}, config::quota{2, config::quota::span::day, 0})}));
  EXPECT_EQ(ask(*plans, secret, 0s), "passes");
  EXPECT_EQ(ask(*plans, secret, 0s), too_many);
  EXPECT_EQ(ask(*plans, secret, 1s), "passes");
  EXPECT_EQ(ask(*plans, secret, 2s), exceeded);
  EXPECT_EQ(ask(*plans, secret, 86'400s), "passes");
}

TEST(usage_plans, a_key_without_a_value_gets_one_that_cannot_be_guessed) {
  const auto service = service_with({{"k", "", "p", true}}, {plan_of("p")});
  const auto one = plans_of(service), other = plans_of(service);
  ASSERT_EQ(one->notes().size(), 1u);
  const std::string note = one->notes()[0], value = note.substr(note.rfind(' ') + 1);
  EXPECT_EQ(note, "API key k has no value in the file; its value is " + value);
  EXPECT_EQ(value.size(), 40u);
  EXPECT_EQ(ask(*one, value), "passes");
  EXPECT_EQ(ask(*other, value), forbidden);
}

TEST(usage_plans, values_and_counts_outlive_the_process) {
  const auto service =
      service_with({{"k", "", "p", true}}, {plan_of("p", {}, config::quota{2, config::quota::span::day, 0})});
  const auto before = plans_of(service);
  const std::string value = before->notes()[0].substr(before->notes()[0].rfind(' ') + 1);
  EXPECT_EQ(ask(*before, value), "passes");
  const auto after = plans_of(service, json::parse(json::serialize(before->memory())));
  EXPECT_EQ(ask(*after, value), "passes");
  EXPECT_EQ(ask(*after, value), exceeded);
  EXPECT_EQ(ask(*before, value), "passes");
}

TEST(usage_plans, a_broken_memory_is_none) {
  const auto service =
      service_with({{"k", secret, "p", true}}, {plan_of("p", {}, config::quota{1, config::quota::span::day, 0})});
  const auto used = plans_of(service);
  const std::string id = used->decide(secret, "/", "GET", {}, {}).by->id;
  for (const std::string& text : std::vector<std::string>{R"([])", R"({"keys":[],"used":3})",
                                                          R"({"used":{")" + id + R"(":{"period":"x","count":1e300}}})"})
    EXPECT_EQ(ask(*plans_of(service, json::parse(text)), secret), "passes") << text;
}

TEST(usage_plans, two_keys_of_one_value_are_refused) {
  const auto made =
      usage_plans::make(service_with({{"a", secret, "p", true}, {"b", secret, "p", true}}, {plan_of("p")}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "API key b: a has the same value");
  EXPECT_FALSE(usage_plans::make(service_with({{"a", std::string(129, 'a'), "p", true}}, {plan_of("p")})));
}

}  // namespace
}  // namespace lamina::gateway
