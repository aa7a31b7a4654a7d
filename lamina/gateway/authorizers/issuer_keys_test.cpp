#include "lamina/gateway/authorizers/issuer_keys.h"

#include <gtest/gtest.h>

#include <fstream>

#include "lamina/base/detached.h"
#include "lamina/gateway/internal/issuer_server.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using keys_or_error = result<std::shared_ptr<const tokens::key_set>>;

detached get(const tokens::jwks_source& from, std::string id, scheduler& loop, std::optional<keys_or_error>& got) {
  keys_or_error came = co_await from.get(std::move(id), loop);
  got.emplace(std::move(came));
}

class issuer_keys_test : public ::testing::Test {
 protected:
  // "" when the key of that id is there.
  std::string find(const tokens::jwks_source& from, const std::string& id) {
    std::optional<keys_or_error> got;
    get(from, id, issuer.loop, got);
    issuer.loop.run_until([&] { return got.has_value(); });
    if (!*got) return got->error().message;
    return (**got)->find(id) == nullptr ? "no such key" : "";
  }

  internal::issuer_server issuer;
};

TEST_F(issuer_keys_test, are_where_the_issuers_configuration_says) {
  issuer.publish(json::object{{"kid", "k"}, {"kty", "RSA"}});
  EXPECT_EQ(find(keys_of_issuer(issuer.url()), "k"), "");
  EXPECT_EQ(issuer.asked, (std::vector<std::string>{"/.well-known/openid-configuration", "/keys"}));
  EXPECT_EQ(find(keys_of_issuer(issuer.url() + "/"), "k"), "");
}

TEST_F(issuer_keys_test, of_a_user_pool_have_their_own_place) {
  issuer.publish(json::object{{"kid", "k"}, {"kty", "RSA"}});
  EXPECT_EQ(find(keys_of_user_pool(issuer.url()), "k"), "");
  EXPECT_EQ(issuer.asked, std::vector<std::string>{"/.well-known/jwks.json"});
}

TEST_F(issuer_keys_test, may_be_at_another_url) {
  issuer.publish(json::object{{"kid", "k"}, {"kty", "RSA"}});
  EXPECT_EQ(find(keys_of_issuer("https://issuer.invalid", issuer.url() + "/keys"), "k"), "");
  EXPECT_EQ(find(keys_of_user_pool("https://issuer.invalid", issuer.url() + "/keys"), "k"), "");
}

TEST_F(issuer_keys_test, may_be_in_a_file_that_is_read_again) {
  const lamina::testing::temporary_folder folder;
  const std::string file = (folder.path() / "jwks.json").string();
  const auto keys = keys_of_issuer("https://issuer.invalid", file, {.cooldown = 0ms});
  EXPECT_EQ(find(keys, "k"), "the file " + file + " cannot be read");
  std::ofstream(file) << R"({"keys":[{"kid":"k","kty":"RSA"}]})";
  EXPECT_EQ(find(keys, "k"), "");
  EXPECT_EQ(find(keys, "new"), "no such key");
  std::ofstream(file) << R"({"keys":[{"kid":"new","kty":"RSA"}]})";
  EXPECT_EQ(find(keys, "new"), "");
  std::ofstream(file) << std::string(2000, ' ');
  EXPECT_EQ(find(keys_of_issuer("x", file, {.max_bytes = 1000}), "k"), file + ": more than 1000 bytes");
}

TEST_F(issuer_keys_test, failures_say_what_is_wrong) {
  EXPECT_EQ(find(keys_of_issuer(issuer.url() + "/nowhere"), "k"), "JWKS fetch failed: HTTP 404");
  issuer.configuration = "no json";
  EXPECT_TRUE(find(keys_of_issuer(issuer.url()), "k").starts_with("the OpenID configuration is no JSON: "));
  issuer.configuration = "{}";
  EXPECT_EQ(find(keys_of_issuer(issuer.url()), "k"), "the OpenID configuration has no jwks_uri");
  issuer.configuration = R"({"jwks_uri":"file:///etc/passwd"})";
  EXPECT_NE(find(keys_of_issuer(issuer.url()), "k"), "");
}

}  // namespace
}  // namespace lamina::gateway
