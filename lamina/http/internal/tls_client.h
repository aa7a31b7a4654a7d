#pragma once

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>  // NOLINT: POSIX
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "lamina/http/internal/loopback_socket.h"

namespace lamina::http {

struct tls_client_options {
  std::string trusted{};           // certificate in PEM; "": everybody is
  std::string host = "localhost";  // who it must be for
  std::string_view alpn{};         // with the length before each name
  int max_version = 0;             // TLS1_2_VERSION; 0: the newest
  SSL_SESSION* session = nullptr;  // to be resumed
};

// For tests: TLS by OpenSSL itself to a port of this machine, blocking. Every wait ends after ten seconds.
class tls_client {
 public:
  explicit tls_client(std::uint16_t port, const tls_client_options& options = {})
      : context_(SSL_CTX_new(TLS_client_method())), descriptor_(connect_to_loopback(port)) {
    if (!options.trusted.empty()) {
      BIO* const text = BIO_new_mem_buf(options.trusted.data(), static_cast<int>(options.trusted.size()));
      X509* const certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), certificate);
      X509_free(certificate);
      BIO_free(text);
      SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    }
    SSL_CTX_set_security_level(context_, 0);  // whether an old version is refused is the server's to say
    SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    if (options.max_version != 0) SSL_CTX_set_max_proto_version(context_, options.max_version);
    ssl = SSL_new(context_);
    SSL_set1_host(ssl, options.host.c_str());
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(options.host.c_str()));
    if (!options.alpn.empty())
      SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(options.alpn.data()),
                          static_cast<unsigned>(options.alpn.size()));
    if (options.session != nullptr) SSL_set_session(ssl, options.session);
    SSL_set_fd(ssl, descriptor_);
    ::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own socket BIO raises it
    is_open = SSL_connect(ssl) == 1;
    ERR_clear_error();
  }
  ~tls_client() {
    SSL_free(ssl);
    SSL_CTX_free(context_);
    ::close(descriptor_);
  }
  tls_client(const tls_client&) = delete;
  tls_client& operator=(const tls_client&) = delete;

  std::string_view protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }

  void send(std::string_view bytes) {
    std::size_t sent = 0;
    if (SSL_write_ex(ssl, bytes.data(), bytes.size(), &sent) != 1) throw std::runtime_error("tls_client: cannot send");
  }
  // "" at the end.
  std::string read_some() {
    std::array<char, 16 * 1024> bytes;
    const int got = SSL_read(ssl, bytes.data(), bytes.size());
    was_ended_properly = got <= 0 && SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN;
    return {bytes.data(), static_cast<std::size_t>(got > 0 ? got : 0)};
  }
  std::string read_bytes(std::size_t count) {
    while (unread_.size() < count) {
      const std::string more = read_some();
      if (more.empty()) throw std::runtime_error("tls_client: the end came after " + unread_);
      unread_ += more;
    }
    std::string bytes = unread_.substr(0, count);
    unread_.erase(0, count);
    return bytes;
  }
  // Head and counted body, as they came.
  std::string read_response() {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == unread_.npos) {
      const std::string more = read_some();
      if (more.empty()) throw std::runtime_error("tls_client: the end came after " + unread_);
      unread_ += more;
    }
    const std::size_t at = unread_.find("Content-Length: ");
    return read_bytes(end + 4 + (at < end ? std::stoul(unread_.substr(at + 16)) : 0));
  }
  bool is_closed() { return unread_.empty() && read_some().empty(); }
  void say_goodbye() { SSL_shutdown(ssl); }
  int descriptor() const noexcept { return descriptor_; }

  SSL* ssl = nullptr;
  bool is_open = false;  // the handshake succeeded
  bool was_ended_properly = false;

 private:
  SSL_CTX* context_;
  int descriptor_;
  std::string unread_;
};

}  // namespace lamina::http
