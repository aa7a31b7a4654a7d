#include "examples/user_store/tokens.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "lamina/base/base64.h"
#include "lamina/json/json.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

constexpr system_time start = system_time(1000s);

// Computed with Python's hmac: key "key", issued at 1000.
constexpr std::string_view known =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInNjb3BlcyI6WyJzZWxmIl0sImlhdCI6M"
    "TAwMCwiZXhwIjo0NjAwfQ.Y7DQIZsmNkYPtSBc23tZjHVAimZvVrbmncZY7NNZQks";

std::string base64url(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// A token with any header and claims, signed with "key".
std::string sign(std::string_view header, std::string_view claims, const EVP_MD* digest = EVP_sha256()) {
  const std::string content = base64url(header) + "." + base64url(claims);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(digest, "key", 3, reinterpret_cast<const unsigned char*>(content.data()), content.size(), mac.data(), &size);
  return content + "." + base64url({reinterpret_cast<const char*>(mac.data()), size});
}

constexpr std::string_view hs256 = R"({"alg":"HS256","typ":"JWT"})";

TEST(token, is_what_other_programs_make) { EXPECT_EQ(make_token("key", "alice", {"self"}, start), known); }

TEST(token, holds_its_claims_for_an_hour) {
  const auto claims = verify_token("key", known, start + 3599s);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->subject, "alice");
  EXPECT_TRUE(claims->has_scope("self"));
  EXPECT_FALSE(claims->has_scope("user"));
  EXPECT_EQ(claims->expires, 4600s);
  EXPECT_FALSE(verify_token("key", known, start + 3600s));
}

TEST(token, of_another_key_is_refused) {
  const auto refused = verify_token("kex", known, start);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status_code, 401);
}

TEST(token, is_refused_when_any_byte_is_changed) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    std::string changed(known);
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_token("key", changed, start)) << i;
  }
}

TEST(token, must_be_hs256_whatever_else_its_header_asks_for) {
  constexpr std::string_view claims = R"({"sub":"alice","scopes":["self"],"exp":4600})";
  EXPECT_TRUE(verify_token("key", sign(hs256, claims), start));
  EXPECT_FALSE(verify_token("key", sign(R"({"alg":"HS512"})", claims, EVP_sha512()), start));
  EXPECT_FALSE(verify_token("key", sign(R"({"alg":"HS384"})", claims), start));
  EXPECT_FALSE(verify_token("key", sign(R"({"alg":"hs256"})", claims), start));
  EXPECT_FALSE(verify_token("key", sign(R"({"typ":"JWT"})", claims), start));
  const std::string unsigned_token = base64url(R"({"alg":"none"})") + "." + base64url(claims) + ".";
  EXPECT_FALSE(verify_token("key", unsigned_token, start));
}

TEST(token, needs_subject_and_times_that_fit) {
  for (const char* claims :
       {R"({"scopes":["self"],"exp":4600})", R"({"sub":"","exp":4600})", R"({"sub":7,"exp":4600})",
        R"({"sub":"alice"})", R"({"sub":"alice","exp":"4600"})", R"({"sub":"alice","exp":null})",
        R"({"sub":"alice","exp":1e300})", R"({"sub":"alice","exp":999})", R"({"sub":"alice","exp":4600,"nbf":1001})",
        R"({"sub":"alice","exp":4600,"nbf":"1"})", R"(["sub"])", R"("alice")", "{"}) {
    EXPECT_FALSE(verify_token("key", sign(hs256, claims), start)) << claims;
  }
  EXPECT_TRUE(verify_token("key", sign(hs256, R"({"sub":"alice","exp":4600.5,"nbf":1000})"), start));
}

TEST(token, without_scopes_has_none) {
  for (const char* claims : {R"({"sub":"a","exp":4600})", R"({"sub":"a","exp":4600,"scopes":"self"})",
                             R"({"sub":"a","exp":4600,"scopes":[7]})"}) {
    const auto read = verify_token("key", sign(hs256, claims), start);
    ASSERT_TRUE(read) << claims;
    EXPECT_FALSE(read->has_scope("self"));
  }
}

TEST(token, is_refused_when_it_is_none) {
  for (const char* text : {"", ".", "..", "...", "garbage", "a.b.c", "e30.e30.", "e30=.e30.x", "+/+.+/+.x"}) {
    EXPECT_FALSE(verify_token("key", text, start)) << text;
  }
}

TEST(bearer, is_the_only_scheme_in_any_case) {
  EXPECT_EQ(bearer_token("Bearer abc"), "abc");
  EXPECT_EQ(bearer_token("bEARER  abc"), "abc");
  for (const char* header : {"", "abc", "Foobar abc", "Bearer", "Bearer ", "Bearerabc",
                             "\xC2"
                             "earer abc"}) {
    EXPECT_EQ(bearer_token(header), "") << header;
  }
}

}  // namespace
}  // namespace user_store
