#include "lamina/middlewares/cache/json_digest.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

// echo -n '...' | md5sum, sha256sum
TEST(json_digest, is_that_of_the_text) {
  EXPECT_EQ(json_digest(json::object(), digest_kind::md5), "99914b932bd37a50b983c5e7c90ae93b");
  EXPECT_EQ(json_digest(json::object(), digest_kind::sha256),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST(json_digest, sees_every_difference) {
  const auto of = [](std::string_view text) { return json_digest(json::parse(text), digest_kind::sha256); };
  EXPECT_EQ(of(R"({ "a": 1 })"), of(R"({"a":1})"));
  EXPECT_NE(of(R"({"a":1})"), of(R"({"a":"1"})"));
  EXPECT_NE(of(R"(["ab"])"), of(R"(["a","b"])"));
}

}  // namespace
}  // namespace lamina
