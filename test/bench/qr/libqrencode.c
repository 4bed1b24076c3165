#include "protocol.h"
#include <qrencode.h>

static void encode(const char *text, char level) {
  QRecLevel ec = level == 'L' ? QR_ECLEVEL_L : level == 'M' ? QR_ECLEVEL_M : level == 'Q' ? QR_ECLEVEL_Q : QR_ECLEVEL_H;
  QRcode *symbol = QRcode_encodeString(text, 0, ec, QR_MODE_8, 1);
  if (!symbol) exit(1);
  QRcode_free(symbol);
}

int main(int argc, char **argv) {
  return argc == 3 ? serve(QRcode_APIVersionString(), argv[1][0], argv[2]) : 2;
}
