#pragma once

#include <cstdint>
#include <memory>

namespace lamina::http {

class http2_protocol;  // the server's

// Limits of one connection of HTTP/2. Sizes and times of requests and answers are those of server_options; times hold
// for each stream.
struct http2_options {
  std::uint32_t max_concurrent_streams = 100;  // requests that are not answered yet; beyond: REFUSED_STREAM
  // Of requests that are not answered yet, all together; beyond, the client must wait.
  std::size_t max_buffered_bytes = 40 * 1024 * 1024;
  // Frames that make work and serve nothing (resets, pings, settings, empty data): so many at once, and so many more
  // each second; beyond: GOAWAY with ENHANCE_YOUR_CALM. A stream that is reset while its request is worked on counts
  // until it is answered (CVE-2023-44487).
  std::uint32_t max_idle_frames = 1000;
  std::uint32_t idle_frames_per_second = 100;
};

// HTTP/2 (RFC 9113) for server_options::http2: over TLS by ALPN; in cleartext for clients that know of it, and for
// those that ask for it (Upgrade: h2c). Each stream is a request as of HTTP/1, with version 20 and names in lower case,
// Host being :authority; answers lose their connection headers. Without priorities, pushes and trailers. Kept apart
// from the server so that a program without it has no nghttp2.
std::shared_ptr<const http2_protocol> http2(http2_options options = {});

}  // namespace lamina::http
