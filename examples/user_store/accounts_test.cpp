#include "examples/user_store/accounts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "examples/user_store/temporary_store.h"
#include "examples/user_store/tokens.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

constexpr system_time start = system_time(1000s);

// A store whose next writes to one table fail.
class failing_store final : public store::object_store {
 public:
  explicit failing_store(std::shared_ptr<object_store> real) : real_(std::move(real)) {}
  result<std::optional<store::object>> get(std::string_view table, std::string_view id) override {
    return real_->get(table, id);
  }
  result<store::version> put(std::string_view table, std::string_view id, const json::value& document,
                             store::condition when) override {
    if (table == broken) return store::make_error(store::fault::unavailable, "disk full");
    return real_->put(table, id, document, when);
  }
  result<void> remove(std::string_view table, std::string_view id, store::condition when) override {
    return real_->remove(table, id, when);
  }
  result<store::page> list(std::string_view table, std::string_view prefix, std::string_view after,
                           std::size_t limit) override {
    return real_->list(table, prefix, after, limit);
  }
  std::string broken;

 private:
  std::shared_ptr<object_store> real_;
};

class accounts_of_a_store : public ::testing::Test {
 protected:
  int status_of(const std::function<void()>& call) const {
    try {
      call();
      return 200;
    } catch (const error& thrown) {
      return thrown.status_code;
    }
  }
  int registers(std::string_view id, std::string_view password) const {
    return status_of([&] { made.register_user(id, password, start); });
  }
  int logs_in(std::string_view id, std::string_view password) const {
    return status_of([&] { made.log_in(id, password, start); });
  }

  temporary_store temporary;
  std::shared_ptr<failing_store> store = std::make_shared<failing_store>(temporary.store);
  std::shared_ptr<signing_key> key = std::make_shared<signing_key>(store, "password");
  documents states{store, "user", store_type::s3};
  accounts made{passwords(store, "password"), states, key};
};

TEST_F(accounts_of_a_store, a_registered_user_has_a_token_a_document_and_can_log_in) {
  const std::string token = made.register_user("alice", "correct-horse", start);
  const auto claims = verify_token(key->get(), token, start);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->subject, "alice");
  EXPECT_EQ(claims->scopes, std::vector<std::string>{"self"});
  EXPECT_EQ(json::serialize(states.get("alice")), R"({"id":"alice"})");
  EXPECT_TRUE(verify_token(key->get(), made.log_in("alice", "correct-horse", start), start));
}

TEST_F(accounts_of_a_store, refuses_what_cannot_be_registered) {
  EXPECT_EQ(registers("", "correct-horse"), 400);
  EXPECT_EQ(registers("alice", ""), 400);
  EXPECT_EQ(registers("alice", "123456789"), 400);
  EXPECT_EQ(registers(std::string(2049, 'L'), "correct-horse"), 400);
  EXPECT_EQ(registers(signing_key_id, "correct-horse"), 409);
  EXPECT_EQ(registers(std::string(2048, 'L'), "correct-horse"), 200);
}

TEST_F(accounts_of_a_store, an_id_can_be_taken_once) {
  EXPECT_EQ(registers("alice", "correct-horse"), 200);
  states.put("alice", {{"n", 1}});
  EXPECT_EQ(registers("alice", "another-horse"), 409);
  EXPECT_EQ(states.get("alice").at("n"), 1);
  EXPECT_EQ(logs_in("alice", "correct-horse"), 200);
}

TEST_F(accounts_of_a_store, of_four_registrations_at_once_one_wins) {
  std::array<int, 4> statuses{};
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    clients.emplace_back([&, i] { statuses[i] = registers("carol", "password-of-" + std::to_string(i)); });
  }
  for (auto& client : clients) client.join();
  const auto winner = std::find(statuses.begin(), statuses.end(), 200);
  ASSERT_NE(winner, statuses.end());
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 3);
  EXPECT_EQ(logs_in("carol", "password-of-" + std::to_string(winner - statuses.begin())), 200);
}

TEST_F(accounts_of_a_store, a_registration_that_failed_half_way_can_be_tried_again) {
  store->broken = "user";
  EXPECT_EQ(registers("alice", "correct-horse"), 500);
  store->broken = "password";
  EXPECT_EQ(registers("alice", "correct-horse"), 500);
  store->broken = "";
  EXPECT_EQ(registers("alice", "correct-horse"), 200);
  EXPECT_EQ(logs_in("alice", "correct-horse"), 200);
}

TEST_F(accounts_of_a_store, login_says_the_same_to_unknown_users_and_wrong_passwords) {
  ASSERT_EQ(registers("alice", "correct-horse"), 200);
  std::string messages[2];
  for (const auto& [message, id] : {std::pair{&messages[0], "alice"}, std::pair{&messages[1], "bob"}}) {
    try {
      made.log_in(id, "wrong-horse!", start);
    } catch (const error& thrown) {
      EXPECT_EQ(thrown.status_code, 401);
      *message = thrown.message;
    }
  }
  EXPECT_FALSE(messages[0].empty());
  EXPECT_EQ(messages[0], messages[1]);
  EXPECT_EQ(logs_in("", "correct-horse"), 400);
  EXPECT_EQ(logs_in("alice", ""), 400);
}

}  // namespace
}  // namespace user_store
