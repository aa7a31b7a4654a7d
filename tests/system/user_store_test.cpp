#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "examples/user_store/subscriptions.h"
#include "lamina/json/json.h"
#include "lamina/store/sqlite_store.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/websocket_client.h"
#include "tests/system/started_program.h"

// The user store as a person runs it: the real gateway, the functions in processes of their own, clients on sockets.
namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::websocket_client;
using testing::websocket_event;
using headers = websocket_client::headers;

constexpr const char* table = "serverless-user-store-dev-subscription";

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class served_user_store : public ::testing::Test {
 protected:
  testing::raw_http_response send(const char* method, const char* path, const std::string& body = {},
                                  headers extra = {}) {
    extra.emplace_back("Content-Type", "application/json");
    auto answer = testing::fetch(lamina.port(), method, std::string("/dev") + path, body, extra);
    lamina.output();  // so that nobody waits for us to read it
    return answer;
  }
  std::string registered(const std::string& id) {
    const auto answer = send("PUT", "/auth/register", json::serialize({{"id", id}, {"password", "correct-horse"}}));
    return std::string(json::find_string(json::parse(answer.body), "jwtToken"));
  }
  static headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
  int put(const std::string& token, const std::string& body) {
    return send("PUT", "/api/user/self", body, bearer(token)).status;
  }

  std::unique_ptr<websocket_client> connected(const std::string& token) {
    auto client = std::make_unique<websocket_client>(lamina.port(), 30s);
    const auto answer = client->connect("/dev", bearer(token));
    EXPECT_EQ(answer.status, 101) << answer.body;
    return client;
  }
  int refused(const headers& extra) { return websocket_client(lamina.port(), 30s).connect("/dev", extra).status; }
  static void expect_text(websocket_client& client, std::string_view text) {
    const websocket_event event = client.next();
    EXPECT_EQ(event.what, websocket_event::kind::text);
    EXPECT_EQ(event.payload, text);
  }

  std::unique_ptr<store::sqlite_store> opened_store() const {
    return store::sqlite_store::open(lamina.folder() + "/.lamina/store.db").value();
  }
  // Ends are told to the functions after clients have seen them.
  void expect_items(std::size_t count) {
    const auto store = opened_store();
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (store->ids(table)->size() != count && std::chrono::steady_clock::now() < until) lamina.output();
    EXPECT_EQ(store->ids(table)->size(), count);
  }

  // The lines of the README's n-th block for a shell, for the gateway of this test.
  std::string block_of_readme(int n) {
    const std::string page = text_of(LAMINA_SOURCE_DIR "/examples/user_store/README.md");
    constexpr std::string_view fence = "```sh\n";
    std::size_t start = 0;
    for (int i = 0; i <= n; ++i) start = page.find(fence, start) + fence.size();
    std::string lines = page.substr(start, page.find("```", start) - start);
    if (const std::size_t port = lines.find(":3000/"); port != std::string::npos)
      lines.replace(port + 1, 4, std::to_string(lamina.port()));
    return lines;
  }
  // What bash prints; the lines may use what those before them have set.
  std::string run_in_shell(const std::string& lines) {
    const std::string script = lamina.folder() + "/lines";
    std::ofstream(script) << lines;
    FILE* shell = ::popen(("bash -e " + script + " 2>/dev/null").c_str(), "r");
    std::string printed;
    for (int byte; (byte = std::fgetc(shell)) != EOF;) printed += static_cast<char>(byte);
    EXPECT_EQ(::pclose(shell), 0) << lines;
    lamina.output();
    return printed;
  }

  testing::started_program lamina{
      {{"serverless.yml", text_of(LAMINA_SOURCE_DIR "/examples/user_store/serverless.yml")}},
      {"serve", "--port", "0", "--artifacts", USER_STORE_FOLDER, "--access-log", "off"}};
};

TEST_F(served_user_store, pushes_a_change_to_all_clients_of_the_user_and_to_nobody_else) {
  const std::string alice = registered("alice"), bob = registered("bob");
  const auto first = connected(alice), second = connected(alice), other = connected(bob);
  EXPECT_EQ(put(alice, R"({"n":1})"), 200);
  EXPECT_EQ(put(bob, R"({"n":2})"), 200);
  EXPECT_EQ(send("POST", "/api/user/self/action", R"({"type":"X"})", bearer(alice)).status, 200);
  for (const auto& client : {first.get(), second.get()}) {
    expect_text(*client, R"({"n":1,"id":"alice"})");
    expect_text(*client, R"({"n":1,"id":"alice"})");
  }
  expect_text(*other, R"({"n":2,"id":"bob"})");
  EXPECT_EQ(put(alice, R"({"last":true})"), 200);
  expect_text(*first, R"({"last":true,"id":"alice"})");
  const std::string& log = lamina.output();
  EXPECT_NE(log.find("$connect http://127.0.0.1:"), std::string::npos) << log;
  for (const std::string& secret : {alice, bob, std::string("correct-horse")})
    EXPECT_EQ(log.find(secret), std::string::npos) << log;
}

TEST_F(served_user_store, refuses_a_bad_token_before_the_upgrade_and_takes_a_browsers) {
  const std::string alice = registered("alice");
  EXPECT_EQ(refused({}), 401);
  EXPECT_EQ(refused(bearer("garbage")), 401);
  EXPECT_EQ(refused({{"Sec-WebSocket-Protocol", "bearer, garbage"}}), 401);
  expect_items(0);
  websocket_client browser(lamina.port(), 30s);
  const auto answer = browser.connect("/dev", {{"Sec-WebSocket-Protocol", "bearer, " + alice}});
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(answer.header("Sec-WebSocket-Protocol"), "bearer");
  EXPECT_EQ(put(alice, "{}"), 200);
  expect_text(browser, R"({"id":"alice"})");
  EXPECT_EQ(lamina.output().find(alice), std::string::npos) << lamina.output();
}

TEST_F(served_user_store, answers_messages_that_they_are_not_supported) {
  const auto client = connected(registered("alice"));
  client->send_text("hello");
  expect_text(*client, "Incoming messages not supported");
  client->send_text(R"({"action":"$disconnect"})");
  expect_text(*client, "Incoming messages not supported");
  client->send_binary("\x00\xff");
  expect_text(*client, "Incoming messages not supported");
  expect_items(2);
}

TEST_F(served_user_store, unsubscribes_whoever_leaves_with_or_without_a_word) {
  const std::string alice = registered("alice");
  const auto polite = connected(alice), abrupt = connected(alice), staying = connected(alice);
  expect_items(6);
  EXPECT_EQ(polite->close().code, 1000);
  expect_items(4);
  abrupt->abort();
  expect_items(2);
  EXPECT_EQ(put(alice, R"({"n":1})"), 200);
  expect_text(*staying, R"({"n":1,"id":"alice"})");
}

TEST_F(served_user_store, drops_the_gone_and_closes_the_expired) {
  const std::string alice = registered("alice");
  const auto expired = connected(alice), staying = connected(alice);
  const auto store = opened_store();
  const auto page = store->list(table, user_store::subscriber_prefix("alice"), "", 10).value();
  ASSERT_EQ(page.items.size(), 2U);
  auto who = user_store::subscriptions(std::shared_ptr<store::object_store>(opened_store()), table);
  auto oldest = who.of("alice").at(0);
  oldest.expires = system_time(1s);
  who.subscribe("alice", oldest);
  who.subscribe("alice", {.connection_id = "AAAAAAAAAAAAAAA=", .endpoint = oldest.endpoint});
  who.subscribe("alice", {.connection_id = "nobody", .endpoint = oldest.endpoint});
  who.subscribe("alice", {.connection_id = "BAAAAAAAAAAAAAA=", .endpoint = "http://127.0.0.1:1/dev"});
  EXPECT_EQ(put(alice, R"({"n":1})"), 200);
  expect_text(*staying, R"({"n":1,"id":"alice"})");
  EXPECT_EQ(expired->next().what, websocket_event::kind::close);
  expect_items(2);
}

TEST_F(served_user_store, does_what_its_readme_says) {
  const std::string first = block_of_readme(0);
  const std::string printed = run_in_shell(first + "echo; echo $token");
  EXPECT_NE(printed.find(R"({"id":"alice"})"), std::string::npos) << printed;
  const std::size_t line = printed.rfind('\n', printed.size() - 2);
  const std::string token = printed.substr(line + 1, printed.size() - line - 2);
  const auto client = connected(token);
  const std::string api = first.substr(0, first.find('\n') + 1);
  run_in_shell(api + "token=" + token + "\n" + block_of_readme(1));
  expect_text(*client, R"({"n":1,"id":"alice"})");
  expect_text(*client, R"({"n":1,"id":"alice"})");
}

TEST_F(served_user_store, loses_no_subscription_when_many_connect_and_leave_at_once) {
  const std::string alice = registered("alice");
  constexpr std::size_t count = 24;
  std::vector<std::unique_ptr<websocket_client>> clients(count);
  std::vector<std::thread> threads;
  for (auto& client : clients) threads.emplace_back([&] { client = connected(alice); });
  for (auto& thread : threads) thread.join();
  expect_items(2 * count);
  EXPECT_EQ(put(alice, R"({"n":1})"), 200);
  for (const auto& client : clients) expect_text(*client, R"({"n":1,"id":"alice"})");
  threads.clear();
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back([&, i] { clients[i]->abort(); });
  for (auto& thread : threads) thread.join();
  expect_items(2);
  EXPECT_EQ(put(alice, R"({"n":2})"), 200);
  expect_text(*clients[0], R"({"n":2,"id":"alice"})");
}

}  // namespace
}  // namespace lamina
