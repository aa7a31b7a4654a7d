#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/listener/api_family.h"

namespace lamina::gateway {

class access_format;

// How one family of APIs writes its access log.
struct access_choice {
  bool is_on = true;
  std::shared_ptr<const access_format> format{};  // null: the line of JSON (write_access_line)
};
using access_choices = std::map<api_family, access_choice>;  // where nothing is: on, the line of JSON

// What the command line says goes before the service. `asked`: "" (as the service says), "json", "clf", or a format for
// all APIs. The error says where the format is and what is wrong with it; `notes` gets a sentence for each variable
// that API Gateway does not have.
result<access_choices> choose_access_logs(const config::service& service, std::string_view asked,
                                          std::vector<std::string>& notes);

}  // namespace lamina::gateway
