#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// The key of the function of this service that an authorizer names by key, deployed name, ARN
// ("arn:aws:lambda:...:function:shop-dev-auth", also as the URI of an invocation) or a CloudFormation function
// ({"Fn::GetAtt": ["AuthLambdaFunction", "Arn"]}, Fn::Sub, Fn::Join, Ref); nothing: it is none of them.
std::optional<std::string> function_of_reference(const json::value& reference, const config::service& of);

// An authorizer whose `authorizerId` is a resource of the service ({"Ref": "MyAuthorizer"}, of the type
// AWS::ApiGateway::Authorizer or AWS::ApiGatewayV2::Authorizer), read from there; any other as it is. The error says
// what is wrong with the resource.
result<config::authorizer> follow_authorizer_id(const config::authorizer& guard, const config::service& of);

// The key of the function of this service that is asked; nothing: it is elsewhere, or the authorizer is no function.
std::optional<std::string> function_of_authorizer(const config::authorizer& guard, const config::service& of);

// The issuer of a user pool's tokens, from its ARN, or from a reference to a pool of the service's resources whose id
// custom.lamina.userPools says; "": not known.
std::string issuer_of_user_pool(const config::authorizer& guard, const config::service& of);

// The text that a value of a JWT authorizer stands for: itself, or what CloudFormation would make of Ref, Fn::Sub,
// Fn::Join and Fn::GetAtt (ProviderURL, ProviderName) with the service's region and the ids that
// custom.lamina.userPools says. Nothing: something in it is known to AWS alone.
std::optional<std::string> text_of_reference(const json::value& value, const config::service& of);

}  // namespace lamina::gateway
