#include "lamina/config/internal/resolver.h"

#include <gtest/gtest.h>

#include "lamina/config/internal/yaml_reader.h"

namespace lamina::config {
namespace {

// A document whose member `at` is asked for.
struct asked {
  explicit asked(std::string_view text, load_options with = {}) : options(std::move(with)) {
    file = read_yaml(text, "s.yml", warned).value();
  }
  std::string of(std::string_view path) {
    file_source files(std::nullopt, warned);
    resolver all(file, options, files);
    missing.clear();
    const auto start = all.walk(all.root(), path);
    if (!start) return start.error().message;
    if (start->value == nullptr) return "missing: " + start->missing;
    const auto out = all.resolve(*start, missing);
    if (!out) return out.error().message;
    for (const auto& one : missing) why += one.where.text() + ": " + one.why + "\n";
    return json::serialize(*out);
  }
  warnings warned;
  load_options options;
  document file;
  std::vector<unresolved> missing;
  std::string why;
};

std::string value(std::string_view expression, load_options options = {}, std::string_view rest = {}) {
  return asked("x: " + std::string(expression) + "\n" + std::string(rest), std::move(options)).of("x");
}

load_options options_of_a_run() {
  load_options out;
  out.opt = {{"stage", "prod"}, {"name", "n"}};
  out.env = {{"HOME", "/root"}, {"EMPTY", ""}, {"LATER", "${opt:name}"}, {"SELF", "${env:SELF}"}};
  out.params = {{"given", "p"}};
  out.ssm["/a/text"] = "t";
  out.ssm["/a/map"] = json::object{{"k", 1}};
  out.ssm["/aws/reference/secretsmanager/s"] = R"({"user": "u"})";
  out.cf["stack.Out"] = "c";
  out.s3["bucket/key"] = "s";
  return out;
}

TEST(resolver, keeps_the_type_of_a_whole_variable) {
  EXPECT_EQ(value("${self:a}", {}, "a: 5"), "5");
  EXPECT_EQ(value("${self:a}", {}, "a: {b: [1, '${self:c}']}\nc: true"), R"({"b":[1,true]})");
  EXPECT_EQ(value("n${self:a}-${self:b}-${self:c}", {}, "a: 5\nb: true\nc: 1.50"), R"("n5-true-1.5")");
}

TEST(resolver, refuses_a_map_inside_a_text) {
  EXPECT_EQ(value("n-${self:a}", {}, "a: {b: 1}"), "s.yml:1: x: ${self:a} is a map, where text was expected");
  EXPECT_EQ(value("n-${self:a}", {}, "a: [1]"), "s.yml:1: x: ${self:a} is a list, where text was expected");
}

TEST(resolver, walks_maps_lists_and_variables_on_the_way) {
  EXPECT_EQ(value("${self:a.b.1.c}", {}, "a:\n  b: [0, {c: d}]"), R"("d")");
  EXPECT_EQ(value("${self:a.c}", {}, "a: ${self:b}\nb: {c: d}"), R"("d")");
  EXPECT_EQ(value("${self:a.${self:k}}", {}, "a: {z: 1}\nk: z"), "1");
}

TEST(resolver, takes_the_first_that_is_not_null) {
  EXPECT_EQ(value("${opt:none, env:NONE, 'last'}"), R"("last")");
  EXPECT_EQ(value("${opt:none, self:a, 'last'}", {}, "a: first"), R"("first")");
  EXPECT_EQ(value("${self:a, 'last'}", {}, "a: null"), R"("last")");
  EXPECT_EQ(value("${self:a, 'last'}", {}, "a: ${opt:none}"), R"("last")");
  EXPECT_EQ(value("${opt:none, ''}"), R"("")");
  EXPECT_EQ(value("${opt:none, null}"), "null");
  EXPECT_EQ(value("${opt:none, ${self:a}}", {}, "a: 1"), "1");
  EXPECT_EQ(value("${opt:none, 'x-${self:a}'}", {}, "a: 1"), R"("x-1")");
  EXPECT_EQ(value("${self:a.${opt:none}, self:a.d}", {}, "a: {d: 2}"), "2");
}

TEST(resolver, knows_options_and_environment) {
  const auto options = options_of_a_run();
  EXPECT_EQ(value("${opt:stage}", options), R"("prod")");
  EXPECT_EQ(value("${opt:}", options), R"({"name":"n","stage":"prod"})");
  EXPECT_EQ(value("${env:HOME}", options), R"("/root")");
  EXPECT_EQ(value("${env:EMPTY, 'x'}", options), R"("")");
  EXPECT_EQ(value("${env:LATER}", options), R"("n")");  // resolved again
}

TEST(resolver, knows_stored_values) {
  const auto options = options_of_a_run();
  EXPECT_EQ(value("${ssm:/a/text}", options), R"("t")");
  EXPECT_EQ(value("${ssm:/a/text~true}", options), R"("t")");
  EXPECT_EQ(value("${ssm(eu-west-1):/a/map}", options), R"({"k":1})");
  EXPECT_EQ(value("${ssm(eu-west-1, raw):/a/map}", options), R"("{\"k\":1}")");
  EXPECT_EQ(value("${ssm:/aws/reference/secretsmanager/s}", options), R"({"user":"u"})");
  EXPECT_EQ(value("${cf:stack.Out}/${cf(us-east-1):stack.Out}", options), R"("c/c")");
  EXPECT_EQ(value("${s3:bucket/key}", options), R"("s")");
}

TEST(resolver, knows_what_the_framework_knows) {
  load_options options;
  options.account_id = "123456789012";
  EXPECT_EQ(value("${sls:stage} ${aws:region} ${aws:accountId}", options), R"("dev us-east-1 123456789012")");
  const std::string provider = "provider: {stage: p, region: r}";
  EXPECT_EQ(value("${sls:stage} ${aws:region}", {}, provider), R"("p r")");
  EXPECT_EQ(value("${sls:stage} ${self:provider.stage}", options_of_a_run(), provider), R"("prod p")");
  EXPECT_EQ(value("${sls:instanceId}").size(), 38u);
  EXPECT_EQ(asked("x: ${aws:nothing}").of("x"), "missing: aws has no nothing; it has region and accountId");
}

TEST(resolver, reads_words_as_booleans) {
  EXPECT_EQ(value("${strToBool(TRUE)}"), "true");
  EXPECT_EQ(value("${strToBool(${self:a})}", {}, "a: 0"), "false");
  EXPECT_EQ(value("${strToBool(maybe)}"), "s.yml:1: x: strToBool(maybe): true, false, 1 or 0 was expected");
}

TEST(resolver, looks_for_parameters_in_order) {
  const std::string params =
      "params:\n  prod: {given: no, own: prod}\n  default: {own: all, shared: d, nothing: null}\n"
      "stages:\n  default: {params: {nothing: s}}\n";
  EXPECT_EQ(value("${param:given}", options_of_a_run(), params), R"("p")");
  EXPECT_EQ(value("${param:own}", options_of_a_run(), params), R"("prod")");
  EXPECT_EQ(value("${param:own}", {}, params), R"("all")");
  EXPECT_EQ(value("${param:shared}", options_of_a_run(), params), R"("d")");
  EXPECT_EQ(value("${param:nothing}", {}, params), R"("s")");
  EXPECT_EQ(asked("x: ${param:none}").of("x"), "missing: no parameter none; it can be given with --param none=value");
}

TEST(resolver, accepts_older_ways_to_name_the_service) {
  EXPECT_EQ(value("${self:service.name}", {}, "service: shop"), R"("shop")");
  EXPECT_EQ(value("${self:service}", {}, "service: {name: shop}"), R"("shop")");
  EXPECT_EQ(value("${self:service.name}", {}, "service: {name: shop}"), R"("shop")");
}

TEST(resolver, falls_back_to_a_default_stage_and_region) {
  EXPECT_EQ(value("${self:provider.stage}-${self:provider.region}"), R"("dev-us-east-1")");
  EXPECT_EQ(value("${opt:stage, self:provider.stage}"), R"("dev")");
  EXPECT_EQ(value("${self:provider.region, 'eu-west-1'}"), R"("eu-west-1")");
  // Defined through each other: only the default ends it.
  asked circle("custom: {stage: '${opt:stage, self:provider.stage}'}\nprovider: {stage: '${self:custom.stage}'}\n");
  EXPECT_EQ(circle.of("custom.stage"), R"("dev")");
  EXPECT_EQ(circle.of("provider.stage"), R"("dev")");
}

TEST(resolver, says_what_is_there_instead) {
  EXPECT_EQ(asked("x: ${self:a.dev}\na: {staging: 1, production: 2}").of("x"),
            "missing: a has no dev; it has staging, production");
  EXPECT_EQ(asked("x: ${self:a.b}\na: 1").of("x"), "missing: a is no map; it has no b");
  EXPECT_EQ(asked("x: ${self:a.7}\na: [1]").of("x"), "missing: a has no item 7");
  EXPECT_EQ(asked("x: ${env:NONE}").of("x"), "missing: the environment variable NONE is not set");
  EXPECT_EQ(asked("x: ${opt:none}").of("x"), "missing: the option --none is not given");
  EXPECT_EQ(asked("x: ${cf:a.B}").of("x"), "missing: no value is given for a.B (output of a stack)");
  EXPECT_EQ(asked("x: ${bref:layer.php}").of("x"), "missing: nothing here knows the source bref");
  EXPECT_EQ(asked("x: a-${file(b.yml)}").of("x"), "missing: no file b.yml: files are not read here");
}

TEST(resolver, notes_what_stays_unresolved_inside) {
  asked one("x:\n  a: 1\n  b: ['${env:NONE}', 2]\n");
  EXPECT_EQ(one.of("x"), R"({"a":1,"b":[null,2]})");
  EXPECT_EQ(one.why, "s.yml:3: x.b[0]: the environment variable NONE is not set\n");
}

TEST(resolver, looks_only_at_what_is_asked_for) {
  EXPECT_EQ(asked("x: 1\ny: ${opt:stage, dev}\nz: ${self:z}\n").of("x"), "1");
}

TEST(resolver, names_the_chain_of_a_cycle) {
  EXPECT_EQ(asked("a: ${self:b}\nb: x-${self:c}\nc: ${self:a}\n").of("a"),
            "s.yml:1: a: the variables depend on each other: a -> b -> c -> a");
  EXPECT_EQ(asked("a: ${self:a}\n").of("a"), "s.yml:1: a: the variables depend on each other: a -> a");
  EXPECT_EQ(asked("a: {b: '${self:a}'}\n").of("a"), "s.yml:1: a.b: the variables contain themselves: a.b");
}

TEST(resolver, ends_what_has_no_end) {
  EXPECT_EQ(value("${env:SELF}", options_of_a_run()), "s.yml:1: x: the variables lead to variables too many times");
  std::string text = "a0: '${opt:none, ''''}x'\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "${self:a" + std::to_string(i - 1) + "}";
    text += "a" + std::to_string(i) + ": " + before + before + "\n";
  }
  EXPECT_NE(asked(text).of("a39").find("the variables have no end"), std::string::npos);
}

TEST(resolver, leaves_escaped_and_foreign_text) {
  EXPECT_EQ(value("\\${self:a}", {}, "a: 1"), R"("${self:a}")");
  EXPECT_EQ(value("${self:b}", {}, "b: \\${self:a}\na: 1"), R"("${self:a}")");
  EXPECT_EQ(value("${opt:none, '${AWS::Region}'}"), R"("${AWS::Region}")");
  EXPECT_EQ(value("arn:${AWS::Region}:${self:a}", {}, "a: 1"), R"("arn:${AWS::Region}:1")");
}

}  // namespace
}  // namespace lamina::config
