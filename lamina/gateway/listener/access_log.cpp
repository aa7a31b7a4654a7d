#include "lamina/gateway/listener/access_log.h"

#include "lamina/gateway/listener/access_format.h"
#include "lamina/gateway/listener/access_line.h"
#include "lamina/gateway/metrics/gateway_metrics.h"

namespace lamina::gateway {

access_log::access_log(api_family family, const api_stage& stage, const gateway_options& options, scheduler& loop,
                       logger& log)
    : stage_(stage), loop_(loop), log_(log), writes_(options.access_log) {
  if (options.metrics) numbers_ = &options.metrics->requests(loop, family);
  const auto found = options.access_logs.find(family);
  if (found == options.access_logs.end()) return;
  writes_ = writes_ && found->second.is_on;
  format_ = found->second.format.get();
}

void access_log::finish(const access_record& record) {
  end_.reset();
  if (numbers_ != nullptr) numbers_->count(record);
  if (!writes_) return;
  const system_time now = loop_.wall_clock();
  if (format_ == nullptr) {
    now_.update(now);
    write_access_line(line_, record, now_);
  } else {
    format_->write(line_, {.record = record, .stage = stage_, .ended = now, .began = began_, .storage = storage_});
  }
  log_.write_line(line_);
}

}  // namespace lamina::gateway
