import type { QrSymbol } from '@claimtag/qr'
import { type Bitmap, isBlack } from './bitmap.ts'

/** Called for one run of dark modules, or black dots, in a row. */
export type VisitRun = (x: number, y: number, width: number) => void

/** Visits the dark runs of a symbol, row by row, 32 modules at a time. */
export function eachModuleRun({ rows, wordsPerRow, size }: QrSymbol, visit: VisitRun): void {
  for (let y = 0; y < size; y += 1) {
    let before = 0
    let start = -1
    for (let word = 0; word < wordsPerRow; word += 1) {
      const now = rows[y * wordsPerRow + word]!
      // A bit is set where dark begins or ends.
      let changes = now ^ ((now >>> 1) | (before << 31))
      before = now & 1
      for (let x = word * 32; changes !== 0; x += 1) {
        const step = Math.clz32(changes)
        x += step
        // Two shifts, since a shift by 32 would be a shift by 0.
        changes = (changes << step) << 1
        if (start >= 0) visit(start, y, x - start)
        start = start < 0 ? x : -1
      }
    }
    if (start >= 0) visit(start, y, size - start)
  }
}

/** Visits the dark runs of a bar code, row by row. */
export function eachBarcodeRun(
  { columns, rows, dark }: { readonly columns: number; readonly rows: number; readonly dark: Uint8Array },
  visit: VisitRun,
): void {
  for (let y = 0; y < rows; y += 1) {
    let start = -1
    for (let x = 0; x <= columns; x += 1) {
      const isDark = x < columns && dark[y * columns + x] === 1
      if (isDark === start >= 0) continue
      if (!isDark) visit(start, y, x - start)
      start = isDark ? x : -1
    }
  }
}

/** Visits the black runs of a bitmap, row by row. */
export function eachDotRun(bitmap: Bitmap, visit: VisitRun): void {
  for (let y = 0; y < bitmap.height; y += 1) {
    let start = -1
    for (let x = 0; x <= bitmap.width; x += 1) {
      const black = x < bitmap.width && isBlack(bitmap, x, y)
      if (black === start >= 0) continue
      if (!black) visit(start, y, x - start)
      start = black ? x : -1
    }
  }
}
