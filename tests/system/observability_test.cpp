// Access logs, metrics, health and readiness of the real program.
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: SIGTERM

#include <regex>
#include <thread>

#include "lamina/json/json.h"
#include "lamina/testing/metrics_reader.h"
#include "lamina/testing/raw_http_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::fetch;
using testing::metrics_reader;
using testing::started_program;

constexpr std::string_view functions = R"(functions:
  hello:
    handler: main.hello
    events: [{http: GET hello}, {http: 'GET pets/{id}'}]
  fails:
    handler: main.fails
    events: [{http: GET fails}]
  dies:
    handler: main.dies
    events: [{http: GET dies}]
)";

std::string service(std::string_view provider = "") {
  return "service: system\nprovider:\n  name: aws\n  runtime: provided.al2023\n" + std::string(provider) +
         std::string(functions);
}

started_program serve(const std::string& file, std::vector<std::string> more) {
  std::vector<std::string> arguments = {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return {{{"serverless.yml", file}}, arguments};
}

metrics_reader scrape(std::uint16_t port) {
  const auto answer = fetch(port, "GET", "/metrics");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  return metrics_reader(answer.body);
}

// The lines that begin with that character or text.
std::vector<std::string> lines_of(const std::string& output, const std::string& beginning) {
  std::vector<std::string> all;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(beginning)) all.push_back(line);
  return all;
}

TEST(metrics, count_what_was_answered) {
  auto lamina = serve(service(), {"--access-log", "off", "--admin-port", "0", "--threads", "2"});
  const auto admin = lamina.admin_port();
  const auto port = lamina.port();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(fetch(port, "GET", "/dev/pets/" + std::to_string(i)).status, 200);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(fetch(port, "GET", "/dev/fails").status, 502);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fetch(port, "GET", "/dev/nothing/" + std::to_string(i)).status, 403);

  const metrics_reader read = scrape(admin);
  EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="GET",route="/pets/{id}",status="200"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="GET",route="/fails",status="502"})"), 2);
  EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="GET",route="unmatched",status="403"})"), 3);
  EXPECT_EQ(read.at(R"(lamina_request_duration_seconds_count{api="rest",route="/pets/{id}"})"), 5);
  EXPECT_GT(read.at(R"(lamina_request_duration_seconds_sum{api="rest",route="/pets/{id}"})"), 0);
  EXPECT_EQ(read.at(R"(lamina_integration_duration_seconds_count{api="rest",route="/pets/{id}"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_function_invocations_total{function="hello",outcome="success"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_function_invocations_total{function="fails",outcome="function_error"})"), 2);
  EXPECT_EQ(read.at(R"(lamina_function_cold_starts_total{function="hello"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_function_init_seconds_count{function="hello"})"), 1);
  EXPECT_GT(read.at("process_resident_memory_bytes"), 1'000'000);
  EXPECT_TRUE(read.has(R"(lamina_event_loop_lag_seconds{loop="1"})"));
}

TEST(metrics, say_why_processes_end) {
  auto lamina = serve(service(), {"--access-log", "off", "--admin-port", "0"});
  const auto admin = lamina.admin_port();
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/dies").status, 502);
  EXPECT_EQ(scrape(admin).at(R"(lamina_function_instance_ends_total{function="dies",reason="exited"})"), 1);
}

TEST(metrics, only_grow) {
  auto lamina = serve(service(), {"--access-log", "off", "--admin-port", "0"});
  const auto admin = lamina.admin_port();
  const auto port = lamina.port();
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);
  const metrics_reader before = scrape(admin);
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);
  const metrics_reader after = scrape(admin);
  for (const auto& [sample, value] : before.samples()) {
    const std::string family = sample.substr(0, sample.find_first_of("{"));
    if (family.ends_with("_total") || family.ends_with("_count") || family.ends_with("_bucket")) {
      EXPECT_GE(after.at(sample), value) << sample;
    }
  }
}

TEST(health, is_told_through_the_whole_life_of_the_gateway) {
  auto lamina = serve(service(), {"--access-log", "off", "--admin-port", "0", "--drain-delay", "3600"});
  const auto admin = lamina.admin_port();
  const auto port = lamina.port();
  EXPECT_EQ(fetch(admin, "GET", "/healthz").body, R"({"status":"ok"})");
  EXPECT_EQ(fetch(admin, "GET", "/readyz").status, 200);

  lamina.signal(SIGTERM);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (fetch(admin, "GET", "/readyz").status == 200 && std::chrono::steady_clock::now() < give_up)
    std::this_thread::yield();
  EXPECT_EQ(fetch(admin, "GET", "/readyz").status, 503);
  EXPECT_EQ(json::parse(fetch(admin, "GET", "/readyz").body).at("status").as_string(), "draining");
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200) << "requests are accepted until the delay is over";
  EXPECT_EQ(fetch(admin, "GET", "/healthz").status, 200);
  lamina.signal(SIGTERM);  // ends the delay
  EXPECT_EQ(lamina.wait(), 0) << lamina.output();
}

TEST(access_logs, are_written_in_the_format_of_the_command_line) {
  auto lamina = serve(service(), {"--access-log",
                                  "line $context.httpMethod $context.path $context.resourcePath $context.status "
                                  "$context.responseLength $context.identity.userAgent $context.stauts"});
  fetch(lamina.port(), "GET", "/dev/pets/7?name=x", {}, {{"User-Agent", "a \"b\" \xff"}});
  lamina.signal(SIGTERM);
  EXPECT_EQ(lamina.wait(), 0);
  const auto lines = lines_of(lamina.output(), "line ");
  ASSERT_EQ(lines.size(), 1u) << lamina.output();
  EXPECT_EQ(lines[0], R"(line GET /dev/pets/7 /pets/{id} 200 7 a \"b\" \xff -)");
  EXPECT_NE(lamina.output().find("there is no variable $context.stauts"), std::string::npos);
}

TEST(access_logs, are_written_in_the_format_of_the_file) {
  const std::string format =
      R"({"id":"$context.requestId","status":$context.status,"ip":"$context.identity.sourceIp"})";
  auto lamina = serve(service("  logs: {restApi: {format: '" + format + "'}}\n"), {});
  fetch(lamina.port(), "GET", "/dev/nothing");
  lamina.signal(SIGTERM);
  EXPECT_EQ(lamina.wait(), 0);
  const auto lines = lines_of(lamina.output(), "{\"id\"");
  ASSERT_EQ(lines.size(), 1u) << lamina.output();
  const json::value line = json::parse(lines[0]);
  EXPECT_EQ(line.at("status").to_number<int>(), 403);
  EXPECT_EQ(line.at("ip").as_string(), "127.0.0.1");
}

TEST(access_logs, know_the_common_log_format) {
  auto lamina = serve(service(), {"--access-log", "clf"});
  fetch(lamina.port(), "GET", "/dev/hello");
  lamina.signal(SIGTERM);
  EXPECT_EQ(lamina.wait(), 0);
  const auto lines = lines_of(lamina.output(), "127.0.0.1 ");
  ASSERT_EQ(lines.size(), 1u) << lamina.output();
  const std::regex common(
      R"re(127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /dev/hello HTTP/1\.1" 200 \d+)re");
  EXPECT_TRUE(std::regex_match(lines[0], common)) << lines[0];
}

TEST(access_logs, cannot_be_of_several_lines) {
  auto lamina = serve(service(), {"--access-log", "a\nb"});
  EXPECT_EQ(lamina.wait(), 1);
  EXPECT_NE(lamina.output().find("--access-log: an access log format is one line"), std::string::npos);
}

}  // namespace
}  // namespace lamina
