#include "lamina/config/serverless.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "lamina/config/internal/loaded_text.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::config {
namespace {

// A directory with files of a test, gone after it.
class service_folder {
 public:
  const service_folder& write(const std::string& name, const std::string& text) const {
    folder_.write(name, text);
    return *this;
  }
  result<service> load(const load_options& options = {}) { return load_serverless(folder_.path(), options, warned); }
  const std::filesystem::path& path() const { return folder_.path(); }

  warnings warned;

 private:
  lamina::testing::temporary_folder folder_;
};

constexpr const char* smallest = "service: shop\nprovider: aws\n";

TEST(load_serverless, reads_the_smallest_service) {
  const loaded_text one(smallest);
  EXPECT_EQ(one->name, "shop");
  EXPECT_EQ(one->stage, "dev");
  EXPECT_EQ(one->region, "us-east-1");
  EXPECT_TRUE(one->functions.empty());
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(load_serverless, finds_the_file_by_each_of_its_names) {
  for (const char* name : {"serverless.yml", "serverless.yaml"}) {
    service_folder folder;
    folder.write(name, smallest);
    const auto loaded = folder.load();
    ASSERT_TRUE(loaded) << name;
    EXPECT_EQ(loaded->directory, folder.path().string());
  }
  service_folder folder;
  folder.write("serverless.json", R"({"service": "shop", "provider": {"name": "aws"}})");
  EXPECT_EQ(folder.load().value().name, "shop");
}

TEST(load_serverless, says_when_there_is_no_file) {
  service_folder folder;
  EXPECT_NE(folder.load().error().message.find("no serverless.yml"), std::string::npos);
  const auto loaded = load_serverless(folder.path() / "other.yml", {}, folder.warned);
  EXPECT_NE(loaded.error().message.find("other.yml cannot be read"), std::string::npos);
}

TEST(load_serverless, says_that_a_program_is_not_run) {
  service_folder folder;
  folder.write("serverless.ts", "export default {}");
  EXPECT_NE(folder.load().error().message.find("serverless.ts is a program"), std::string::npos);
}

TEST(load_serverless, refuses_a_file_that_is_no_map) {
  EXPECT_EQ(loaded_text("- a").failure(),
            "serverless.yml: expected a map with `service`, `provider` and `functions`, found a list");
  EXPECT_EQ(loaded_text("").failure(),
            "serverless.yml: expected a map with `service`, `provider` and `functions`, found nothing");
}

TEST(load_serverless, needs_a_service_and_a_provider) {
  EXPECT_NE(loaded_text("provider: aws\n").failure().find("`service` is missing"), std::string::npos);
  EXPECT_NE(loaded_text("service: shop\n").failure().find("`provider` is missing"), std::string::npos);
  EXPECT_EQ(loaded_text("service: shop\nprovider:\n  runtime: x\n").failure(),
            "serverless.yml:2: provider: `name` is missing; expected `name: aws`");
  EXPECT_EQ(loaded_text("service: shop\nprovider: google\n").failure(),
            "serverless.yml:2: provider: only the provider aws can be served, found google");
  EXPECT_EQ(loaded_text("service: [a]\nprovider: aws\n").failure(),
            "serverless.yml:1: service: expected text, found a list");
}

TEST(load_serverless, takes_the_stage_from_the_command_line_first) {
  const std::string text = "service: shop\nprovider:\n  name: aws\n  stage: test\n  region: eu-west-1\n";
  EXPECT_EQ(loaded_text(text)->stage, "test");
  EXPECT_EQ(loaded_text(text)->region, "eu-west-1");
  load_options options;
  options.opt = {{"stage", "prod"}, {"region", "eu-north-1"}};
  EXPECT_EQ(loaded_text(text, options)->stage, "prod");
  EXPECT_EQ(loaded_text(text, options)->region, "eu-north-1");
}

TEST(load_serverless, refuses_a_stage_that_cannot_stand_in_an_address) {
  EXPECT_NE(loaded_text("service: shop\nprovider:\n  name: aws\n  stage: a/b\n").failure().find("the stage 'a/b'"),
            std::string::npos);
}

TEST(load_serverless, includes_files_relative_to_the_service) {
  service_folder folder;
  folder.write("app/serverless.yml", std::string(smallest) + "functions: ${file(../shared/functions.yml)}\n")
      .write("shared/functions.yml", "api:\n  handler: ${file(../shared/names.json):handler}\n")
      .write("shared/names.json", R"({"handler": "src/api.run"})");
  warnings warned;
  const auto loaded = load_serverless(folder.path() / "app", {}, warned);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->functions.at(0).handler, "src/api.run");
  EXPECT_EQ(loaded->functions.at(0).where.text(), "../shared/functions.yml:1: api");
}

TEST(load_serverless, names_the_path_of_a_file_that_is_not_there) {
  service_folder folder;
  folder.write("serverless.yml", std::string(smallest) + "functions: ${file(functions-${sls:stage}.yml)}\n");
  const std::string failure = folder.load().error().message;
  EXPECT_NE(failure.find("serverless.yml:3: functions: cannot be resolved: no file functions-dev.yml (tried " +
                         folder.path().string() + "/functions-dev.yml)"),
            std::string::npos)
      << failure;
}

TEST(load_serverless, names_the_included_file_that_is_broken) {
  service_folder folder;
  folder.write("serverless.yml", std::string(smallest) + "functions: ${file(f.yml)}\n")
      .write("f.yml", "a:\n  b: 1\n c: 2\n");
  const std::string failure = folder.load().error().message;
  EXPECT_NE(failure.find("f.yml:3: not YAML"), std::string::npos) << failure;
}

TEST(load_serverless, takes_a_file_of_another_kind_as_text) {
  service_folder folder;
  folder
      .write("serverless.yml",
             std::string(smallest) + "functions:\n  f:\n    handler: a.b\n    environment:\n      T: ${file(t.txt)}\n")
      .write("t.txt", "two\nlines\n");
  EXPECT_EQ(folder.load().value().functions[0].environment.at("T"), json::value("two\nlines\n"));
}

TEST(load_serverless, reads_the_env_file_of_the_stage_or_the_plain_one) {
  const std::string text = std::string(smallest) + "useDotenv: true\nfunctions:\n  f:\n    handler: ${env:HANDLER}\n";
  service_folder folder;
  folder.write("serverless.yml", text).write(".env", "HANDLER=plain.run").write(".env.prod", "HANDLER=prod.run");
  EXPECT_EQ(folder.load().value().functions[0].handler, "plain.run");
  load_options options;
  options.opt = {{"stage", "prod"}};
  const auto loaded = folder.load(options);
  EXPECT_EQ(loaded->functions[0].handler, "prod.run");
  EXPECT_TRUE(loaded->functions[0].environment.empty());  // .env is not the function's environment
  options.env = {{"HANDLER", "set.run"}};
  EXPECT_EQ(folder.load(options).value().functions[0].handler, "set.run");
}

TEST(load_serverless, gives_functions_the_values_of_the_dotenv_plugin) {
  const std::string text =
      std::string(smallest) +
      "plugins: [serverless-dotenv-plugin]\ncustom:\n  dotenv:\n    exclude: [SECRET]\n"
      "functions:\n  f:\n    handler: a.b\n    environment:\n      OWN: own\n      SEEN: ${env:NAME}\n";
  service_folder folder;
  folder.write("serverless.yml", text)
      .write(".env", "NAME=plain\nSECRET=x\nOWN=file\n")
      .write(".env.development", "NAME=development\n");
  const auto loaded = folder.load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto& environment = loaded->functions[0].environment;
  EXPECT_EQ(environment.at("NAME"), json::value("development"));
  EXPECT_EQ(environment.at("SEEN"), json::value("development"));
  EXPECT_EQ(environment.at("OWN"), json::value("own"));
  EXPECT_FALSE(environment.contains("SECRET"));
}

TEST(load_serverless, does_not_open_files_for_a_text) {
  EXPECT_NE(loaded_text(std::string(smallest) + "functions: ${file(/etc/passwd)}\n")
                .failure()
                .find("files are not read here"),
            std::string::npos);
}

TEST(load_serverless, keeps_plugins_offline_options_and_resources) {
  const loaded_text one(
      service_text("  stage: x\n"
                   "plugins: [a, '${env:NONE}', b]\n"
                   "custom:\n  serverless-offline:\n    httpPort: ${opt:port, 4000}\n"
                   "resources:\n  Resources:\n    T: ${cf:never.needed}\n"));
  EXPECT_EQ(one->plugins, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(one->offline.at("httpPort").as_int64(), 4000);
  EXPECT_EQ(one->resources.at("Resources").at("T"), json::value("${cf:never.needed}"));
  EXPECT_FALSE(one.warns("never.needed"));
}

TEST(load_serverless, reads_api_keys_in_each_form) {
  const loaded_text one(
      service_text("  apiGateway:\n    apiKeys:\n      - plain\n      - name: named\n        value: secret\n"
                   "      - free: [f1]\n      - value: only\n    binaryMediaTypes: ['*/*']\n"));
  ASSERT_EQ(one->api_keys.size(), 4u);
  EXPECT_EQ(one->api_keys[0].name, "plain");
  EXPECT_EQ(one->api_keys[1].value, "secret");
  EXPECT_EQ(one->api_keys[2].name, "f1");
  EXPECT_EQ(one->api_keys[2].usage_plan, "free");
  EXPECT_EQ(one->api_keys[3].value, "only");
  EXPECT_EQ(one->binary_media_types, std::vector<std::string>{"*/*"});
  EXPECT_EQ(loaded_text(service_text("  apiKeys: [old]\n"))->api_keys.at(0).name, "old");
}

TEST(load_serverless, warns_about_a_name_that_aws_would_refuse) {
  EXPECT_TRUE(
      loaded_text("service: my_shop\nprovider: aws\n").warns("serverless.yml:1: service: AWS takes only names"));
  EXPECT_TRUE(loaded_text("service: x\nprovider: aws\n").warns("two or more letters"));
}

TEST(load_serverless, suggests_the_key_that_was_meant) {
  const loaded_text one(
      service_text("  websocketApiRouteSelectionExpression: $request.body.x\n"
                   "fonctions: {}\n"
                   "functions:\n  f:\n    handler: a.b\n    memory: 128\n    warmUp: true\n    custom_thing: 1\n"));
  EXPECT_TRUE(one.warns(
      "serverless.yml:4: provider.websocketApiRouteSelectionExpression: unknown key of the provider, ignored; "
      "did you mean websocketsApiRouteSelectionExpression?"));
  EXPECT_TRUE(one.warns("fonctions: unknown key of the file, ignored; did you mean functions?"));
  EXPECT_TRUE(one.warns("functions.f.memory: unknown key of a function, ignored; did you mean memorySize?"));
  EXPECT_FALSE(one.warns("custom_thing"));
  EXPECT_EQ(one->websocket_route_selection, "$request.body.action");
  EXPECT_EQ(one->functions[0].memory_mb, 1024);
}

}  // namespace
}  // namespace lamina::config
