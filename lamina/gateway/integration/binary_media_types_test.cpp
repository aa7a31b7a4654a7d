#include "lamina/gateway/integration/binary_media_types.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

struct row {
  std::vector<std::string> types;
  std::string_view accept;
  bool decoded;
};

TEST(binary_media_types, follow_the_recorded_table) {
  const row rows[] = {
      {{}, "image/png", false},
      {{"image/png"}, "image/png", true},
      {{"image/png"}, "IMAGE/png", true},
      {{"image/png"}, "image/jpg", false},
      {{"image/png"}, "image/*", false},
      {{"image/png"}, "*/*", false},
      {{"image/png"}, "", false},
      {{"image/png"}, "image/png,image/*,*/*;q=0.8", true},
      {{"image/png"}, " image/png ;q=0.8", true},
      {{"image/png"}, "image/webp,image/png,*/*;q=0.8", false},
      {{"*/test"}, "*/test", false},
      {{"*/test"}, "random/test", false},
      {{"application/*"}, "application/whatever", true},
      {{"application/*"}, "application/*", true},
      {{"application/*"}, "application", false},
      {{"application/*"}, "application/", false},
      {{"*/*"}, "anything", true},
      {{"*/*"}, "", true},
      {{"image"}, "image", false},
  };
  for (const row& wanted : rows)
    EXPECT_EQ(binary_media_types(wanted.types).has_accepted(wanted.accept), wanted.decoded) << wanted.accept;
}

TEST(binary_media_types, ignore_the_parameters_of_a_content_type) {
  const binary_media_types types({"application/pdf"});
  EXPECT_TRUE(types.has_content_type("application/pdf; charset=utf-8"));
  EXPECT_FALSE(types.has_content_type("text/plain"));
}

}  // namespace
}  // namespace lamina::gateway
