#include "lamina/http/internal/tls_stream.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "lamina/base/environment.h"
#include "lamina/http/internal/openssl.h"

namespace lamina::http {
namespace {

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that has gone would end the process.
int descriptor_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

bool may_come_later(ssize_t count) { return count < 0 && (errno == EAGAIN || errno == EINTR); }

int send_bytes(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (may_come_later(sent)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int receive_bytes(BIO* bio, char* room, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t got = ::recv(descriptor_of(bio), room, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (may_come_later(got)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const method = make_bio_method("socket", send_bytes, receive_bytes);
  return method;
}

// Where other distributions than OpenSSL's own builder's keep their certificates.
constexpr std::array<const char*, 4> known_bundles = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"};

bool trust_system(SSL_CTX* context) {
  if (SSL_CTX_set_default_verify_paths(context) != 1) return false;
  const bool is_told =
      environment_variable(X509_get_default_cert_file_env()) || environment_variable(X509_get_default_cert_dir_env());
  if (is_told || ::access(X509_get_default_cert_dir(), R_OK) == 0) return true;
  for (const char* bundle : known_bundles)
    if (::access(bundle, R_OK) == 0) return SSL_CTX_load_verify_file(context, bundle) == 1;
  return true;  // nobody will be trusted, and every handshake says so
}

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

}  // namespace

struct tls_context::impl {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  ~impl() { SSL_CTX_free(context); }
};

tls_context::tls_context(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
tls_context::~tls_context() = default;

result<std::shared_ptr<tls_context>> tls_context::make(const std::string& ca_file) {
  auto made = std::make_unique<impl>();
  if (made->context == nullptr) return error("cannot use TLS: " + last_openssl_error("out of memory"));
  SSL_CTX_set_min_proto_version(made->context, TLS1_2_VERSION);
  SSL_CTX_set_mode(made->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(made->context, SSL_VERIFY_PEER, nullptr);
  const bool trusts =
      ca_file.empty() ? trust_system(made->context) : SSL_CTX_load_verify_file(made->context, ca_file.c_str()) == 1;
  if (!trusts)
    return error("cannot read the certificates" + (ca_file.empty() ? "" : " in " + ca_file) + ": " +
                 last_openssl_error("no PEM"));
  return std::shared_ptr<tls_context>(new tls_context(std::move(made)));
}

struct tls_stream::impl {
  std::shared_ptr<tls_context> context;
  SSL* ssl = nullptr;
  std::string failure{};

  ~impl() { SSL_free(ssl); }

  // What a call that returned `returned` has come to.
  io_state state_of(int returned) {
    switch (SSL_get_error(ssl, returned)) {
      case SSL_ERROR_NONE: return io_state::done;
      case SSL_ERROR_WANT_READ: return io_state::wants_read;
      case SSL_ERROR_WANT_WRITE: return io_state::wants_write;
      case SSL_ERROR_ZERO_RETURN: return io_state::closed;
      default: break;
    }
    failure = last_openssl_error("the connection was closed");
    const long verified = SSL_get_verify_result(ssl);
    if (verified != X509_V_OK) failure.append(": ").append(X509_verify_cert_error_string(verified));
    return io_state::failed;
  }
};

tls_stream::tls_stream(std::shared_ptr<tls_context> context, int descriptor, const std::string& host)
    : impl_(new impl{.context = std::move(context)}) {
  impl_->ssl = SSL_new(impl_->context->impl_->context);
  if (impl_->ssl == nullptr) return;  // handshake() fails
  BIO* const bio = BIO_new(socket_method());
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
  BIO_set_init(bio, 1);
  SSL_set_bio(impl_->ssl, bio, bio);
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(impl_->ssl), host.c_str());
  } else {
    SSL_set1_host(impl_->ssl, host.c_str());
    SSL_ctrl(impl_->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
  }
}

tls_stream::~tls_stream() {
  if (impl_->ssl != nullptr && impl_->failure.empty() && SSL_is_init_finished(impl_->ssl)) SSL_shutdown(impl_->ssl);
}

const std::string& tls_stream::failure() const noexcept { return impl_->failure; }

io_state tls_stream::handshake() {
  if (impl_->ssl == nullptr) return io_state::failed;
  ERR_clear_error();
  return impl_->state_of(SSL_connect(impl_->ssl));
}

io_result tls_stream::read(std::span<char> room) {
  ERR_clear_error();
  std::size_t got = 0;
  const int returned = SSL_read_ex(impl_->ssl, room.data(), room.size(), &got);
  return {impl_->state_of(returned), got};
}

io_result tls_stream::write(std::string_view bytes) {
  ERR_clear_error();
  std::size_t sent = 0;
  const int returned = SSL_write_ex(impl_->ssl, bytes.data(), bytes.size(), &sent);
  return {impl_->state_of(returned), sent};
}

}  // namespace lamina::http
