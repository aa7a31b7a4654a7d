#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: SIGTERM
#include <sys/resource.h>

#include <fstream>
#include <thread>

#include "lamina/testing/raw_http_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::fetch;
using testing::started_program;

constexpr std::string_view service = R"(service: system
provider:
  name: aws
  runtime: provided.al2023
  stage: dev
  timeout: 10
functions:
  hello:
    handler: main.hello
    events: [{http: GET hello}]
  slow:
    handler: main.slow
    events: [{http: GET slow}]
  fails:
    handler: main.fails
    events: [{http: GET fails}]
  dies:
    handler: main.dies
    events: [{http: GET dies}]
)";

std::vector<std::string> serve_arguments() {
  return {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER, "--access-log", "off", "--max-instances", "8"};
}

started_program serve() { return {{{"serverless.yml", std::string(service)}}, serve_arguments()}; }

TEST(serve, a_request_reaches_the_function_and_its_answer_comes_back) {
  auto lamina = serve();
  const auto answer = fetch(lamina.port(), "GET", "/dev/hello?name=you");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello you");
  EXPECT_FALSE(answer.header("x-amzn-RequestId").empty());
}

TEST(serve, what_is_not_there_is_answered_as_the_service_does) {
  auto lamina = serve();
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/nothing").status, 403);
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/nothing").body, R"({"message":"Missing Authentication Token"})");
  EXPECT_EQ(fetch(lamina.port(), "GET", "/prod/hello").status, 403);
}

// A sanitizer keeps what is freed.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(serve, large_bodies_leave_no_memory_behind) {
  auto lamina = serve();
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/hello").status, 200);
  const std::size_t before = lamina.memory();
  const std::string body(9 * 1024 * 1024, 'x');
  for (int round = 0; round < 2; ++round) {
    std::vector<std::thread> clients;
    for (int i = 0; i < 6; ++i)
      clients.emplace_back([&, port = lamina.port()] { fetch(port, "GET", "/dev/hello", body); });
    for (auto& client : clients) client.join();
  }
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/hello").status, 200);
  EXPECT_LT(lamina.memory(), before + body.size());
}
#endif

TEST(serve, a_function_that_fails_or_dies_costs_only_its_own_request) {
  auto lamina = serve();
  const auto port = lamina.port();
  for (int i = 0; i < 3; ++i) {
    const auto failed = fetch(port, "GET", "/dev/fails");
    EXPECT_EQ(failed.status, 502);
    EXPECT_EQ(failed.body, R"({"message": "Internal server error"})");
    EXPECT_EQ(fetch(port, "GET", "/dev/dies").status, 502);
    EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);
  }
}

TEST(serve, sigterm_answers_every_request_that_was_accepted) {
  auto lamina = serve();
  const auto port = lamina.port();
  std::vector<std::unique_ptr<testing::raw_http_client>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<testing::raw_http_client>(port, std::chrono::seconds(30)));
    clients.back()->send("GET /dev/slow HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);  // by now the others have been read
  lamina.signal(SIGTERM);
  for (const auto& client : clients) {
    const auto answer = client->read_response();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "done");
  }
  EXPECT_EQ(lamina.wait(), 0) << lamina.output();
}

TEST(serve, a_terminal_that_is_closed_costs_no_request) {
  auto lamina = serve();
  testing::raw_http_client client(lamina.port(), std::chrono::seconds(30));
  client.send("GET /dev/slow HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/hello").status, 200);  // by now the other has been read
  lamina.signal(SIGHUP);
  lamina.wait_for_line("Stopping");
  lamina.signal(SIGHUP);  // and again: it does not end what is being answered
  EXPECT_EQ(client.read_response().body, "done");
  EXPECT_EQ(lamina.wait(), 0) << lamina.output();
}

// The program is started with 1024 descriptors, as shells give them.
TEST(serve, takes_more_connections_than_the_shell_gave_it_descriptors) {
  rlimit ours{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &ours), 0);
  if (ours.rlim_max < 2'000) GTEST_SKIP() << "this machine allows only " << ours.rlim_max << " descriptors";
  ours.rlim_cur = ours.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &ours), 0);
  auto lamina = serve();
  const auto port = lamina.port();
  std::vector<std::unique_ptr<testing::raw_http_client>> idle;
  for (int i = 0; i < 1'100; ++i) idle.push_back(std::make_unique<testing::raw_http_client>(port));
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);
}

TEST(serve, writes_the_address_into_the_ready_file) {
  auto arguments = serve_arguments();
  arguments.insert(arguments.end(), {"--ready-file", "ready"});
  started_program lamina({{"serverless.yml", std::string(service)}}, arguments);
  const auto port = lamina.port();
  lamina.signal(SIGINT);
  EXPECT_EQ(lamina.wait(), 0);
  std::ifstream ready(lamina.folder() + "/ready");
  std::string url;
  std::getline(ready, url);
  EXPECT_EQ(url, "http://127.0.0.1:" + std::to_string(port) + "/dev");
}

}  // namespace
}  // namespace lamina
