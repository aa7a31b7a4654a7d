// testdata/velocity_1_7.json: what Apache Velocity 1.7 itself made of templates (null: it refused them), recorded once
// with the library of Debian's package "velocity".
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

json::value recorded() {
  std::ifstream file(LAMINA_SOURCE_DIR "/lamina/gateway/templates/testdata/velocity_1_7.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

TEST(velocity_conformance, templates_print_what_velocity_prints) {
  const json::value all = recorded();
  ASSERT_GT(all.as_array().size(), 140u);
  for (const json::value& one : all.as_array()) {
    const std::string_view text = json::find_string(one, "template");
    const auto made = mapping_template::compile(text);
    std::string out;
    const bool is_fine = made && made->render(out, {});
    if (one.at("text").is_null())
      EXPECT_FALSE(is_fine) << text;
    else
      EXPECT_EQ(out, json::find_string(one, "text")) << text;
  }
}

}  // namespace
}  // namespace lamina::gateway
