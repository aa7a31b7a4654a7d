#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"

namespace lamina::http {

class tls_channel;  // the server's

// What a server shows its clients to speak TLS with them: a chain of certificates and the key of the first. TLS 1.2 and
// 1.3 with forward secrecy; sessions are resumed by tickets; HTTP/2 is offered where the server speaks it (ALPN).
// May be shared by servers on several threads. Kept apart from the server so that a program without TLS has no OpenSSL.
class server_tls {
 public:
  virtual ~server_tls() = default;
  // Reads the files again, for new connections; at a failure everything stays as it was. Any thread.
  virtual result<void> reload() = 0;
  // For one connection. Any thread.
  virtual std::unique_ptr<tls_channel> open(bool offer_http2) = 0;
};

// Certificates (leaf first) and key, as PEM. The error says what is wrong with which of them, and what was expected.
struct pem_pair {
  std::string certificate{};
  std::string key{};
};
result<std::shared_ptr<server_tls>> make_server_tls(pem_pair text);
result<std::shared_ptr<server_tls>> load_server_tls(const std::string& certificate_file, const std::string& key_file);

// A certificate that has signed itself: for trying things out, on machines that are told to trust it. A key of
// P-256; good from a day before `now` on, for a year from it. A name is a host name or an IP address.
result<pem_pair> make_self_signed(const std::vector<std::string>& names, system_time now);

// When the first certificate ends; the error says that it is none.
result<system_time> end_of_certificate(const std::string& pem);

}  // namespace lamina::http
