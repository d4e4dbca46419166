// libtlsh on the command line, for the benchmark.
//   tlsh FILE REPEATS          CPU seconds of REPEATS digests, then the digest
//   tlsh --distances REPEATS   reads a digest a line; CPU seconds of REPEATS times the distance
//                              of each from each, digests parsed before, then the sum of one time
//   tlsh --texts REPEATS       the same, both digests of a pair parsed for each distance
// Build: g++ -O2 -o tlsh bench/native/tlsh.cc -ltlsh
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <string>
#include <tlsh.h>
#include <vector>

static double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int time_digests(const char *path, int repeats) {
  FILE *file = std::fopen(path, "rb");
  if (!file) return std::perror(path), 1;
  std::vector<unsigned char> bytes;
  unsigned char buffer[65536];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    bytes.insert(bytes.end(), buffer, buffer + n);
  }
  std::string digest;
  const double start = cpu_seconds();
  for (int i = 0; i < repeats; i++) {
    Tlsh tlsh;
    tlsh.update(bytes.data(), bytes.size());
    tlsh.final();
    digest = tlsh.getHash();
  }
  std::printf("%.9f %s\n", cpu_seconds() - start, digest.c_str());
  return 0;
}

static int time_distances(int repeats, bool parse_each) {
  std::vector<std::string> texts;
  for (std::string line; std::getline(std::cin, line);) texts.push_back(line);
  std::vector<Tlsh> digests(texts.size());
  for (size_t i = 0; i < texts.size(); i++) digests[i].fromTlshStr(texts[i].c_str());
  long sum = 0;
  const double start = cpu_seconds();
  for (int r = 0; r < repeats; r++) {
    for (size_t i = 0; i < texts.size(); i++) {
      for (size_t j = 0; j < texts.size(); j++) {
        if (parse_each) {
          Tlsh a, b;
          a.fromTlshStr(texts[i].c_str());
          b.fromTlshStr(texts[j].c_str());
          sum += a.totalDiff(&b);
        } else {
          sum += digests[i].totalDiff(&digests[j]);
        }
      }
    }
  }
  std::printf("%.9f %ld\n", cpu_seconds() - start, repeats ? sum / repeats : 0);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 3) return std::fputs("usage: tlsh FILE|--distances|--texts REPEATS\n", stderr), 2;
  const int repeats = std::atoi(argv[2]);
  if (!std::strcmp(argv[1], "--distances")) return time_distances(repeats, false);
  if (!std::strcmp(argv[1], "--texts")) return time_distances(repeats, true);
  return time_digests(argv[1], repeats);
}
