#include "lamina/function_pool/internal/instance.h"

#include <signal.h>

#include <utility>

#include "lamina/base/log.h"
#include "lamina/base/random.h"
#include "lamina/function_pool/failure_payload.h"
#include "lamina/function_pool/function_environment.h"
#include "lamina/function_pool/report_lines.h"
#include "lamina/function_pool/streamed_response.h"

namespace lamina::function_pool {
namespace {

// A process may exit right after its answer, which then is still on its way through the socket: so long for it to begin
// to arrive. To the end it may take longer.
constexpr std::chrono::milliseconds last_words{20};
// A process that has reported a failed init ends by itself; it gets this long to write its log.
constexpr std::chrono::milliseconds after_init_error{500};

// What a function returned, or streamed.
invocation_result answer_of(const runtime_api::report& what) {
  if (what.content_type == streamed_content_type)
    if (auto document = buffered_response(what.body))
      return {outcome::success, *std::move(document), payload_form::streamed_response};
  if (what.is_streamed) return {outcome::success, std::string(what.body), payload_form::streamed_bytes};
  return {outcome::success, what.body.empty() ? "null" : std::string(what.body)};
}

// "2026/11/22/[$LATEST]3f0c8a529d1e4b7a8c660a4b5d2e7f91"
std::string log_stream_name(system_time when) {
  std::string name = iso_time(when).substr(0, 10);
  for (char& c : name)
    if (c == '-') c = '/';
  name += "/[$LATEST]";
  random_hex_to(name, 32);
  return name;
}

}  // namespace

instance::instance(net::event_loop& home, const pool_options& options, const log_sink& log, instance_owner& owner)
    : home_(home), options_(options), log_(log), owner_(owner), server_(home, *this) {}

instance::~instance() {
  if (alarm_ != 0) home_.cancel(alarm_);
  exit_watch_.reset();
  process_.reset();
  if (job_) job_->finish({outcome::unavailable, stopping_payload()});
}

result<void> instance::start(const instance_command& command) {
  if (auto listening = server_.listen(); !listening) return std::move(listening).error();
  started_ = home_.now();
  auto started = process::start(
      {.argv = command.argv,
       .working_directory = command.working_directory,
       .environment = instance_environment(command.environment, "127.0.0.1:" + std::to_string(server_.port()),
                                           log_stream_name(home_.wall_clock()))});
  if (!started) return std::move(started).error();
  process_.emplace(*std::move(started));
  exit_watch_.emplace(home_, process_->exit_descriptor());
  exit_watch_->when_readable([this] { exited(); });
  output_.emplace(home_, process_->take_output(), options_.max_line_bytes, options_.max_output_per_second,
                  [this](std::string_view line) { say(log_line::source::function, line); });
  set_deadline(started_ + options_.init_timeout);
  return {};
}

void instance::invoke(job what) {
  delivered_ = home_.now();
  last_request_id_ = what.work.request_id;
  now_ = phase::busy;
  job_.emplace(std::move(what));
  if (job_->work.wants_log) tail_.emplace();
  if (has_frame()) frame(start_line(last_request_id_));
  set_deadline(delivered_ + options_.timeout);
  server_.deliver({.event = job_->work.event,
                   .request_id = last_request_id_,
                   .deadline = home_.wall_clock() + options_.timeout,
                   .function_arn = options_.function_arn,
                   .trace_id = job_->work.trace_id,
                   .client_context = job_->work.client_context});
}

void instance::stop(end_reason why) {
  if (now_ == phase::ending || now_ == phase::gone) return;
  why_ = why;
  end(SIGTERM, options_.stop_grace);
}

void instance::check_memory() {
  if (!process_ || options_.memory_bytes == 0) return;
  const std::size_t used = process_->resident_bytes();
  max_memory_used_ = std::max(max_memory_used_, used);
  if (used <= options_.memory_bytes) return;
  constexpr std::size_t megabyte = 1024 * 1024;
  say(log_line::source::platform, "killed: it uses " + std::to_string(used / megabyte) +
                                      " MB of memory, its limit is " +
                                      std::to_string(options_.memory_bytes / megabyte) + " MB");
  why_ = end_reason::memory;
  process_->signal_group(SIGKILL);  // the rest follows when it has ended
}

void instance::on_poll() {
  if (now_ != phase::starting && now_ != phase::answered) return;
  if (now_ == phase::starting) {
    init_duration_ = home_.now() - started_;
    owner_.on_init_done(init_duration_);
  }
  now_ = phase::ready;
  ready_since_ = home_.now();
  deadline_ = steady_time::max();
  owner_.on_ready(*this);
}

void instance::on_poll_lost() {
  if (now_ != phase::ready) return;
  now_ = phase::answered;
  set_deadline(home_.now() + options_.init_timeout);
  owner_.on_not_ready(*this);
}

void instance::on_report(const runtime_api::report& what) {
  using runtime_api::report_kind;
  if (what.kind == report_kind::init_error) {
    if (now_ != phase::starting) return;
    now_ = phase::ending;
    why_ = end_reason::init_failed;
    set_deadline(home_.now() + after_init_error);
    std::string payload = what.body.empty() ? empty_error_payload(what.error_type) : std::string(what.body);
    return owner_.on_init_failed(*this, [text = std::move(payload)](std::string_view) { return text; });
  }
  if (now_ != phase::busy) return;  // timed out meanwhile
  now_ = phase::answered;           // the deadline stays: it covers the way to the next poll
  answered_ = home_.now();
  if (output_ && (has_frame() || output_->has_spoken())) output_->drain();
  if (what.kind == report_kind::too_large)
    finish({outcome::function_error, too_large_payload()});
  else if (what.kind == report_kind::error)
    finish(
        {outcome::function_error, what.body.empty() ? empty_error_payload(what.error_type) : std::string(what.body)});
  else
    finish(answer_of(what));
}

void instance::exited() {
  const auto how = process_->try_wait();
  if (!how) return exit_watch_->when_readable([this] { exited(); });
  output_->finish();
  if (now_ != phase::busy) return close(*how);
  home_.call_after(last_words, [weak = weak_from_this(), status = *how] {
    const auto self = weak.lock();
    if (!self) return;
    if (!self->job_) return self->close(status);
    self->server_.drain([weak, status] {
      if (const auto still = weak.lock()) still->close(status);
    });
  });
}

void instance::close(exit_status how) {
  const phase before = std::exchange(now_, phase::gone);
  deadline_ = steady_time::max();
  if (!how.is_success() && before != phase::ending) say(log_line::source::platform, "the process ended: " + how.text());
  if (before == phase::starting && why_ == end_reason::exited) why_ = end_reason::init_failed;
  if (before == phase::starting)
    owner_.on_init_failed(*this, [how](std::string_view request_id) { return exited_payload(request_id, how); });
  if (job_) finish({outcome::function_error, exited_payload(last_request_id_, how)}, exited_status);
  owner_.on_gone(*this);
}

void instance::set_deadline(steady_time when) {
  deadline_ = when;
  if (alarm_ != 0 && alarm_at_ <= when) return;
  if (alarm_ != 0) home_.cancel(alarm_);
  alarm_at_ = when;
  alarm_ = home_.call_at(when, [this] {
    alarm_ = 0;
    if (deadline_ == steady_time::max()) return;
    if (home_.now() < deadline_) return set_deadline(deadline_);
    deadline_reached();
  });
}

void instance::deadline_reached() {
  deadline_ = steady_time::max();
  const phase before = now_;
  if (before == phase::gone || before == phase::ready) return;
  if (before == phase::starting) why_ = end_reason::init_failed;
  if (before == phase::busy || before == phase::answered) why_ = end_reason::timeout;
  end(SIGKILL, {});
  if (before == phase::starting)
    owner_.on_init_failed(*this, [limit = options_.init_timeout](std::string_view request_id) {
      return timed_out_payload(request_id, limit);
    });
  if (before == phase::busy) {
    output_->drain();
    say(log_line::source::platform, timed_out_line(last_request_id_, options_.timeout, home_.wall_clock()));
    finish({outcome::function_error, timed_out_payload(last_request_id_, options_.timeout)}, timed_out_status);
  }
}

void instance::end(int signal, std::chrono::milliseconds grace) {
  now_ = phase::ending;
  server_.flush();
  process_->signal_group(signal);
  if (signal != SIGKILL) set_deadline(home_.now() + grace);
}

void instance::finish(invocation_result result, std::string_view status) {
  if (has_frame()) report_figures(status);
  job finished = std::move(*job_);
  job_.reset();
  if (tail_) result.log = tail_->take();
  tail_.reset();
  owner_.on_result(result.outcome);
  finished.finish(std::move(result));
}

void instance::report_figures(std::string_view status) {
  max_memory_used_ = std::max(max_memory_used_, process_->resident_bytes());
  frame(end_line(last_request_id_));
  frame(report_line(last_request_id_, {.duration = home_.now() - delivered_,
                                       .init_duration = std::exchange(init_duration_, {}),
                                       .memory_bytes = options_.memory_bytes,
                                       .max_memory_used = max_memory_used_,
                                       .status = status}));
}

void instance::frame(std::string_view text) {
  if (options_.report_lines) return say(log_line::source::platform, text);
  if (tail_) tail_->add(text);
}

void instance::say(log_line::source from, std::string_view text) {
  if (tail_) tail_->add(text);
  if (log_) log_({.function = options_.function_name, .request_id = last_request_id_, .text = text, .from = from});
}

}  // namespace lamina::function_pool
