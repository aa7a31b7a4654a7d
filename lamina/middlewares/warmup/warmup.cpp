#include "lamina/middlewares/warmup/warmup.h"

#include <utility>

#include "lamina/base/error.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

bool is_from_warmup_plugin(const json::value& event) {
  return json::find_string(event, "source") == "serverless-plugin-warmup";
}

}  // namespace

warmup warmup::from_json(const json::object& options) {
  options_reader read(options, "@middy/warmup");
  if (read.value("isWarmingUp") != nullptr) read.refuse("isWarmingUp", "function");
  read.finish();
  return warmup();
}

warmup::warmup(warmup_options options) : options_(std::move(options)) {
  if (!options_.is_warming_up) options_.is_warming_up = is_from_warmup_plugin;
}

step warmup::before(request& request) const {
  return options_.is_warming_up(request.event) ? respond("warmup") : go_on();
}

}  // namespace lamina
