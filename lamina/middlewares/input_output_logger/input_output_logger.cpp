#include "lamina/middlewares/input_output_logger/input_output_logger.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>

#include "lamina/base/log.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

constexpr std::array<std::string_view, 10> lambda_keys = {
    "functionName", "functionVersion", "invokedFunctionArn", "memoryLimitInMB", "awsRequestId",
    "logGroupName", "logStreamName",   "identity",           "clientContext",   "callbackWaitsForEmptyEventLoop"};
constexpr std::array<std::string_view, 1> execution_keys = {"tenantId"};

// "a.[].b" -> a, [], b; nothing when the path has no effect: a whole document, whole items, or JavaScript's own names.
std::optional<std::vector<std::string>> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t dot = text.find('.');
    parts.emplace_back(text.substr(0, dot));
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  const bool has_effect = parts.size() > 1 && parts.back() != "[]" && std::ranges::none_of(parts, [](auto& part) {
                            return part == "__proto__" || part == "constructor" || part == "prototype";
                          });
  return has_effect ? std::optional(std::move(parts)) : std::nullopt;
}

void omit_path(json::value& from, std::span<const std::string> path, const std::optional<std::string>& mask) {
  const std::string& key = path.front();
  if (key == "[]") {
    if (from.is_array())
      for (json::value& item : from.get_array()) omit_path(item, path.subspan(1), mask);
    return;
  }
  json::value* member = json::find(from, key);
  if (member == nullptr) return;
  if (path.size() > 1)
    omit_path(*member, path.subspan(1), mask);
  else if (mask)
    *member = *mask;
  else
    from.get_object().erase(key);
}

void add_members(json::object& to, const json::object& from, std::span<const std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const json::value* value = from.if_contains(key)) to[key] = *value;
}

}  // namespace

input_output_logger_options input_output_logger::read_options(const json::object& options) {
  options_reader read(options, "@middy/input-output-logger");
  input_output_logger_options made;
  if (const json::value* logger = read.value("logger")) {
    if (!logger->is_bool() || logger->get_bool()) read.refuse("logger", "function or false");
    made.is_on = false;
  }
  read.boolean("executionContext", made.execution_context);
  read.boolean("lambdaContext", made.lambda_context);
  read.list("omitPaths", made.omit_paths);
  read.text("mask", made.mask);
  read.finish();
  return made;
}

input_output_logger::input_output_logger(input_output_logger_options options) : options_(std::move(options)) {
  for (const std::string& text : options_.omit_paths)
    if (auto path = split(text)) omitted_.push_back(std::move(*path));
  if (options_.logger || !options_.is_on) return;
  options_.logger = [out = std::make_shared<logger>(logger::to_stdout())](const json::value& message) {
    out->write_line(json::serialize(message));
  };
}

void input_output_logger::before(request& request) const { log("event", &request.event, request.context); }

void input_output_logger::after(request& request) const {
  log("response", request.response ? &*request.response : nullptr, request.context);
}

void input_output_logger::on_error(request& request) const {
  if (request.response) after(request);
}

void input_output_logger::log(std::string_view what, const json::value* document, const context& context) const {
  json::object message;
  if (document != nullptr) message[what] = *document;
  json::object said;
  if (options_.lambda_context)
    add_members(said, context.document, lambda_keys);
  else if (options_.execution_context)
    add_members(said, context.document, execution_keys);
  if (!said.empty()) message["context"] = std::move(said);
  json::value whole(std::move(message));
  for (const path& path : omitted_)
    if (path.front() == what) omit_path(whole, path, options_.mask);
  options_.logger(whole);
}

}  // namespace lamina
