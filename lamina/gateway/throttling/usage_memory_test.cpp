#include "lamina/gateway/throttling/usage_memory.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "lamina/gateway/throttling/usage_plans.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

constexpr const char* secret = "apikey1234abcdefghij0123456789";

class usage_memory_test : public ::testing::Test {
 protected:
  usage_memory_test() {
    service.name = "shop";
    service.directory = folder.path().string();
    service.api_keys = {{"k", secret, "p", true}};
    service.usage_plans = {{"p", config::quota{100, config::quota::span::month, 0}, {}, {}}};
  }

  std::unique_ptr<usage_memory> open() {
    auto opened = usage_memory::open(service);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  std::unique_ptr<usage_plans> plans(const json::value& kept = nullptr) {
    return usage_plans::make(service, kept).value();
  }
  void use(const usage_plans& of) {
    EXPECT_EQ(of.decide(secret, "/", "GET", loop.now(), loop.wall_clock()).refused, nullptr);
  }
  static std::int64_t count_in(const json::value& memory) {
    const auto& used = memory.at("used").as_object();
    return used.empty() ? 0 : used.begin()->value().at("count").to_number<std::int64_t>();
  }

  lamina::testing::temporary_folder folder;
  lamina::testing::manual_scheduler loop;
  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) { logged += line; }};
  config::service service;
};

TEST_F(usage_memory_test, what_was_written_is_read_in_the_next_life) {
  EXPECT_TRUE(open()->read().is_null());
  EXPECT_TRUE(open()->write(json::parse(R"({"a":1})")));
  EXPECT_EQ(open()->read(), json::parse(R"({"a":1})"));
  service.stage = "live";
  EXPECT_TRUE(open()->read().is_null());
}

TEST_F(usage_memory_test, nothing_is_opened_where_there_is_nothing_to_remember) {
  service.usage_plans[0].quota.reset();
  EXPECT_EQ(open(), nullptr);
  service.api_keys[0].value = "";
  EXPECT_NE(open(), nullptr);
  service.directory = "";
  EXPECT_EQ(open(), nullptr);
}

TEST_F(usage_memory_test, the_state_folder_is_the_services) {
  open();
  EXPECT_TRUE(std::filesystem::exists(folder / ".lamina" / "usage.db"));
  service.state_directory = "elsewhere";
  open();
  EXPECT_TRUE(std::filesystem::exists(folder / "elsewhere" / "usage.db"));
}

TEST_F(usage_memory_test, counts_are_written_every_few_seconds_and_at_the_end) {
  const auto memory = open();
  const auto keys = plans();
  {
    const usage_saver saver(*keys, *memory, loop, log);
    use(*keys);
    EXPECT_EQ(count_in(memory->read()), 0);
    loop.advance(usage_saver::interval);
    EXPECT_EQ(count_in(memory->read()), 1);
    loop.advance(usage_saver::interval);
    use(*keys);
  }
  EXPECT_EQ(count_in(memory->read()), 2);
  EXPECT_EQ(loop.timer_count(), 0u);
  EXPECT_EQ(logged, "");
  EXPECT_EQ(count_in(plans(memory->read())->memory()), 2);
}

TEST_F(usage_memory_test, values_made_for_keys_are_written_at_once) {
  service.api_keys[0].value = "";
  const auto memory = open();
  const auto keys = plans();
  const usage_saver saver(*keys, *memory, loop, log);
  EXPECT_EQ(memory->read().at("keys").at("k").as_string().size(), 40u);
}

}  // namespace
}  // namespace lamina::gateway
