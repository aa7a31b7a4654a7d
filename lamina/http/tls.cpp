#include "lamina/http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>
#include <system_error>

#include "lamina/http/internal/input_buffer.h"
#include "lamina/http/internal/openssl.h"
#include "lamina/http/internal/tls_channel.h"

namespace lamina::http {
namespace {

constexpr std::size_t read_size = 16 * 1024;                 // about one record
constexpr std::size_t max_unasked_output = 64 * 1024;        // answers to key updates that the client does not take
constexpr std::size_t max_pem_bytes = std::size_t{1} << 20;  // of a file; a chain has some ten thousand
constexpr const char* ciphers_of_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";  // HTTP/2 allows no others: RFC 9113, 9.2.2
constexpr std::array<unsigned char, 3> http2_name = {2, 'h', '2'};
constexpr std::string_view alpn_of_both = "\x02h2\x08http/1.1";
constexpr std::string_view alpn_of_http1 = "\x08http/1.1";

struct context_freed {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class Object>
using owned = std::unique_ptr<Object, context_freed>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The first protocol of ours that the client offers. Of a client that offers none, nothing can be understood.
int choose_protocol(SSL* ssl, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  const std::string_view ours = SSL_get_app_data(ssl) != nullptr ? alpn_of_both : alpn_of_http1;
  unsigned char* found = nullptr;
  const int outcome =
      SSL_select_next_proto(&found, size, bytes_of(ours), static_cast<unsigned>(ours.size()), offered, offered_size);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// Keys with a pass phrase are refused, instead of asked about at the terminal.
int no_pass_phrase(char*, int, int, void*) { return -1; }

owned<BIO> reader_of(const std::string& text) {
  return owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(std::min(text.size(), max_pem_bytes))));
}

class memory_channel final : public tls_channel {
 public:
  memory_channel(std::shared_ptr<SSL_CTX> context, bool offer_http2)
      : context_(std::move(context)), ssl_(SSL_new(context_.get())) {
    static const BIO_METHOD* const method = make_bio_method("memory", put, take);
    BIO* const bio = ssl_ ? BIO_new(method) : nullptr;
    if (bio == nullptr) {
      ssl_.reset();  // handshake() fails
      return;
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_accept_state(ssl_.get());
    SSL_set_app_data(ssl_.get(), offer_http2 ? this : nullptr);
  }

  std::span<char> room() override {
    input_.rewind();
    input_.reserve(input_.size() == 0 && !is_open_ ? input_buffer::first_capacity : read_size);
    return input_.room();
  }
  void commit(std::size_t bytes) noexcept override { input_.commit(bytes); }

  io_state handshake() override {
    if (!ssl_) return io_state::failed;
    ERR_clear_error();
    const io_state came_to = state_of(SSL_do_handshake(ssl_.get()));
    is_open_ = came_to == io_state::done;
    return came_to;
  }
  bool speaks_http2() const override {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &size);
    return size == 2 && std::equal(name, name + size, http2_name.data() + 1);
  }
  std::string_view version() const override { return SSL_get_version(ssl_.get()); }
  std::string_view cipher_suite() const override { return SSL_get_cipher_name(ssl_.get()); }

  io_result read(std::span<char> into) override {
    ERR_clear_error();
    std::size_t got = 0;
    const io_state came_to = state_of(SSL_read_ex(ssl_.get(), into.data(), into.size(), &got));
    if (output_.size() > max_unasked_output) return {io_state::failed, 0};
    return {came_to, got};
  }
  bool write(std::string_view bytes) override {
    if (bytes.empty()) return true;
    ERR_clear_error();
    std::size_t sent = 0;
    return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) == 1 && sent == bytes.size();
  }
  void say_goodbye() override {
    if (is_open_ && !has_failed_) SSL_shutdown(ssl_.get());
  }
  std::string& output() noexcept override { return output_; }

 private:
  static memory_channel& of(BIO* bio) { return *static_cast<memory_channel*>(BIO_get_data(bio)); }
  static int put(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    of(bio).output_.append(bytes, static_cast<std::size_t>(size));
    return size;
  }
  static int take(BIO* bio, char* room, int size) {
    BIO_clear_retry_flags(bio);
    input_buffer& input = of(bio).input_;
    const std::size_t count = std::min(input.size(), static_cast<std::size_t>(size));
    if (count == 0) {
      BIO_set_retry_read(bio);
      return -1;
    }
    std::memcpy(room, input.data(), count);
    input.drop(count);
    return static_cast<int>(count);
  }

  io_state state_of(int returned) {
    switch (SSL_get_error(ssl_.get(), returned)) {
      case SSL_ERROR_NONE: return io_state::done;
      case SSL_ERROR_WANT_READ: return io_state::wants_read;
      case SSL_ERROR_ZERO_RETURN: return io_state::closed;
      default: break;
    }
    ERR_clear_error();
    has_failed_ = true;
    return io_state::failed;
  }

  std::shared_ptr<SSL_CTX> context_;
  input_buffer input_;
  std::string output_;
  bool is_open_ = false;
  bool has_failed_ = false;
  owned<SSL> ssl_;  // its BIO refers to the buffers
};

// What is wrong, after where it is.
error bad(const std::string& where, const std::string& what) { return error(where + ": " + what); }

result<void> use_certificates(SSL_CTX* context, const std::string& where, const std::string& pem) {
  ERR_clear_error();
  const auto text = reader_of(pem);
  const owned<X509> leaf(PEM_read_bio_X509_AUX(text.get(), nullptr, no_pass_phrase, nullptr));
  if (!leaf) return bad(where, "expected a certificate in PEM (-----BEGIN CERTIFICATE-----)");
  if (SSL_CTX_use_certificate(context, leaf.get()) != 1)
    return bad(where, "this certificate cannot be used: " + last_openssl_error("unknown kind"));
  while (X509* const issuer = PEM_read_bio_X509(text.get(), nullptr, no_pass_phrase, nullptr))
    if (SSL_CTX_add0_chain_cert(context, issuer) != 1) X509_free(issuer);
  const unsigned long end = ERR_peek_last_error();
  ERR_clear_error();
  if (ERR_GET_REASON(end) != PEM_R_NO_START_LINE) return bad(where, "a certificate after the first cannot be read");
  return {};
}

result<void> use_key(SSL_CTX* context, const std::string& where, const std::string& pem) {
  ERR_clear_error();
  const auto text = reader_of(pem);
  const owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(text.get(), nullptr, no_pass_phrase, nullptr));
  if (!key) {
    ERR_clear_error();
    const bool is_locked = pem.find("ENCRYPTED") != pem.npos;
    return bad(where, is_locked ? "expected a private key without a pass phrase"
                                : "expected a private key in PEM (-----BEGIN PRIVATE KEY-----)");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    ERR_clear_error();
    return bad(where, "this is not the key of the first certificate");
  }
  return {};
}

result<std::shared_ptr<SSL_CTX>> make_context(const pem_pair& where, const pem_pair& text) {
  const std::shared_ptr<SSL_CTX> made(SSL_CTX_new(TLS_server_method()), context_freed());
  if (!made) return error("cannot use TLS: " + last_openssl_error("out of memory"));
  SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(made.get(), ciphers_of_1_2);
  SSL_CTX_set_options(made.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(made.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);  // tickets do
  SSL_CTX_set_alpn_select_cb(made.get(), choose_protocol, nullptr);
  if (auto used = use_certificates(made.get(), where.certificate, text.certificate); !used) return used.error();
  if (auto used = use_key(made.get(), where.key, text.key); !used) return used.error();
  return made;
}

result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return bad(path, "cannot be read: " + std::generic_category().message(errno));
  std::ostringstream text;
  text << file.rdbuf();  // of a folder, nothing
  if (text.view().size() > max_pem_bytes) return bad(path, "is too large to be PEM");
  return std::move(text).str();
}

class loaded_tls final : public server_tls {
 public:
  explicit loaded_tls(pem_pair files) : files_(std::move(files)) {}

  result<void> use(const pem_pair& where, const pem_pair& text) {
    auto made = make_context(where, text);
    if (!made) return made.error();
    const std::lock_guard lock(mutex_);
    context_ = *std::move(made);
    return {};
  }
  result<void> reload() override {
    if (files_.certificate.empty()) return {};
    const auto certificate = read_file(files_.certificate);
    if (!certificate) return certificate.error();
    const auto key = read_file(files_.key);
    if (!key) return key.error();
    return use(files_, {*certificate, *key});
  }
  std::unique_ptr<tls_channel> open(bool offer_http2) override {
    const std::lock_guard lock(mutex_);
    return std::make_unique<memory_channel>(context_, offer_http2);
  }

 private:
  const pem_pair files_;  // empty: it was given as text
  std::mutex mutex_;
  std::shared_ptr<SSL_CTX> context_;
};

}  // namespace

result<std::shared_ptr<server_tls>> make_server_tls(pem_pair text) {
  auto made = std::make_shared<loaded_tls>(pem_pair{});
  if (auto used = made->use({"the certificate", "the key"}, text); !used) return used.error();
  return std::shared_ptr<server_tls>(std::move(made));
}

result<std::shared_ptr<server_tls>> load_server_tls(const std::string& certificate_file, const std::string& key_file) {
  auto made = std::make_shared<loaded_tls>(pem_pair{certificate_file, key_file});
  if (auto read = made->reload(); !read) return read.error();
  return std::shared_ptr<server_tls>(std::move(made));
}

}  // namespace lamina::http
