#include "lamina/config/internal/variable_syntax.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

// The parts, spelt out: text as it is, ⟨alternative|alternative⟩ for a variable, type(params):address for a source.
std::string show(const variable_text& text);

std::string show(const variable& one) {
  std::string out;
  for (const auto& which : one.alternatives) {
    out += out.empty() ? "<" : "|";
    if (const auto* literal = std::get_if<json::value>(&which)) out += json::serialize(*literal);
    if (const auto* nested = std::get_if<std::unique_ptr<variable>>(&which)) out += show(**nested);
    if (const auto* source = std::get_if<variable_source>(&which)) {
      out += source->type;
      if (source->params) out += "(" + show(*source->params) + ")";
      if (source->address) out += ":" + show(*source->address);
    }
  }
  return out + ">";
}

std::string show(const variable_text& text) {
  std::string out;
  for (const auto& part : text.parts)
    out += std::holds_alternative<std::string>(part) ? std::get<std::string>(part) : show(std::get<variable>(part));
  return out;
}

std::string parsed(std::string_view text) {
  const auto out = parse_variables(text);
  return out ? show(*out) : out.error().message;
}

TEST(parse_variables, finds_sources_with_address_and_params) {
  EXPECT_EQ(parsed("${self:custom.x}"), "<self:custom.x>");
  EXPECT_EQ(parsed("a-${opt:stage}-b"), "a-<opt:stage>-b");
  EXPECT_EQ(parsed("${file(./a.yml)}"), "<file(./a.yml)>");
  EXPECT_EQ(parsed("${file(./a(1).yml):b.c}"), "<file(./a(1).yml):b.c>");
  EXPECT_EQ(parsed("${ssm(eu-west-1, raw):/a/b~true }"), "<ssm(eu-west-1, raw):/a/b~true>");
  EXPECT_EQ(parsed("${self:}"), "<self:>");
}

TEST(parse_variables, finds_fallbacks_of_every_kind) {
  EXPECT_EQ(parsed("${opt:stage, self:provider.stage, 'dev'}"), R"(<opt:stage|self:provider.stage|"dev">)");
  EXPECT_EQ(parsed("${opt:a,\"it's\"}"), R"(<opt:a|"it's">)");
  EXPECT_EQ(parsed("${opt:a, ''}"), R"(<opt:a|"">)");
  EXPECT_EQ(parsed("${opt:a, 12}${opt:a, -1.5}"), "<opt:a|12><opt:a|-1.5>");
  EXPECT_EQ(parsed("${opt:a, true}${opt:a, false}${opt:a, null}"), "<opt:a|true><opt:a|false><opt:a|null>");
  EXPECT_EQ(parsed("${opt:a, 'it\\'s \\\\ \\n'}"), R"(<opt:a|"it's \\ \\n">)");
  EXPECT_EQ(parsed("${opt:a, \"a\\nb\\\"\"}"), R"(<opt:a|"a\nb\"">)");
  EXPECT_EQ(parsed("${opt:a,\n  'x'\n}"), R"(<opt:a|"x">)");
  EXPECT_EQ(parsed("${opt: a , 0x10}"), "<opt:a|16>");
}

TEST(parse_variables, nests) {
  EXPECT_EQ(parsed("${self:custom.x.${opt:stage, 'dev'}.y}"), R"(<self:custom.x.<opt:stage|"dev">.y>)");
  EXPECT_EQ(parsed("${file(config-${opt:stage}.yml):${opt:key}}"), "<file(config-<opt:stage>.yml):<opt:key>>");
  EXPECT_EQ(parsed("${self:a, ${opt:b, 'c'}}"), R"(<self:a|<opt:b|"c">>)");  // the older form
}

TEST(parse_variables, leaves_what_is_cloudformations) {
  for (const char* text : {"${AWS::Region}", "${LogicalId}", "${self}", "${foo::bar}", "${}", "${ self:a}",
                           "#{AWS::AccountId}", "${Table.Arn}", "${!literal}", "$", "${", "plain", ""})
    EXPECT_EQ(parsed(text), text);
}

TEST(parse_variables, finds_variables_inside_foreign_braces) {
  EXPECT_EQ(parsed("https://${Api}.${AWS::Region}/${sls:stage}"), "https://${Api}.${AWS::Region}/<sls:stage>");
  EXPECT_EQ(parsed("${X${opt:a}}"), "${X<opt:a>}");
}

TEST(parse_variables, lets_a_backslash_escape) { EXPECT_EQ(parsed("\\${self:a} ${opt:b}"), "${self:a} <opt:b>"); }

TEST(parse_variables, says_what_is_wrong) {
  EXPECT_EQ(parsed("${opt:stage"), "the variable ${opt:stage is not closed: } was expected");
  EXPECT_EQ(parsed("${file(a.yml"), "the variable ${file(a.yml is not closed: ) was expected");
  EXPECT_EQ(parsed("${opt:a, 'b}"), "the variable ${opt:a, 'b} has a quote that is not closed");
  EXPECT_EQ(parsed("${opt:a, 'b', opt:c}"),
            "the variable ${opt:a, 'b', opt:c} has something after its literal, which always wins");
  EXPECT_EQ(parsed("${opt:stage, dev}"),
            "the variable ${opt:stage, dev} has the fallback dev, where a source (opt:stage) or "
            "text in quotes ('dev') was expected");
}

TEST(parse_variables, refuses_endless_nesting) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "${self:";
  EXPECT_NE(parsed(text).find("nests too deeply"), std::string::npos);
}

TEST(may_have_variables, is_certain_only_about_no) {
  EXPECT_FALSE(may_have_variables("$x {y}"));
  EXPECT_TRUE(may_have_variables("a ${b"));
}

}  // namespace
}  // namespace lamina::config
