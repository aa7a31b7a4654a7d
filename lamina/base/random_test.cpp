#include "lamina/base/random.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace lamina {
namespace {

TEST(random, uuids_have_the_form_of_version_4_and_differ) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = random_uuid();
    EXPECT_TRUE(std::regex_match(uuid, form)) << uuid;
    EXPECT_TRUE(seen.insert(uuid).second) << uuid;
  }
}

TEST(random, hex_has_the_wanted_number_of_digits) {
  for (const std::size_t digits : {0U, 1U, 15U, 16U, 24U, 64U, 65U, 5000U}) {
    std::string out = "kept";
    random_hex_to(out, digits);
    EXPECT_EQ(out.size(), 4 + digits);
    EXPECT_EQ(out.find_first_not_of("0123456789abcdef", 4), std::string::npos);
  }
}

TEST(random, fills_all_of_a_large_buffer) {
  std::string bytes(100'000, '\0');
  random_bytes(bytes.data(), bytes.size());
  std::set<char> values(bytes.begin(), bytes.end());
  EXPECT_EQ(values.size(), 256U);
  EXPECT_NE(bytes.substr(0, 64), bytes.substr(bytes.size() - 64));
}

}  // namespace
}  // namespace lamina
