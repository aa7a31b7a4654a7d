#include "lamina/gateway/integration/accept_encoding.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

std::string_view best(std::string_view header) {
  const auto coding = accepted_coding(header);
  return coding ? name_of(*coding) : "none";
}

TEST(accepted_coding, is_what_the_client_likes_best) {
  const std::pair<const char*, const char*> rows[] = {{"gzip", "gzip"},
                                                      {"GZIP", "gzip"},
                                                      {"deflate", "deflate"},
                                                      {"deflate, gzip", "gzip"},
                                                      {"gzip;q=0.5, deflate;q=0.8", "deflate"},
                                                      {"br, gzip ; q=0.1", "gzip"},
                                                      {"*", "gzip"},
                                                      {"gzip;q=0, *", "deflate"}};
  for (const auto& [header, expected] : rows) EXPECT_EQ(best(header), expected) << header;
}

TEST(accepted_coding, is_none_when_the_client_likes_none) {
  for (const char* header : {"", "identity", "br", "gzip;q=0", "gzip;q=0, deflate;q=0.0", "*;q=0", "gzip;q=x", ",;,"})
    EXPECT_EQ(best(header), "none") << header;
}

}  // namespace
}  // namespace lamina::gateway
