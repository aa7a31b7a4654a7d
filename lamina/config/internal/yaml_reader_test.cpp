#include "lamina/config/internal/yaml_reader.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

std::string read(std::string_view text) {
  warnings warned;
  const auto document = read_yaml(text, "f.yml", warned);
  return document ? json::serialize(document->root) : document.error().message;
}

TEST(read_yaml, reads_maps_lists_and_scalars) {
  EXPECT_EQ(read("a: 1\nb:\n- x\n- {c: yes, d: [1, 2]}\n"), R"({"a":1,"b":["x",{"c":"yes","d":[1,2]}]})");
  EXPECT_EQ(read(""), "null");
  EXPECT_EQ(read("# only a comment\n"), "null");
}

TEST(read_yaml, tells_quoted_from_plain) {
  EXPECT_EQ(read("a: '1'\nb: \"true\"\nc: !!str 5\nd: !!int \"5\"\n"), R"({"a":"1","b":"true","c":"5","d":5})");
}

TEST(read_yaml, keeps_block_texts) {
  EXPECT_EQ(read("a: |\n  x\n    y\nb: >-\n  p\n  q\n"), R"({"a":"x\n  y\n","b":"p q"})");
}

TEST(read_yaml, makes_text_of_every_key) {
  EXPECT_EQ(read("200: a\ntrue: b\n0x10: c\n1.50: d\n'x y': e\n"),
            R"({"200":"a","true":"b","16":"c","1.5":"d","x y":"e"})");
  EXPECT_EQ(read("? [a]\n: b\n"), "f.yml:1: a key must be text, not a map or list");
}

TEST(read_yaml, puts_short_tags_into_their_long_form) {
  EXPECT_EQ(
      read("a: !Ref X\nb: !GetAtt A.B\nc: !Join ['', [!Ref Y, z]]\nd: !Sub\n  - x\n"),
      R"({"a":{"Ref":"X"},"b":{"Fn::GetAtt":["A","B"]},"c":{"Fn::Join":["",[{"Ref":"Y"},"z"]]},"d":{"Fn::Sub":["x"]}})");
}

TEST(read_yaml, warns_about_another_tag_and_keeps_its_value) {
  warnings warned;
  const auto document = read_yaml("a:\n  b: !Foo {c: 1}\n", "f.yml", warned);
  EXPECT_EQ(json::serialize(document->root), R"({"a":{"b":{"c":1}}})");
  ASSERT_EQ(warned.size(), 1u);
  EXPECT_EQ(warned[0].message(), "f.yml:2: a.b: unknown tag !Foo ignored");
}

TEST(read_yaml, merges_maps_under_own_keys) {
  EXPECT_EQ(read("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  p: 3\n"), R"({"a":{"p":1,"q":2},"b":{"p":3,"q":2}})");
  EXPECT_EQ(read("b:\n  p: 1\n  <<: [{p: 2, q: 3}, {q: 4, r: 5}]\n"), R"({"b":{"p":1,"q":3,"r":5}})");
  EXPECT_EQ(read("'<<': {a: 1}\n"), R"({"<<":{"a":1}})");
  EXPECT_EQ(read("b:\n  <<: 1\n"), "f.yml:2: b: << takes a map or a list of maps");
}

TEST(read_yaml, refuses_a_key_given_twice) {
  EXPECT_EQ(read("a:\n  b: 1\n  c: 2\n  b: 3\n"),
            "f.yml:4: a.b: this key is given twice in one map; remove or rename one");
  EXPECT_EQ(read("b:\n  <<: {p: 1}\n  p: 2\n  p: 3\n"),
            "f.yml:4: b.p: this key is given twice in one map; remove or rename one");
}

TEST(read_yaml, repeats_what_an_alias_names) {
  EXPECT_EQ(read("a: &x [1, {b: 2}]\nc: *x\n"), R"({"a":[1,{"b":2}],"c":[1,{"b":2}]})");
  EXPECT_EQ(read("a: *nobody\n"), "f.yml:1: not YAML: the referenced anchor is not defined (column 4)");
  EXPECT_EQ(read("a: &x [*x]\n"), "f.yml:1: a[0]: an alias inside the node it stands for");
}

TEST(read_yaml, refuses_aliases_that_grow_without_end) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int j = 0; j < 9; ++j) text += ", " + inner;
    text += "]\n";
  }
  EXPECT_NE(read(text).find("too many values in one file, by way of aliases"), std::string::npos);
}

TEST(read_yaml, allows_tabs_that_do_not_indent) {
  EXPECT_EQ(read("KEY\t: v\na:\tb\t\nc: d\n\t\n \t \ne: f\t# x\n\t# y\ng: {h: 1,\n\ti: 2}\n"),
            R"({"KEY":"v","a":"b","c":"d","e":"f","g":{"h":1,"i":2}})");
}

TEST(read_yaml, refuses_tabs_that_indent) {
  EXPECT_EQ(read("a:\n\tb: 1\n"), "f.yml:2: a tab indents this line; YAML wants spaces");
  EXPECT_EQ(read("a:\n  b: 1\n\tc: 2\n"), "f.yml:3: a tab indents this line; YAML wants spaces");
}

TEST(read_yaml, says_where_the_text_is_no_yaml) {
  EXPECT_EQ(read("a:\n  - b\n c: d\n").substr(0, 17), "f.yml:3: not YAML");
  EXPECT_EQ(read("a: b: c\n").substr(0, 17), "f.yml:1: not YAML");
  EXPECT_EQ(read("a: 1\nb: [1\n").substr(0, 17), "f.yml:3: not YAML");
}

TEST(read_yaml, notices_a_quote_that_is_never_closed) {
  EXPECT_EQ(read("a: 1\nb: 'x\nc: 2\n"), "f.yml:2: the quote opened here is never closed");
  EXPECT_EQ(read("a: \"x\\\"\n"), "f.yml:1: the quote opened here is never closed");
  EXPECT_EQ(read("a: !Sub 'x\n"), "f.yml:1: the quote opened here is never closed");
  EXPECT_EQ(read("a: 'it''s'"), R"({"a":"it's"})");
  EXPECT_EQ(read("a: !Sub it's\n"), R"({"a":{"Fn::Sub":"it's"}})");
}

TEST(read_yaml, refuses_control_characters_and_second_documents) {
  EXPECT_EQ(read("a: 1\nb: \x04 c\n"), "f.yml:2: a control character, where text was expected");
  EXPECT_EQ(read("a: 1\n---\nb: 1\n"), "f.yml: one YAML document was expected, but a second one (after ---) was found");
  EXPECT_EQ(read("---\na: 1\n...\n"), R"({"a":1})");
}

TEST(read_yaml, survives_deep_nesting) { EXPECT_NE(read(std::string(100'000, '[')).find("f.yml"), std::string::npos); }

TEST(read_yaml, knows_the_line_of_every_node) {
  warnings warned;
  const auto document = read_yaml("a: 1\nb:\n  - x\n  - c:\n      d: e\n", "f.yml", warned);
  const std::pair<const char*, int> rows[] = {{"a", 1},    {"b", 2},      {"b[0]", 3},
                                              {"b[1]", 4}, {"b[1].c", 4}, {"b[1].c.d", 5}};
  for (const auto& [path, line] : rows) EXPECT_EQ(document->where(path).line, line) << path;
  EXPECT_EQ(document->where("b[1].c.d.more[3].x").line, 5);
  EXPECT_EQ(document->where("nothing").text(), "f.yml:1: nothing");
}

}  // namespace
}  // namespace lamina::config
