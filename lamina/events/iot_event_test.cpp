#include "lamina/events/iot_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(iot_authorizer_event, says_who_connects) {
  const json::value document = read_sample_event("iot-authorizer");
  const auto event = iot_authorizer_event::from_event(document);
  EXPECT_EQ(event.token(), "aToken");
  EXPECT_FALSE(event.is_signature_verified());
  EXPECT_EQ(event.protocols(), (std::vector<std::string_view>{"tls", "http", "mqtt"}));
  EXPECT_EQ(event.server_name(), "serverName");
  EXPECT_EQ(event.header("#{name}"), "#{value}");
  EXPECT_EQ(event.query_string(), "?#{name}=#{value}");
  EXPECT_EQ(event.client_id(), "myClientId");
  EXPECT_EQ(event.user_name(), "myUserName");
  EXPECT_EQ(event.password(), "myPassword");
  EXPECT_EQ(event.connection_id(), "UUID");
}

TEST(iot_authorizer_response, has_the_policies) {
  iot_authorizer_response response{.is_authenticated = true, .principal_id = "device7"};
  response.policy_documents.push_back({{"Version", "2012-10-17"}});
  EXPECT_EQ(json::serialize(response.to_json()),
            R"({"isAuthenticated":true,"principalId":"device7","disconnectAfterInSeconds":86400,)"
            R"("refreshAfterInSeconds":300,"policyDocuments":[{"Version":"2012-10-17"}]})");
}

TEST(iot_provisioning_event, says_which_device) {
  const json::value document = read_sample_event("iot-provisioning");
  const auto event = iot_provisioning_event::from_event(document);
  EXPECT_EQ(event.claim_certificate_id(), "claimCertificateId");
  EXPECT_EQ(event.certificate_id(), "certificateId");
  EXPECT_EQ(event.template_arn(), "arn:aws:iot:us-east-1:1234567890:provisioningtemplate/MyTemplate");
  EXPECT_EQ(event.parameter("SerialNumber"), "7");
  EXPECT_EQ(event.parameter("none"), "");
}

}  // namespace
}  // namespace lamina
