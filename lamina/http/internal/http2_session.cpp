#include "lamina/http/internal/http2_session.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace lamina::http {
namespace {

constexpr std::int32_t stream_window = 1024 * 1024;
constexpr std::int32_t connection_window = 4 * 1024 * 1024;
constexpr std::chrono::seconds time_for_last_streams{1};  // while draining, if the client does not say sooner

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

// nghttp2's calls, on the session.
struct http2_session::callbacks {
  static http2_session& of(void* user) { return *static_cast<http2_session*>(user); }

  static int begin_frame(nghttp2_session*, const nghttp2_frame_hd* head, void* user) {
    of(user).on_begin_frame(head->type);
    return 0;
  }
  static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    of(user).on_begin_headers(*frame);
    return 0;
  }
  static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                    const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    http2_stream* const stream = of(user).find(frame->hd.stream_id);
    if (stream != nullptr && frame->headers.cat == NGHTTP2_HCAT_REQUEST)  // trailers are not asked for
      stream->head.add(text_of(name, name_size), text_of(value, value_size));
    return 0;
  }
  static int invalid_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t*, std::size_t,
                            const std::uint8_t*, std::size_t, std::uint8_t, void* user) {
    if (http2_stream* const stream = of(user).find(frame->hd.stream_id)) stream->head.add_malformed();
    return 0;
  }
  static int data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes, std::size_t size,
                  void* user) {
    if (http2_stream* const stream = of(user).find(id))
      stream->take_body(text_of(bytes, size));
    else
      of(user).consumed(id, size);
    return 0;
  }
  static int frame_received(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    of(user).on_frame_received(*frame);
    return 0;
  }
  static int frame_sent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    of(user).on_frame_sent(*frame);
    return 0;
  }
  static int stream_closed(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    of(user).on_stream_closed(id);
    return 0;
  }
  static ssize_t body(nghttp2_session*, std::int32_t id, std::uint8_t* room, std::size_t size, std::uint32_t* flags,
                      nghttp2_data_source*, void* user) {
    http2_stream* const stream = of(user).find(id);
    if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    const std::size_t taken = stream->answered.take(reinterpret_cast<char*>(room), size);
    if (stream->answered.rest().empty()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(taken);
  }

  // The same for every session.
  static const nghttp2_session_callbacks* all() {
    static const nghttp2_session_callbacks* const made = [] {
      nghttp2_session_callbacks* all = nullptr;
      nghttp2_session_callbacks_new(&all);
      nghttp2_session_callbacks_set_on_begin_frame_callback(all, begin_frame);
      nghttp2_session_callbacks_set_on_begin_headers_callback(all, begin_headers);
      nghttp2_session_callbacks_set_on_header_callback(all, header);
      nghttp2_session_callbacks_set_on_invalid_header_callback(all, invalid_header);
      nghttp2_session_callbacks_set_on_data_chunk_recv_callback(all, data);
      nghttp2_session_callbacks_set_on_frame_recv_callback(all, frame_received);
      nghttp2_session_callbacks_set_on_frame_send_callback(all, frame_sent);
      nghttp2_session_callbacks_set_on_stream_close_callback(all, stream_closed);
      return all;
    }();
    return made;
  }
  static const nghttp2_option* options() {
    static const nghttp2_option* const made = [] {
      nghttp2_option* options = nullptr;
      nghttp2_option_new(&options);
      nghttp2_option_set_no_auto_window_update(options, 1);
      nghttp2_option_set_server_fallback_rfc7540_priorities(options, 0);
      return options;
    }();
    return made;
  }
};

http2_session::http2_session(http2_surroundings& surroundings, const server_options& options,
                             const http2_options& limits)
    : surroundings_(surroundings),
      options_(options),
      limits_(limits),
      calm_(limits.max_idle_frames),
      calm_at_(surroundings.now()),
      deadline_(surroundings.deadline_after(options.header_timeout)) {
  nghttp2_session_server_new2(&session_, callbacks::all(), this, callbacks::options());
  const std::array<nghttp2_settings_entry, 4> settings = {
      nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits_.max_concurrent_streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<std::uint32_t>(stream_window)},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(options_.max_header_bytes)},
      {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, connection_window);
}

http2_session::~http2_session() { nghttp2_session_del(session_); }

bool http2_session::upgrade(std::string_view settings, const request& first) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(settings.data());
  if (nghttp2_session_upgrade2(session_, bytes, settings.size(), first.method == "HEAD" ? 1 : 0, nullptr) != 0)
    return false;
  const auto stream = std::make_shared<http2_stream>(*this, 1);
  streams_.emplace(1, stream);
  nghttp2_session_set_stream_user_data(session_, 1, stream.get());
  is_busy_ = true;
  stream->begin(first);
  stream->finish_head(false);
  stream->dispatch(surroundings_.keep());
  is_busy_ = false;
  return true;
}

bool http2_session::receive(std::string_view bytes) {
  if (is_ended_) return false;
  is_busy_ = true;
  const ssize_t taken =
      nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  is_busy_ = false;
  return taken >= 0 && !is_ended_;
}

void http2_session::produce(std::string& out, std::size_t enough) {
  is_busy_ = true;
  while (out.size() < enough && !is_ended_) {
    const std::uint8_t* bytes = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_, &bytes);
    if (size <= 0) break;
    out.append(text_of(bytes, static_cast<std::size_t>(size)));
  }
  is_busy_ = false;
}

bool http2_session::is_over() const noexcept {
  return is_ended_ || (nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0);
}

http2_stream* http2_session::find(std::int32_t id) const {
  return static_cast<http2_stream*>(nghttp2_session_get_stream_user_data(session_, id));
}

void http2_session::on_begin_frame(std::uint8_t type) {
  // Nothing comes inside a head but the rest of it.
  if (type != NGHTTP2_CONTINUATION && has_settings_) deadline_ = steady_time::max();
}

void http2_session::on_begin_headers(const nghttp2_frame& frame) {
  deadline_ = std::min(deadline_, surroundings_.deadline_after(options_.header_timeout));
  if (frame.headers.cat != NGHTTP2_HCAT_REQUEST) return;
  const std::int32_t id = frame.hd.stream_id;
  // Those that the client has reset are worked on all the same.
  if (exchanges_ >= 2 * std::size_t{limits_.max_concurrent_streams}) return submit_reset(id, NGHTTP2_REFUSED_STREAM);
  const auto stream = std::make_shared<http2_stream>(*this, id);
  streams_.insert_or_assign(id, stream);
  nghttp2_session_set_stream_user_data(session_, id, stream.get());
}

void http2_session::on_frame_received(const nghttp2_frame& frame) {
  const std::uint8_t flags = frame.hd.flags;
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS: on_end_of_headers(frame); break;
    case NGHTTP2_DATA:
      if ((flags & NGHTTP2_FLAG_END_STREAM) != 0) return on_end_of_stream(frame.hd.stream_id);
      if (frame.hd.length == frame.data.padlen) on_idle_frame();
      break;
    case NGHTTP2_SETTINGS:
      if (!std::exchange(has_settings_, true)) deadline_ = steady_time::max();
      on_idle_frame();
      break;
    case NGHTTP2_PING:
      if ((flags & NGHTTP2_FLAG_ACK) != 0 && is_draining_) return say_last();
      on_idle_frame();
      break;
    case NGHTTP2_RST_STREAM: on_idle_frame(); break;
    default: break;
  }
}

void http2_session::on_end_of_headers(const nghttp2_frame& frame) {
  deadline_ = steady_time::max();
  const bool is_last = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  if (http2_stream* const stream = find(frame.hd.stream_id); stream && frame.headers.cat == NGHTTP2_HCAT_REQUEST)
    stream->finish_head(!is_last);
  if (is_last) on_end_of_stream(frame.hd.stream_id);
}

void http2_session::on_end_of_stream(std::int32_t id) {
  if (http2_stream* const stream = find(id)) stream->dispatch(surroundings_.keep());
}

void http2_session::on_frame_sent(const nghttp2_frame& frame) {
  const std::int32_t id = frame.hd.stream_id;
  if (frame.hd.type == NGHTTP2_RST_STREAM && frame.rst_stream.error_code != NGHTTP2_NO_ERROR) return on_idle_frame();
  const bool has_flag = frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA;
  if (!has_flag || (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) return;
  // Answered before all of it has come: the rest is not wanted. RFC 9113, 8.1.
  if (nghttp2_session_get_stream_remote_close(session_, id) == 0) submit_reset(id, NGHTTP2_NO_ERROR);
}

void http2_session::on_stream_closed(std::int32_t id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  const stream_pointer stream = std::move(found->second);
  streams_.erase(found);
  nghttp2_session_set_stream_user_data(session_, id, nullptr);
  stream->on_closed();
}

void http2_session::on_idle_frame() {
  const steady_time now = surroundings_.now();
  const std::chrono::duration<double> passed = now - std::exchange(calm_at_, now);
  calm_ = std::min<double>(limits_.max_idle_frames, calm_ + passed.count() * limits_.idle_frames_per_second);
  if (calm_ < 1)
    nghttp2_session_terminate_session(session_, NGHTTP2_ENHANCE_YOUR_CALM);
  else
    calm_ -= 1;
}

void http2_session::submit_answer(http2_stream& stream) {
  const auto fields = stream.answered.fields();
  const nghttp2_data_provider body{.source = {.ptr = nullptr}, .read_callback = callbacks::body};
  nghttp2_submit_response(session_, stream.id(), fields.data(), fields.size(),
                          stream.answered.rest().empty() ? nullptr : &body);
  wake();
}

void http2_session::submit_continue(std::int32_t id) {
  std::string name = ":status";
  std::string value = "100";
  const nghttp2_nv status{reinterpret_cast<std::uint8_t*>(name.data()), reinterpret_cast<std::uint8_t*>(value.data()),
                          name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, id, nullptr, &status, 1, nullptr);
}

void http2_session::submit_reset(std::int32_t id, std::uint32_t code) {
  if (is_ended_) return;
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, code);
  wake();
}

void http2_session::consumed(std::int32_t id, std::size_t bytes) {
  nghttp2_session_consume_stream(session_, id, bytes);
  if (buffered_ > limits_.max_buffered_bytes)
    withheld_ += bytes;
  else
    nghttp2_session_consume_connection(session_, bytes);
}

void http2_session::forget_body(std::size_t bytes) {
  buffered_ -= bytes;
  if (withheld_ == 0 || buffered_ > limits_.max_buffered_bytes) return;
  nghttp2_session_consume_connection(session_, std::exchange(withheld_, 0));
  wake();
}

void http2_session::wake() {
  if (!is_busy_ && !is_ended_) surroundings_.wants_to_send();
}

void http2_session::check_time(steady_time now) {
  if (is_ended_) return;
  if (!streams_.empty() || exchanges_ != 0)
    idle_until_ = steady_time::max();
  else if (idle_until_ == steady_time::max())
    idle_until_ = surroundings_.deadline_after(options_.idle_timeout);
  if (now >= last_word_) say_last();
  if (now >= deadline_ || now >= idle_until_) nghttp2_session_terminate_session(session_, NGHTTP2_NO_ERROR);
  for (const auto& [id, stream] : streams_) stream->check_time(now);
  if (nghttp2_session_want_write(session_) != 0 || is_over()) wake();
}

void http2_session::drain() {
  if (std::exchange(is_draining_, true)) return;
  last_word_ = surroundings_.deadline_after(time_for_last_streams);
  nghttp2_submit_shutdown_notice(session_);
  nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);  // its answer comes behind what was sent before the notice
  wake();
}

void http2_session::say_last() {
  last_word_ = steady_time::max();
  if (std::exchange(has_said_last_, true)) return;
  nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session_),
                        NGHTTP2_NO_ERROR, nullptr, 0);
}

void http2_session::end() {
  if (std::exchange(is_ended_, true)) return;
  const auto streams = std::move(streams_);
  streams_.clear();
  for (const auto& [id, stream] : streams) stream->on_closed();
}

}  // namespace lamina::http
