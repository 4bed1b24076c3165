/* The process side of the protocol in ../measure.mjs: define `encode`, then call `serve`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void encode(const char *text, char level);

static int serve(const char *version, char level, const char *path) {
  FILE *file = fopen(path, "r");
  char **items = NULL;
  char line[8192];
  size_t length = 0;
  if (!file) return 1;
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    items = realloc(items, (length + 1) * sizeof *items);
    items[length++] = strdup(line);
  }
  fclose(file);
  printf("ready %s\n", version);
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    struct timespec begin, end;
    size_t from, count;
    if (sscanf(line, "%zu %zu", &from, &count) != 2) return 1;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (size_t i = 0; i < count; i++) encode(items[(from + i) % length], level);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%lld\n", (end.tv_sec - begin.tv_sec) * 1000000000LL + (end.tv_nsec - begin.tv_nsec));
    fflush(stdout);
  }
  return 0;
}
