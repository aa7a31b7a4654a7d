#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/config/internal/building.h"

namespace lamina::config {

// A resource of CloudFormation that a service defines beside its functions.
struct api_resource {
  std::string id;  // its logical id
  node properties;
};

// The resources of one type ("AWS::ApiGateway::UsagePlan"), in file order: of `resources`, which may be a list of maps,
// and of `resources.extensions`. One that overrides what the Framework makes is known by its id, if not by its type.
std::vector<api_resource> resources_of_type(const building& from, std::string_view type);

// The logical id that {"Ref": id} or {"Fn::GetAtt": [id, ...]} names, or plain text; "": neither.
std::string referred_id(const node& reference);

// Is it, as far as this file tells, about the service's own API? What refers to another API of the file is not.
bool is_about(const node& api, std::string_view id_of_api);

// The properties of the stage that is served, of one of the service's own APIs, wherever `resources` say some: of a
// REST API also under a deployment's StageDescription. What comes later counts more.
enum class stage_of { rest_api, http_api, websocket_api };
std::vector<node> stage_properties(const building& from, stage_of api);

}  // namespace lamina::config
