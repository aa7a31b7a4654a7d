#include "lamina/events/iot_event.h"

#include "lamina/base/base64.h"

namespace lamina {

std::string iot_authorizer_event::password() const {
  return base64_decode_leniently(text("protocolData", "mqtt", "password"));
}

json::value iot_authorizer_response::to_json() const {
  return {{"isAuthenticated", is_authenticated},
          {"principalId", principal_id},
          {"disconnectAfterInSeconds", disconnect_after.count()},
          {"refreshAfterInSeconds", refresh_after.count()},
          {"policyDocuments", json::array(policy_documents.begin(), policy_documents.end())}};
}

}  // namespace lamina
