#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

using texts = std::vector<std::string>;

TEST(rest_api_settings, are_those_of_the_provider) {
  const loaded_text one(
      service_text("  apiGateway: {binaryMediaTypes: ['image/png', '*/*'], minimumCompressionSize: 10, "
                   "apiKeySourceType: authorizer}\n"));
  EXPECT_EQ(one->binary_media_types, (texts{"image/png", "*/*"}));
  EXPECT_EQ(one->minimum_compression_size, 10u);
  EXPECT_EQ(one->api_key_source, api_key_source::authorizer);
}

TEST(rest_api_settings, are_the_frameworks_unless_said) {
  const loaded_text one(service_text(""));
  EXPECT_TRUE(one->binary_media_types.empty());
  EXPECT_FALSE(one->minimum_compression_size);
  EXPECT_EQ(one->api_key_source, api_key_source::header);
}

TEST(rest_api_settings, of_the_api_among_the_resources_count_more) {
  const loaded_text one(service_text(
      "  apiGateway: {binaryMediaTypes: ['image/png'], apiKeySourceType: AUTHORIZER}\nresources:\n  Resources:\n"
      "    Other: {Type: 'AWS::ApiGateway::RestApi', Properties: {BinaryMediaTypes: ['a/b']}}\n"
      "  extensions:\n    ApiGatewayRestApi: {Properties: {BinaryMediaTypes: ['*/*'], MinimumCompressionSize: 5, "
      "ApiKeySourceType: HEADER}}\n"));
  ASSERT_EQ(one.failure(), "none");
  EXPECT_EQ(one->binary_media_types, texts{"*/*"});
  EXPECT_EQ(one->minimum_compression_size, 5u);
  EXPECT_EQ(one->api_key_source, api_key_source::header);
}

}  // namespace
}  // namespace lamina::config
