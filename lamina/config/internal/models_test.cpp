#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

TEST(models, are_known_by_the_names_they_have) {
  const loaded_text one(service_text(
      "  apiGateway:\n    request:\n      schemas:\n        pet: {name: PetModel, schema: {type: object}}\n"
      "        bare: {type: string}\n"
      "functions: {a: {handler: a.b, events: [{http: {path: x, method: post, request: {schemas: "
      "{application/json: {name: Inline, schema: {type: array}}}}}}]}}\n"
      "resources:\n  Resources:\n    Order: {Type: 'AWS::ApiGateway::Model', Properties: {Name: OrderModel, Schema: "
      "{type: number}}}\n    Text: {Type: 'AWS::ApiGateway::Model', Properties: {Schema: '{\"type\":\"null\"}'}}\n"));
  std::map<std::string, std::string> types;
  for (const auto& [name, schema] : one->models) types[name] = json::find_string(schema, "type");
  EXPECT_EQ(types, (std::map<std::string, std::string>{{"pet", "object"},
                                                       {"PetModel", "object"},
                                                       {"bare", "string"},
                                                       {"Inline", "array"},
                                                       {"Order", "number"},
                                                       {"OrderModel", "number"},
                                                       {"Text", "null"}}));
}

TEST(models, whose_text_is_no_json_stop_the_load) {
  EXPECT_NE(loaded_text(service_text("resources: {Resources: {M: {Type: 'AWS::ApiGateway::Model', Properties: {Schema: "
                                     "'{'}}}}\n"))
                .failure()
                .find("expected a JSON schema"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::config
