#include "lamina/gateway/listener/access_choice.h"

#include <utility>

#include "lamina/gateway/listener/access_format.h"

namespace lamina::gateway {
namespace {

result<access_choice> compiled(std::string_view format, const std::string& where, std::vector<std::string>& notes) {
  auto made = access_format::compile(format);
  if (!made) return error(where + ": " + made.error().message);
  for (const std::string& name : made->unknown())
    notes.push_back(where + ": there is no variable $context." + name + "; it is \"-\" in every line");
  return access_choice{.format = std::make_shared<const access_format>(*std::move(made))};
}

result<access_choices> chosen_by_command_line(std::string_view asked, std::vector<std::string>& notes) {
  access_choices all;
  if (asked == "json") return all;
  const bool is_common = asked == "clf";
  auto of_requests = compiled(is_common ? common_log_format : asked, "--access-log", notes);
  if (!of_requests) return of_requests.error();
  for (const api_family family : all_api_families) all[family] = *of_requests;
  if (!is_common) return all;
  auto of_sockets = compiled(websocket_common_log_format, "--access-log", notes);
  if (!of_sockets) return of_sockets.error();
  all[api_family::websocket] = *std::move(of_sockets);
  return all;
}

}  // namespace

result<access_choices> choose_access_logs(const config::service& service, std::string_view asked,
                                          std::vector<std::string>& notes) {
  if (!asked.empty()) return chosen_by_command_line(asked, notes);
  access_choices all;
  const std::pair<api_family, const config::access_logging&> said[] = {
      {api_family::rest, service.access_logs.rest},
      {api_family::http, service.access_logs.http},
      {api_family::websocket, service.access_logs.websocket}};
  for (const auto& [family, how] : said) {
    if (!how.is_on) {
      all[family].is_on = false;
    } else if (!how.format.empty()) {
      auto made = compiled(how.format, how.where.text(), notes);
      if (!made) return made.error();
      all[family] = *std::move(made);
    }
  }
  return all;
}

}  // namespace lamina::gateway
