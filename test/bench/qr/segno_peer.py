"""The process side of the protocol in ../measure.mjs for segno: LEVEL ITEMS."""
import sys
import time

import segno

level, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    items = file.read().splitlines()
print("ready", segno.__version__, flush=True)
for line in sys.stdin:
    start, count = map(int, line.split())
    begin = time.process_time_ns()
    for i in range(start, start + count):
        segno.make_qr(items[i % len(items)], error=level, boost_error=False)
    print(time.process_time_ns() - begin, flush=True)
