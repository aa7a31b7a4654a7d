#include "lamina/gateway/templates/mapping_template.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

const std::map<std::string, std::string> stage_variables = {{"colour", "red"}};

template_input request(std::string_view body = R"({"name":"Ada","tags":["a","b"],"n":5,"none":null,"in":{"x":1.0}})") {
  template_input seen;
  seen.body = body;
  seen.path = {{"id", "7"}};
  seen.query = {{"id", "of the query"}, {"q", "it's"}};
  seen.headers = {{"X-Client", "me"}, {"q", "of the header"}};
  seen.context = {{"stage", "dev"}, {"httpMethod", "POST"}};
  seen.identity = {{"sourceIp", "192.0.2.1"}, {"user", ""}};
  seen.authorizer = R"("principalId":"p","claims":{"sub":"s","custom:tenant":"t"})";
  seen.stage_variables = &stage_variables;
  return seen;
}

// The text, or "400: why".
std::string render(std::string_view text, const template_input& seen, template_overrides* overrides = nullptr) {
  const auto made = mapping_template::compile(text);
  if (!made) return made.error().message;
  std::string out;
  if (auto done = made->render(out, seen, overrides); !done)
    return std::to_string(done.error().status_code) + ": " + done.error().message;
  return out;
}
std::string render(std::string_view text) { return render(text, request()); }

TEST(mapping_template, shows_the_body) {
  EXPECT_EQ(render("$input.body", request("raw & ready")), "raw & ready");
  EXPECT_EQ(render("$input.json('$')", request(R"({ "a" : 1.50 })")), R"({ "a" : 1.50 })");
  EXPECT_EQ(render("$input.json('$.tags') $input.json('$.name') $input.json(\"$.in.x\")"), R"(["a","b"] "Ada" 1.0)");
  EXPECT_EQ(render("$input.path('$.name') $input.path('$.tags[1]') $input.path('$').n"), "Ada b 5");
}

TEST(mapping_template, of_a_body_prints_lists_as_json_and_maps_as_java) {
  EXPECT_EQ(render("$input.path('$.tags') $input.path('$.in')"), R"(["a","b"] {x=1.0})");
  EXPECT_EQ(render("$input.path('$')", request(R"({"a":1,"b":[{"c":5}]})")), R"({a=1, b=[{"c":5}]})");
}

TEST(mapping_template, prints_nothing_for_what_is_missing_in_something_known) {
  EXPECT_EQ(render("[$input.path('$.no')$input.path('$').no.more$context.no$context.identity.no$stageVariables.no]"),
            "[]");
  EXPECT_EQ(render("[$input.params('no')$!context.no${context.no}]"), "[]");
  EXPECT_EQ(render("$input.json('$.no') $input.json('$.none')"), R"("" null)");
  EXPECT_EQ(render("#if($input.path('$.no'))yes#{else}no#end#if($input.path('$.no') == '')1#end"
                   "#if($context.no == $null)2#end"),
            "no12");
}

TEST(mapping_template, prints_the_source_of_what_nobody_knows) {
  EXPECT_EQ(render("$5 $ref ${ref.x} $!ref \\$ref #ref"), "$5 $ref ${ref.x}  \\$ref #ref");
}

TEST(mapping_template, of_an_empty_body_takes_an_object) {
  EXPECT_EQ(render("$input.body $input.json('$') $input.path('$').size()", request("")), "{} {} 0");
}

TEST(mapping_template, of_a_form_gives_the_text) {
  EXPECT_EQ(render("#foreach($f in $input.path('$').split('&'))<$f>#end", request("a=1&b=2")), "<a=1><b=2>");
  EXPECT_EQ(render("$input.path('$').length()", request("123")), "3");
}

TEST(mapping_template, wants_json_where_it_looks_into_the_body) {
  EXPECT_EQ(render("$input.json('$')", request("no json")).substr(0, 4), "400:");
  EXPECT_EQ(render("$input.path('$.a')", request("{")).substr(0, 4), "400:");
  EXPECT_EQ(render("$input.path('a[')").substr(0, 4), "500:");
}

TEST(mapping_template, changes_of_the_body_are_there_in_json) {
  EXPECT_EQ(render("#set($root = $input.path('$'))#set($root.n = 6)#set($x = $root.remove('tags'))$input.json('$')",
                   request(R"({"n":5,"tags":[]})")),
            R"({"n":6})");
}

TEST(mapping_template, looks_for_parameters_in_path_query_and_headers) {
  EXPECT_EQ(render("$input.params('id') $input.params('q') $input.params('X-Client') $input.params('x-client')"),
            "7 it's me me");
  EXPECT_EQ(render("$input.params().querystring.q $input.params().header.get('q') $input.params('path')|"
                   "#foreach($k in $input.params().keySet())$k #end"),
            "it's of the header |path querystring header ");
}

TEST(mapping_template, shows_context_and_stage_variables) {
  EXPECT_EQ(render("$context.stage $context.identity.sourceIp $context.authorizer.principalId "
                   "$context.authorizer.claims.sub $context.authorizer.claims['custom:tenant'] $stageVariables.colour"),
            "dev 192.0.2.1 p s t red");
  EXPECT_EQ(render("#foreach($k in $context.identity.keySet())$k=$context.identity.get($k);#end"),
            "sourceIp=192.0.2.1;user=;");
  EXPECT_EQ(render("$context.authorizer.keySet().size()", {}), "0");
}

TEST(mapping_template, has_the_services_functions) {
  EXPECT_EQ(render("$util.escapeJavaScript(\"it's \\ / ü\")"), R"(it\'s \\ \/ \u00FC)");
  EXPECT_EQ(render("$util.urlEncode('a b&ü') $util.urlDecode('a+b%26')"), "a+b%26%C3%BC a b&");
  EXPECT_EQ(render("$util.base64Encode('héy') $util.base64Decode('aGk=')"), "aMOpeQ== hi");
  EXPECT_EQ(render("$util.parseJson('{\"a\":[1,{\"b\":true}]}').a[1].b"), "true");
  EXPECT_EQ(render("$util.base64Decode('*')").substr(0, 4), "500:");
  EXPECT_EQ(render("$util.parseJson('{')").substr(0, 4), "500:");
  EXPECT_EQ(render("[$util.escapeJavaScript($context.no)]"), "[]");
}

TEST(mapping_template, hands_on_what_it_overrides) {
  template_overrides made;
  render(
      "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.A = 'x')"
      "#set($context.requestOverride.header.B = ['1', '2'])#set($context.requestOverride.path.id = 3)"
      "#set($context.requestOverride.querystring['q'] = 'y')",
      request(), &made);
  using fields = template_overrides::fields;
  EXPECT_EQ(made.status, 404);
  EXPECT_EQ(made.response_headers, (fields{{"A", "x"}}));
  EXPECT_EQ(made.request_headers, (fields{{"B", "1"}, {"B", "2"}}));
  EXPECT_EQ(made.request_path, (fields{{"id", "3"}}));
  EXPECT_EQ(made.request_query, (fields{{"q", "y"}}));
}

TEST(mapping_template, overrides_once) {
  constexpr std::string_view text = "#set($context.responseOverride.status = 404)";
  template_overrides made;
  EXPECT_EQ(render(std::string(text).append(text), request(), &made),
            "500: line 1, column 50: an override may be set once: status");
  for (const char* status : {"'x'", "99", "600", "[]"})
    EXPECT_EQ(
        render("#set($context.responseOverride.status = " + std::string(status) + ")", request(), &made).substr(0, 4),
        "500:")
        << status;
}

TEST(mapping_template, knows_whether_it_is_always_the_same) {
  EXPECT_TRUE(mapping_template::compile("{\"statusCode\": 200}").value().is_constant());
  EXPECT_TRUE(mapping_template::compile("").value().is_constant());
  EXPECT_FALSE(mapping_template::compile("$x").value().is_constant());
}

TEST(mapping_template, says_what_it_cannot_read) {
  const std::pair<const char*, const char*> broken[] = {
      {"#if($x)", "line 1, column 8: expected #end for the #if of line 1, found the end of the template"},
      {"a\n #end", "line 2, column 6: #end without what it ends"},
      {"#else", "line 1, column 6: #else or #elseif without its #if"},
      {"#if", "line 1, column 4: expected \"(\", found the end of the template"},
      {"#set($x = )",
       "line 1, column 11: expected a value: a reference, a text in quotes, a number, true, false, [..], "
       "{..} or (..), found \")\""},
      {"#set($x 1)", "line 1, column 9: expected \"=\", found \"1)\""},
      {"#set(x = 1)", "line 1, column 6: expected the reference that is set, found \"x = 1)\""},
      {"#set($input = 1)", "line 1, column 12: $input cannot be set"},
      {"#foreach($x on $y)#end", "line 1, column 15: expected \"in\" behind the loop's reference, found \" $y)#end\""},
      {"$s.nope()", "line 1, column 8: no method nope() is offered here"},
      {"#parse('x')", "line 1, column 7: #parse is not offered by API Gateway"},
      {"#set($x = \"a", "line 1, column 11: a text without the quote that ends it"},
      {"x\n\n#set($x = \"\n#if(\")",
       "line 4, column 5: expected a value: a reference, a text in quotes, a number, true, "
       "false, [..], {..} or (..), found the end of the template"},
      {"#* x", "line 1, column 1: #* without its *#"},
      {"#[[ x", "line 1, column 1: #[[ without its ]]#"},
      {"${x", "line 1, column 4: expected \"}\" behind ${x, found the end of the template"}};
  for (const auto& [text, why] : broken) EXPECT_EQ(render(text), why) << text;
}

}  // namespace
}  // namespace lamina::gateway
