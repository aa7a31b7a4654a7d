#include "tests/parity/cases/case_files.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lamina::parity {
namespace {

TEST(case_files, are_found_by_name_and_read) {
  const auto files = json_files(LAMINA_SOURCE_DIR "/parity/middy");
  EXPECT_TRUE(std::ranges::is_sorted(files));
  for (const auto& file : files) EXPECT_EQ(file.extension(), ".json");
  EXPECT_TRUE(read_json(files.front()).is_array());
}

TEST(case_files, that_are_missing_or_no_json_are_named) {
  EXPECT_THROW(json_files(LAMINA_SOURCE_DIR "/tests/parity/cases"), std::runtime_error);
  EXPECT_THROW(json_files("/nowhere"), std::exception);
  for (const char* file : {LAMINA_SOURCE_DIR "/no/such.json", LAMINA_SOURCE_DIR "/CMakeLists.txt"}) {
    try {
      read_json(file);
      FAIL();
    } catch (const std::runtime_error& caught) {
      EXPECT_TRUE(std::string_view(caught.what()).starts_with(file)) << caught.what();
    }
  }
}

}  // namespace
}  // namespace lamina::parity
