// libtlsh on the command line, for the benchmark.
//   tlsh FILE REPEATS   CPU seconds of REPEATS digests, then the digest
// Build: g++ -O2 -o tlsh bench/native/tlsh.cc -ltlsh
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <tlsh.h>
#include <vector>

static double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 3) return std::fputs("usage: tlsh FILE REPEATS\n", stderr), 2;
  FILE *file = std::fopen(argv[1], "rb");
  if (!file) return std::perror(argv[1]), 1;
  std::vector<unsigned char> bytes;
  unsigned char buffer[65536];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    bytes.insert(bytes.end(), buffer, buffer + n);
  }
  std::string digest;
  const double start = cpu_seconds();
  for (int i = 0; i < std::atoi(argv[2]); i++) {
    Tlsh tlsh;
    tlsh.update(bytes.data(), bytes.size());
    tlsh.final();
    digest = tlsh.getHash();
  }
  std::printf("%.9f %s\n", cpu_seconds() - start, digest.c_str());
}
