#include "handlers.h"

int main() { return lamina::run({{"hello", bench_hello}, {"secure", bench_hello}, {"auth", bench_authorizer}}); }
