#include "lamina/events/sample_events.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace lamina {
namespace {

TEST(sample_events, are_json_with_a_name_and_a_line_about_them) {
  std::set<std::string_view> names;
  for (const sample_event& sample : sample_events()) {
    EXPECT_TRUE(names.insert(sample.name).second) << sample.name;
    EXPECT_FALSE(sample.about.empty()) << sample.name;
    EXPECT_TRUE(json::try_parse(sample.text)) << sample.name;
    EXPECT_TRUE(sample.text.ends_with("}\n")) << sample.name;
  }
}

TEST(sample_events, are_all_files_of_the_folder) {
  for (const auto& file : std::filesystem::directory_iterator(LAMINA_SOURCE_DIR "/lamina/events/samples")) {
    if (file.path().extension() != ".json") continue;
    EXPECT_NE(find_sample_event(file.path().stem().string()), nullptr) << file.path();
  }
}

TEST(sample_events, are_found_by_name) {
  EXPECT_EQ(read_sample_event("sqs").at("Records").as_array().size(), 2U);
  EXPECT_EQ(find_sample_event("SQS"), nullptr);
  EXPECT_THROW((void)read_sample_event("nothing"), error);
}

}  // namespace
}  // namespace lamina
