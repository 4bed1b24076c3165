import { writeSync } from 'node:fs'

/** `write` may take less than it is given, on a full disk above all. */
export function writeWhole(file: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(file, bytes, at, bytes.length - at, position === undefined ? null : position + at)
  }
}
