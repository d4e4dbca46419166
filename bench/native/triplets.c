/*
 * The counting of TLSH as the reference program 4.12 has it since it was sped up: a table of
 * the first step for each salt, and five places a turn so that the bytes keep their variables.
 * Debian's libtlsh is older and slower; this stands in for the newer one, written by us.
 *   triplets TABLE FILE REPEATS   CPU seconds of REPEATS counts, then "checksum:sum of squares"
 * TABLE holds Pearson's permutation, 256 bytes. Build: gcc -O3 -o triplets bench/native/triplets.c
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint8_t pearson[256], salted[7][256];
static uint32_t bucket[256];

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

#define MAP(salt, x, y, z) pearson[pearson[salted[salt][x] ^ (y)] ^ (z)]
#define STEP(a, b, c, d, e)      \
  checksum = MAP(6, a, b, checksum); \
  bucket[MAP(0, a, b, c)]++;     \
  bucket[MAP(1, a, b, d)]++;     \
  bucket[MAP(2, a, c, d)]++;     \
  bucket[MAP(3, a, c, e)]++;     \
  bucket[MAP(4, a, b, e)]++;     \
  bucket[MAP(5, a, d, e)]++

static uint8_t count(const uint8_t *bytes, size_t size) {
  memset(bucket, 0, sizeof bucket);
  uint8_t checksum = 0;
  uint8_t e = bytes[0], d = bytes[1], c = bytes[2], b = bytes[3], a;
  size_t i = 4;
  for (; i + 5 <= size; i += 5) {
    a = bytes[i];
    STEP(a, b, c, d, e);
    e = bytes[i + 1];
    STEP(e, a, b, c, d);
    d = bytes[i + 2];
    STEP(d, e, a, b, c);
    c = bytes[i + 3];
    STEP(c, d, e, a, b);
    b = bytes[i + 4];
    STEP(b, c, d, e, a);
  }
  for (; i < size; i++) {
    a = bytes[i];
    STEP(a, b, c, d, e);
    e = d;
    d = c;
    c = b;
    b = a;
  }
  return checksum;
}

static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), NULL;
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*size + 1);
  if (bytes && fread(bytes, 1, *size, file) != *size) bytes = NULL;
  fclose(file);
  return bytes;
}

int main(int argc, char **argv) {
  if (argc != 4) return fputs("usage: triplets TABLE FILE REPEATS\n", stderr), 2;
  size_t size;
  uint8_t *table = read_file(argv[1], &size);
  if (!table || size != 256) return 1;
  memcpy(pearson, table, 256);
  static const uint8_t salts[7] = {2, 3, 5, 7, 11, 13, 0};
  for (int s = 0; s < 7; s++) {
    for (int i = 0; i < 256; i++) salted[s][i] = pearson[pearson[salts[s]] ^ i];
  }
  uint8_t *bytes = read_file(argv[2], &size);
  if (!bytes || size < 5) return 1;
  uint8_t checksum = count(bytes, size);
  double start = cpu_seconds();
  for (int i = 0; i < atoi(argv[3]); i++) checksum = count(bytes, size);
  double seconds = cpu_seconds() - start;
  uint64_t squares = 0;
  for (int i = 0; i < 128; i++) squares += (uint64_t)bucket[i] * bucket[i];
  printf("%.9f %u:%llu\n", seconds, checksum, (unsigned long long)squares);
  return 0;
}
