#include "lamina/function_pool/internal/output_reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lamina/net/descriptor_watch.h"

namespace lamina::function_pool {
namespace {

constexpr std::chrono::milliseconds window{100};
constexpr std::size_t pipe_bytes = 65'536;

}  // namespace

struct output_reader::state : std::enable_shared_from_this<state> {
  state(net::event_loop& on, int owned, std::size_t max_line_bytes, std::size_t max_bytes_per_second, sink to)
      : loop(on),
        fd(owned),
        lines(max_line_bytes),
        budget(std::max<std::size_t>(max_bytes_per_second / 10, 1)),
        take(std::move(to)) {
    watch.emplace(loop, fd);
  }

  void close() {
    watch.reset();
    if (fd >= 0) ::close(std::exchange(fd, -1));
  }

  // At most `limit` bytes; false when the pipe has ended.
  bool read(std::size_t limit, std::size_t& got) {
    std::array<char, 16'384> buffer;
    for (got = 0; got < limit && fd >= 0;) {
      const ssize_t size = ::read(fd, buffer.data(), std::min(buffer.size(), limit - got));
      if (size == 0) return false;
      if (size < 0) return errno == EAGAIN || errno == EINTR;
      has_spoken = true;
      got += static_cast<std::size_t>(size);
      lines.feed({buffer.data(), static_cast<std::size_t>(size)}, take);
    }
    return fd >= 0;
  }

  void wait() {
    watch->when_readable([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->readable();
    });
  }

  void readable() {
    if (fd < 0) return;
    const steady_time now = loop.now();
    if (now >= window_end) {
      window_end = now + window;
      read_in_window = 0;
    }
    std::size_t got = 0;
    if (!read(std::min(budget - read_in_window, pipe_bytes), got)) return end();
    read_in_window += got;
    if (read_in_window < budget) return wait();
    loop.call_at(window_end, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self && self->fd >= 0) self->wait();
    });
  }

  void end() {
    lines.finish(take);
    close();
  }

  net::event_loop& loop;
  int fd;
  line_splitter lines;
  std::size_t budget;  // per window
  sink take;
  std::optional<net::descriptor_watch> watch;
  steady_time window_end{};
  std::size_t read_in_window = 0;
  bool has_spoken = false;
};

output_reader::output_reader(net::event_loop& loop, int fd, std::size_t max_line_bytes,
                             std::size_t max_bytes_per_second, sink take)
    : state_(std::make_shared<state>(loop, fd, max_line_bytes, max_bytes_per_second, std::move(take))) {
  state_->wait();
}

output_reader::~output_reader() { state_->close(); }

void output_reader::drain() {
  std::size_t got = 0;
  if (state_->fd >= 0 && !state_->read(pipe_bytes, got)) state_->end();
}

void output_reader::finish() {
  drain();
  if (state_->fd >= 0) state_->end();
}

bool output_reader::has_spoken() const noexcept { return state_->has_spoken; }

}  // namespace lamina::function_pool
