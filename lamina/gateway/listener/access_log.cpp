#include "lamina/gateway/listener/access_log.h"

#include "lamina/gateway/listener/access_line.h"

namespace lamina::gateway {

access_log::access_log(api_family family, const api_stage& stage, const gateway_options& options, scheduler& loop,
                       logger& log)
    : family_(family), stage_(stage), loop_(loop), log_(log), writes_(options.access_log) {}

void access_log::finish(const access_record& record) {
  if (!writes_) return;
  now_.update(loop_.wall_clock());
  write_access_line(line_, record, now_);
  log_.write_line(line_);
}

}  // namespace lamina::gateway
