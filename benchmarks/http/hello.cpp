#include "handlers.h"

int main(int argc, char** argv) {
  return lamina::run({{"hello", bench_hello}, {"secure", bench_hello}, {"auth", bench_authorizer}}, argc, argv);
}
