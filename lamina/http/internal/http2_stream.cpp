#include "lamina/http/internal/http2_stream.h"

#include "lamina/http/internal/http2_session.h"

namespace lamina::http {

http2_stream::http2_stream(http2_session& session, std::int32_t id)
    : head(session.options().max_header_bytes), session_(session), id_(id) {}

void http2_stream::begin(const request& first) {
  head.add(":method", first.method);
  head.add(":path", first.target);
  for (const header& one : first.headers) head.add_http1(one.name, one.value);
  body_ = first.body;
  session_.keep_body(body_.size());
}

void http2_stream::finish_head(bool has_body) {
  const int refusal = head.finish(session_.options().max_body_bytes);
  if (head.is_malformed()) {
    at_ = phase::answering;
    return session_.submit_reset(id_, NGHTTP2_PROTOCOL_ERROR);
  }
  if (refusal != 0) return refuse(refusal);
  if (!has_body) return;
  deadline_ = session_.surroundings().deadline_after(session_.options().body_timeout);
  if (head.expects_continue()) session_.submit_continue(id_);
}

void http2_stream::take_body(std::string_view bytes) {
  const bool is_wanted = at_ == phase::receiving && bytes.size() <= session_.options().max_body_bytes - body_.size();
  if (is_wanted) {
    body_ += bytes;
    session_.keep_body(bytes.size());
  }
  session_.consumed(id_, bytes.size());
  if (!is_wanted) refuse(413);
}

void http2_stream::dispatch(std::shared_ptr<void> keeps) {
  if (at_ != phase::receiving) return;
  at_ = phase::handling;
  deadline_ = steady_time::max();
  is_held_ = true;
  keeps_ = std::move(keeps);
  session_.exchange_opened();
  request message = head.message();
  message.body = body_;
  session_.surroundings().handle(message, exchange(shared_from_this()));
}

void http2_stream::refuse(int status) {
  if (at_ != phase::receiving) return;
  at_ = phase::handling;
  answer(session_.surroundings().reject(status));
}

void http2_stream::answer(const response& message) {
  std::string bytes;
  write_head(bytes, message, 11, true);
  const bool bodiless = !has_body(message.status) || head.message().method == "HEAD";
  if (!bodiless) bytes += message.body;
  send(std::move(bytes), bodiless);
}

void http2_stream::answer_raw(std::string bytes, bool, bool) { send(std::move(bytes), false); }

void http2_stream::send(std::string bytes, bool bodiless) {
  on_disconnect_ = {};
  if (at_ == phase::handling) {
    at_ = phase::answering;
    deadline_ = session_.surroundings().deadline_after(session_.options().body_timeout);
    answered = http2_answer(std::move(bytes), bodiless);
    submit_answer();
  }
  done_with();
}

// Kept until the client has taken it, or does not want it any more.
void http2_stream::submit_answer() {
  const std::size_t size = answered.rest().size();
  if (!session_.surroundings().keep_unsent(size)) return session_.submit_reset(id_, NGHTTP2_ENHANCE_YOUR_CALM);
  unsent_ = size;
  session_.submit_answer(*this);
}

void http2_stream::abandon() {
  on_disconnect_ = {};
  if (at_ == phase::handling) session_.submit_reset(id_, NGHTTP2_INTERNAL_ERROR);
  done_with();
}

// The exchange has gone. What keeps the connection is let go last: it may be all that does.
void http2_stream::done_with() {
  if (!std::exchange(is_held_, false)) return;
  if (at_ == phase::handling) at_ = phase::answering;  // nothing more is expected of it
  forget_body();
  session_.exchange_closed();
  const auto last = std::move(keeps_);
}

void http2_stream::forget_body() { session_.forget_body(std::exchange(body_, {}).size()); }

void http2_stream::set_on_disconnect(move_only_function<void()> call) {
  if (at_ != phase::handling && at_ != phase::closed) return;
  on_disconnect_ = std::move(call);
  if (at_ == phase::closed) tell_later();
}

// Not inside nghttp2's calls; and not at all once it is answered.
void http2_stream::tell_later() {
  session_.surroundings().post([self = shared_from_this()] {
    auto call = std::move(self->on_disconnect_);
    if (call) call();
  });
}

// A stream has no socket of its own.
detached_socket http2_stream::detach() {
  abandon();
  return {};
}

void http2_stream::on_closed() {
  at_ = phase::closed;
  session_.surroundings().forget_unsent(std::exchange(unsent_, 0));
  answered = {};
  if (!is_held_) return forget_body();
  if (on_disconnect_) tell_later();
}

void http2_stream::check_time(steady_time now) {
  if (now < deadline_) return;
  deadline_ = steady_time::max();
  if (at_ == phase::receiving) return refuse(408);
  session_.submit_reset(id_, NGHTTP2_CANCEL);
}

}  // namespace lamina::http
