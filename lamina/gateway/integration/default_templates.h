#pragma once

#include <string>
#include <vector>

namespace lamina::gateway {

// The request templates that `integration: lambda` has unless the service says otherwise. They give the event that the
// Framework's own two give:
//   {"body": .., "method": "GET", "principalId": "", "stage": "dev", "cognitoPoolClaims": {"sub": ""},
//    "enhancedAuthContext": {}, "headers": {}, "query": {}, "path": {}, "identity": {}, "stageVariables": {},
//    "requestPath": "/pets/{id}"}
// for JSON, with the body as it is ({} for none), and for forms, with an object of its fields. Unlike them they make
// JSON of whatever a client sends: a quote in a name is no failure.
// `claims`: of the user pool's token that the event is to show besides sub; "custom:tenant" is shown as "tenant".
std::string default_json_template(const std::vector<std::string>& claims);
std::string default_form_template(const std::vector<std::string>& claims);

// The members of cognitoPoolClaims for these, each with a comma behind it: what the Framework puts in the place of
// "extraCognitoPoolClaims" in templates of the service's own.
std::string claim_members(const std::vector<std::string>& claims);

}  // namespace lamina::gateway
