#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>  // NOLINT: SIGKILL
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/temporary_folder.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::fetch;
using testing::raw_http_client;
using testing::started_program;
using headers = std::vector<std::pair<std::string, std::string>>;

const headers as_event = {{"X-Amz-Invocation-Type", "Event"}};

std::string path_of(std::string_view function) {
  return "/2015-03-31/functions/" + std::string(function) + "/invocations";
}

std::string base64_of(std::string_view header) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : header.substr(0, header.find('='))) {
    bits = bits << 6 | static_cast<unsigned>(alphabet.find(c));
    if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xff);
  }
  return out;
}

// `lamina serve` with functions that no route leads to, and a folder that outlives it.
class lambda_service : public ::testing::Test {
 protected:
  std::unique_ptr<started_program> serve(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {
        "serve", "--port",          "0", "--artifacts", SYSTEM_FUNCTION_FOLDER,    "--access-log", "off", "--log-level",
        "error", "--max-instances", "2", "--state-dir", (kept_ / "state").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return std::make_unique<started_program>(
        std::vector<std::pair<std::string, std::string>>{
            {"serverless.yml",
             "service: system\nprovider:\n  name: aws\n  runtime: provided.al2023\n  environment: {NOTES: " + notes() +
                 "}\nfunctions:\n"
                 "  address: {handler: main.lambda_address}\n"
                 "  dies: {handler: main.dies}\n"
                 "  note:\n    handler: main.noted_event\n    maximumRetryAttempts: 0\n"
                 "    destinations: {onSuccess: done, onFailure: failed}\n"
                 "  quiet: {handler: main.noted_event}\n"
                 "  done: {handler: main.noted_event}\n"
                 "  failed: {handler: main.noted_event}\n"
                 "  elsewhere: {handler: a.b, runtime: java21}\n"}},
        arguments);
  }

  std::string notes() const { return (kept_ / "notes").string(); }
  std::vector<json::value> noted() const {
    std::vector<json::value> all;
    std::ifstream file(notes());
    for (std::string line; std::getline(file, line) && !file.eof();)  // the last may not be whole yet
      all.push_back(json::parse(line));
    return all;
  }
  template <class Enough>
  std::vector<json::value> wait_for_notes(Enough enough) const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (;;) {
      auto all = noted();
      if (enough(all) || std::chrono::steady_clock::now() > until) return all;
      ::poll(nullptr, 0, 10);  // looks again
    }
  }

  testing::temporary_folder kept_;
};

TEST_F(lambda_service, functions_without_routes_are_invoked_and_find_each_other) {
  const auto lamina = serve();
  const auto port = lamina->port();
  const auto got = fetch(port, "POST", path_of("system-dev-address"), "{}", {{"X-Amz-Log-Type", "Tail"}});
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, R"({"address":"http://127.0.0.1:)" + std::to_string(port) + "\"}");
  EXPECT_EQ(got.header("X-Amz-Executed-Version"), "$LATEST");
  const std::string log = base64_of(got.header("X-Amz-Log-Result"));
  const std::string id = got.header("x-amzn-RequestId");
  EXPECT_TRUE(log.starts_with("START RequestId: " + id + " Version: $LATEST\n")) << log;
  EXPECT_NE(log.find("asked for the address\nEND RequestId: " + id + "\nREPORT RequestId: " + id), std::string::npos)
      << log;
}

TEST_F(lambda_service, a_function_that_dies_or_cannot_be_run_says_so) {
  const auto lamina = serve();
  const auto port = lamina->port();
  const auto died = fetch(port, "POST", path_of("dies"), "{}");
  EXPECT_EQ(died.status, 200);
  EXPECT_EQ(died.header("X-Amz-Function-Error"), "Unhandled");
  EXPECT_NE(died.body.find("Runtime exited with error: exit status 3"), std::string::npos) << died.body;
  EXPECT_EQ(fetch(port, "POST", path_of("elsewhere"), "{}").status, 502);
  EXPECT_NE(lamina->output().find("java21"), std::string::npos);
  EXPECT_EQ(fetch(port, "POST", path_of("nobody"), "{}").status, 404);
}

TEST_F(lambda_service, the_api_is_not_on_a_port_for_everybody_unless_asked_for) {
  const auto open = serve({"--host", "0.0.0.0"});
  const auto port = open->port_at("0.0.0.0");
  EXPECT_EQ(fetch(port, "POST", path_of("address"), "{}").status, 403);

  const auto apart = serve({"--host", "0.0.0.0", "--lambda-port", "0"});
  const auto lambda_port = apart->port();  // the only address on 127.0.0.1
  EXPECT_EQ(fetch(lambda_port, "POST", path_of("address"), "{}").status, 200);
}

TEST_F(lambda_service, destinations_get_the_records_of_events) {
  const auto lamina = serve();
  const auto port = lamina->port();
  EXPECT_EQ(fetch(port, "POST", path_of("note"), R"({"n":1})", as_event).status, 202);
  EXPECT_EQ(fetch(port, "POST", path_of("note"), R"({"n":2,"fail":true})", as_event).status, 202);
  const auto all = wait_for_notes([](const auto& notes) { return notes.size() >= 4; });
  ASSERT_EQ(all.size(), 4U);
  std::map<std::string, json::value> records;
  for (const json::value& note : all)
    if (const auto* context = json::find(note, "requestContext"))
      records[std::string(json::find_string(*context, "condition"))] = note;
  EXPECT_EQ(json::serialize(records.at("Success").at("responsePayload")), R"({"noted":{"n":1}})");
  EXPECT_EQ(json::serialize(records.at("RetriesExhausted").at("requestPayload")), R"({"n":2,"fail":true})");
  EXPECT_EQ(records.at("RetriesExhausted").at("responseContext").at("functionError"), "Unhandled");
}

// Everything that was answered 202 is delivered, if not by this process then by the next.
TEST_F(lambda_service, no_accepted_event_is_lost_when_the_gateway_is_killed) {
  constexpr int count = 1'000;
  std::set<std::int64_t> accepted;
  {
    const auto lamina = serve();
    raw_http_client client(lamina->port(), std::chrono::seconds(60));
    for (int i = 0; i < count; ++i) {
      const std::string body = R"({"n":)" + std::to_string(i) + R"(,"wait":1})";
      client.send("POST " + path_of("quiet") +
                  " HTTP/1.1\r\nHost: localhost\r\nX-Amz-Invocation-Type: Event\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    try {
      for (int i = 0; i < count; ++i) {
        if (client.read_response().status == 202) accepted.insert(i);
        if (i == count / 2) lamina->signal(SIGKILL);
      }
    } catch (const std::exception&) {  // the connection has ended, as it should
    }
    lamina->wait();
  }
  EXPECT_GE(accepted.size(), 500U);
  const auto again = serve();
  std::set<std::int64_t> delivered;
  wait_for_notes([&](const auto& notes) {
    for (const json::value& note : notes) delivered.insert(note.at("n").as_int64());
    return std::includes(delivered.begin(), delivered.end(), accepted.begin(), accepted.end());
  });
  for (const std::int64_t n : accepted) EXPECT_TRUE(delivered.contains(n)) << n;
}

TEST_F(lambda_service, sigterm_leaves_what_waits_for_the_next_start) {
  {
    const auto lamina = serve();
    for (int i = 0; i < 40; ++i)
      EXPECT_EQ(
          fetch(lamina->port(), "POST", path_of("quiet"), R"({"wait":200,"n":)" + std::to_string(i) + "}", as_event)
              .status,
          202);
    lamina->signal(SIGTERM);
    EXPECT_EQ(lamina->wait(), 0) << lamina->output();
  }
  const std::size_t before = noted().size();
  EXPECT_LT(before, 40U);
  const auto again = serve();
  EXPECT_EQ(wait_for_notes([](const auto& notes) { return notes.size() >= 40; }).size(), 40U);
}

// Two would deliver the same events.
TEST_F(lambda_service, a_second_gateway_leaves_the_events_to_the_first_until_that_has_gone) {
  const auto first = serve();
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(fetch(first->port(), "POST", path_of("quiet"), R"({"wait":200,"n":)" + std::to_string(i) + "}", as_event)
                  .status,
              202);
  const auto second = serve();
  const auto refused = fetch(second->port(), "POST", path_of("quiet"), R"({"n":20})", as_event);
  EXPECT_EQ(refused.status, 500);
  EXPECT_EQ(refused.header("x-amzn-ErrorType"), "ServiceException");
  EXPECT_NE(refused.body.find("another process uses it"), std::string::npos) << refused.body;
  EXPECT_EQ(fetch(second->port(), "POST", path_of("quiet"), R"({"n":21})").status, 200);
  first->signal(SIGKILL);
  first->wait();
  EXPECT_EQ(fetch(second->port(), "POST", path_of("quiet"), R"({"n":22})", as_event).status, 202);
  const auto numbers = [](const auto& notes) {
    std::set<std::int64_t> all;
    for (const json::value& note : notes) all.insert(note.at("n").as_int64());
    return all;
  };
  const auto all = numbers(wait_for_notes([&](const auto& notes) { return numbers(notes).size() >= 22; }));
  EXPECT_EQ(all.size(), 22U);
  EXPECT_FALSE(all.contains(20)) << "it was refused";
}

// The kernel's limit of a file's size stands for the disk's end.
TEST_F(lambda_service, a_full_disk_refuses_events_until_some_are_delivered) {
  rlimit whole{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &whole), 0);
  const rlimit little{.rlim_cur = 400 * 1024, .rlim_max = whole.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto lamina = serve();
  const auto port = lamina->port();
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &whole), 0);
  const auto send = [&](std::size_t number) {
    return fetch(port, "POST", path_of("quiet"),
                 R"({"wait":100,"n":)" + std::to_string(number) + R"(,"of":")" + std::string(5'000, 'x') + "\"}",
                 as_event);
  };
  std::size_t accepted = 0;
  auto last = send(accepted);
  while (last.status == 202 && accepted < 100) last = send(++accepted);
  EXPECT_EQ(last.status, 500);
  EXPECT_EQ(last.header("x-amzn-ErrorType"), "ServiceException");
  EXPECT_GE(accepted, 3U);
  EXPECT_EQ(fetch(port, "POST", path_of("done"), "{}").status, 200) << "what needs no disk goes on";
  wait_for_notes([&](const auto& notes) { return notes.size() >= accepted + 1; });
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (send(accepted).status != 202 && std::chrono::steady_clock::now() < until) ::poll(nullptr, 0, 10);
  EXPECT_EQ(wait_for_notes([&](const auto& notes) { return notes.size() >= accepted + 2; }).size(), accepted + 2);
}

TEST_F(lambda_service, a_state_that_cannot_be_used_is_named_and_left_alone) {
  kept_.write("state/system-dev-events.db", "these are somebody's notes, no database");
  {
    const auto lamina = serve();
    const auto refused = fetch(lamina->port(), "POST", path_of("quiet"), R"({"n":1})", as_event);
    EXPECT_EQ(refused.status, 500);
    EXPECT_EQ(refused.header("x-amzn-ErrorType"), "ServiceException");
    EXPECT_EQ(fetch(lamina->port(), "POST", path_of("quiet"), R"({"n":2})").status, 200);
    lamina->signal(SIGTERM);
    EXPECT_EQ(lamina->wait(), 0) << lamina->output();
    EXPECT_NE(lamina->output().find("system-dev-events.db"), std::string::npos) << lamina->output();
  }
  EXPECT_EQ(std::filesystem::file_size(kept_ / "state/system-dev-events.db"), 39U);
  std::filesystem::remove_all(kept_ / "state");
  kept_.write("state", "no folder");
  const auto lamina = serve();
  EXPECT_EQ(fetch(lamina->port(), "POST", path_of("quiet"), R"({"n":1})", as_event).status, 500);
  EXPECT_EQ(fetch(lamina->port(), "POST", path_of("quiet"), R"({"n":2})").status, 200);
}

}  // namespace
}  // namespace lamina
