#include "protocol.h"
#include <zint.h>

static void encode(const char *text, char level) {
  struct zint_symbol *symbol = ZBarcode_Create();
  symbol->symbology = BARCODE_QRCODE;
  symbol->option_1 = level == 'L' ? 1 : level == 'M' ? 2 : level == 'Q' ? 3 : 4;
  if (ZBarcode_Encode(symbol, (const unsigned char *)text, 0) >= ZINT_ERROR) exit(1);
  ZBarcode_Delete(symbol);
}

int main(int argc, char **argv) {
  char version[16];
  int number = ZBarcode_Version();
  snprintf(version, sizeof version, "%d.%d.%d", number / 10000, number / 100 % 100, number % 100);
  return argc == 3 ? serve(version, argv[1][0], argv[2]) : 2;
}
