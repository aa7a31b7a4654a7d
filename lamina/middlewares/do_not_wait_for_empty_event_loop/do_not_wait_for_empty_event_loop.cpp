#include "lamina/middlewares/do_not_wait_for_empty_event_loop/do_not_wait_for_empty_event_loop.h"

#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

void do_not_wait(context& context) { context.document["callbackWaitsForEmptyEventLoop"] = false; }

}  // namespace

do_not_wait_for_empty_event_loop do_not_wait_for_empty_event_loop::from_json(const json::object& options) {
  options_reader read(options, "@middy/do-not-wait-for-empty-event-loop");
  do_not_wait_for_empty_event_loop_options made;
  read.boolean("runOnBefore", made.run_on_before);
  read.boolean("runOnAfter", made.run_on_after);
  read.boolean("runOnError", made.run_on_error);
  read.finish();
  return do_not_wait_for_empty_event_loop(made);
}

void do_not_wait_for_empty_event_loop::before(request& request) const { do_not_wait(request.context); }
void do_not_wait_for_empty_event_loop::after(request& request) const { do_not_wait(request.context); }
void do_not_wait_for_empty_event_loop::on_error(request& request) const { do_not_wait(request.context); }

}  // namespace lamina
