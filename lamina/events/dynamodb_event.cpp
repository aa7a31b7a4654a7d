#include "lamina/events/dynamodb_event.h"

#include "lamina/events/unmarshall.h"

namespace lamina {

// DynamoDB Developer Guide, "DynamoDB Streams and Time to Live".
bool dynamodb_record::is_expired() const noexcept {
  return event_name() == "REMOVE" && text("userIdentity", "principalId") == "dynamodb.amazonaws.com";
}

result<json::object> dynamodb_record::keys() const { return unmarshall(&member("dynamodb", "Keys"), false); }
result<json::object> dynamodb_record::new_image() const { return unmarshall(&member("dynamodb", "NewImage"), false); }
result<json::object> dynamodb_record::old_image() const { return unmarshall(&member("dynamodb", "OldImage"), false); }

}  // namespace lamina
