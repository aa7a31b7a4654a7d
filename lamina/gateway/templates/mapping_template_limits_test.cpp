// Whatever a template or a client thinks of, a run ends, soon and small.
#include <gtest/gtest.h>

#include "lamina/gateway/templates/mapping_template.h"

namespace lamina::gateway {
namespace {

// The status of the failure; 0 and the size of the text for none.
std::pair<int, std::size_t> cost(std::string_view text, std::string_view body = "{}") {
  const auto made = mapping_template::compile(text);
  if (!made) return {-1, 0};
  template_input seen;
  seen.body = body;
  std::string out;
  const auto done = made->render(out, seen);
  return {done ? 0 : done.error().status_code, out.size()};
}

TEST(mapping_template_limits, a_loop_ends_after_1000_rounds) {
  EXPECT_EQ(cost("#foreach($i in [1..5000])x#end").second, 1000u);
}

TEST(mapping_template_limits, loops_within_loops_are_too_much_work) {
  EXPECT_EQ(cost("#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])#end#end#end").first, 500);
  EXPECT_EQ(cost("#set($x = [1..2000000000])").first, 500);
}

TEST(mapping_template_limits, recursion_ends) {
  EXPECT_EQ(cost("#macro(again)#again()#end#again()").first, 500);
  EXPECT_EQ(cost("#define($again)$again#end$again").first, 500);
}

TEST(mapping_template_limits, texts_that_double_end) {
  EXPECT_EQ(cost("#set($x = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..100])#set($x = \"$x$x\")#end").first, 500);
  EXPECT_EQ(cost("#set($x = ['xxxxxxxx'])#foreach($i in [1..100])#set($x = [$x, $x])#end$x").first, 500);
  EXPECT_EQ(
      cost("#set($x = 'aaaaaaaaaaaaaaaa')#foreach($i in [1..9])#set($x = $x.replace('a', 'aaaaaaaaaaaaaaaa'))#end")
          .first,
      500);
}

TEST(mapping_template_limits, output_ends) {
  EXPECT_EQ(cost("#foreach($i in [1..1000])#foreach($j in [1..100])$input.body#end#end", std::string(1000, 'x')).first,
            500);
}

TEST(mapping_template_limits, what_holds_itself_can_be_printed) {
  EXPECT_EQ(cost("#set($m = {})#set($m.me = $m)$m").first, 0);
  EXPECT_EQ(cost("#set($l = [])#set($x = $l.add($l))$l $l.contains($l) #if($l == $l)#end").first, 0);
}

TEST(mapping_template_limits, an_expression_that_goes_back_for_ever_ends) {
  const std::string body = "\"" + std::string(40, 'a') + "!\"";
  EXPECT_EQ(cost("$input.path('$').matches('(a+)+')", body).first, 500);
  EXPECT_EQ(cost("$input.path('$').replaceAll('(a|aa)+$', '')", body).first, 500);
}

TEST(mapping_template_limits, a_body_with_a_million_values_is_too_much) {
  std::string body = "[0";
  for (int i = 0; i < 1'100'000; ++i) body += ",0";
  EXPECT_EQ(cost("$input.path('$').size()", body + "]").first, 500);
}

TEST(mapping_template_limits, templates_nest_so_deep) {
  const auto repeated = [](std::string_view what, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += what;
    return all;
  };
  EXPECT_EQ(cost(repeated("#if(true)", 5000) + repeated("#end", 5000)).first, -1);
  EXPECT_EQ(cost("#set($x = " + repeated("(", 5000) + "1" + repeated(")", 5000) + ")").first, -1);
  EXPECT_EQ(cost("#set($x = " + repeated("!", 5000) + "true)").first, -1);
  EXPECT_EQ(cost("#set($x = " + repeated("[", 5000) + repeated("]", 5000) + ")").first, -1);
  EXPECT_EQ(cost("#set($x = 1" + repeated("+1", 5000) + ")").first, -1);
  EXPECT_EQ(cost("$x" + repeated(".a", 5000)).first, -1);
  EXPECT_EQ(cost(std::string(400 * 1024, 'x')).first, -1);
}

}  // namespace
}  // namespace lamina::gateway
