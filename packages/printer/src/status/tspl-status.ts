import type { PauseReason, PrinterStatus, StatusReader } from './status.ts'

const PRINTING = 0x20

/** Worst first; bits 6 and 7 are options that not every model has. */
const CAUSES: readonly (readonly [bit: number, reason: PauseReason])[] = [
  [0x01, 'head-open'],
  [0x40, 'head-open'],
  [0x02, 'paper-jam'],
  [0x04, 'paper-out'],
  [0x08, 'ribbon-out'],
  [0x80, 'fault'],
  [0x10, 'paused'],
]

/** Reads the answer to `<ESC>!?` (TSPL/TSPL2 Programming Manual, "Status Polling"): one byte, 0 when ready. */
export function createTsplReader(): StatusReader {
  return {
    // Every byte is a status here; only their number can be checked against the questions.
    push: (bytes, most) => Array.from(bytes.subarray(0, most), judge),
  }
}

function judge(byte: number): PrinterStatus {
  const cause = CAUSES.find(([bit]) => (byte & bit) !== 0)
  return { pause: cause?.[1], idle: (byte & PRINTING) === 0 }
}
