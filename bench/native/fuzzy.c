/*
 * libfuzzy on the command line, for vectors and benchmark. Uses its public functions only.
 *   fuzzy time FILE REPEATS   CPU seconds of REPEATS digests, then the digest
 *   fuzzy compare             reads lines "DIGEST DIGEST", prints a score a line
 *   fuzzy pairs REPEATS       reads a digest a line; CPU seconds of REPEATS times comparing each
 *                             with each, then the sum of the scores of one time
 *   fuzzy against QUERIES     reads a digest a line; CPU seconds of comparing each of the first
 *                             QUERIES with each of the others, then the sum of the scores
 * Build: gcc -O2 -o fuzzy bench/native/fuzzy.c -lfuzzy
 */
#include <fuzzy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int time_digests(const char *path, int repeats) {
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), 1;
  fseek(file, 0, SEEK_END);
  size_t size = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(size + 1);
  if (!bytes || fread(bytes, 1, size, file) != size) return perror(path), 1;
  char digest[FUZZY_MAX_RESULT];
  if (fuzzy_hash_buf(bytes, size, digest)) return 1;
  double start = cpu_seconds();
  for (int i = 0; i < repeats; i++) {
    if (fuzzy_hash_buf(bytes, size, digest)) return 1;
  }
  printf("%.9f %s\n", cpu_seconds() - start, digest);
  return 0;
}

static int compare_lines(void) {
  char line[1024];
  while (fgets(line, sizeof line, stdin)) {
    char *a = strtok(line, " \n");
    char *b = strtok(NULL, " \n");
    if (!a || !b) return 1;
    printf("%d\n", fuzzy_compare(a, b));
  }
  return 0;
}

static int time_pairs(int repeats) {
  enum { MOST = 4096, LENGTH = 256 };
  static char digests[MOST][LENGTH];
  int n = 0;
  while (n < MOST && fgets(digests[n], LENGTH, stdin)) {
    digests[n][strcspn(digests[n], "\n")] = 0;
    n++;
  }
  long sum = 0;
  double start = cpu_seconds();
  for (int r = 0; r < repeats; r++) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) sum += fuzzy_compare(digests[i], digests[j]);
    }
  }
  printf("%.9f %ld\n", cpu_seconds() - start, repeats ? sum / repeats : 0);
  return 0;
}

static int time_against(int queries) {
  enum { LENGTH = 256 };
  size_t n = 0, room = 1 << 17;
  char(*digests)[LENGTH] = malloc(room * LENGTH);
  while (digests && fgets(digests[n], LENGTH, stdin)) {
    digests[n][strcspn(digests[n], "\n")] = 0;
    if (++n == room) digests = realloc(digests, (room *= 2) * LENGTH);
  }
  if (!digests || n < (size_t)queries) return 1;
  long sum = 0;
  double start = cpu_seconds();
  for (int q = 0; q < queries; q++) {
    for (size_t i = queries; i < n; i++) sum += fuzzy_compare(digests[q], digests[i]);
  }
  printf("%.9f %ld\n", cpu_seconds() - start, sum);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "time")) return time_digests(argv[2], atoi(argv[3]));
  if (argc == 2 && !strcmp(argv[1], "compare")) return compare_lines();
  if (argc == 3 && !strcmp(argv[1], "pairs")) return time_pairs(atoi(argv[2]));
  if (argc == 3 && !strcmp(argv[1], "against")) return time_against(atoi(argv[2]));
  return fputs(
             "usage: fuzzy time FILE REPEATS | fuzzy compare | fuzzy pairs REPEATS | fuzzy against QUERIES\n",
             stderr),
         2;
}
