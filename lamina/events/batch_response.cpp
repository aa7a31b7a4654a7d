#include "lamina/events/batch_response.h"

namespace lamina {

json::value batch_response::to_json() const {
  json::array items;
  for (const std::string& id : failed) items.push_back(json::object{{"itemIdentifier", id}});
  return json::object{{"batchItemFailures", std::move(items)}};
}

}  // namespace lamina
