#include "lamina/http/internal/openssl.h"

#include <openssl/err.h>

namespace lamina::http {
namespace {

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

}  // namespace

std::string last_openssl_error(const char* otherwise) {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  if (code == 0) return otherwise;
  const char* const reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : otherwise;
}

const BIO_METHOD* make_bio_method(const char* name, int (*write)(BIO*, const char*, int),
                                  int (*read)(BIO*, char*, int)) {
  BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, name);
  BIO_meth_set_write(made, write);
  BIO_meth_set_read(made, read);
  BIO_meth_set_ctrl(made, control);
  return made;
}

}  // namespace lamina::http
