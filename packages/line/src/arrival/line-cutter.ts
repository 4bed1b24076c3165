/** Longer than any code; of what is longer, nothing is kept. */
const MOST = 4096
/** What is taken in place of it: no code, so that the station says that it could not be read. */
const TOO_LONG = '…'

/**
 * Cuts what comes from a scanner into lines: after CR, LF or both, of which scanners send any. What has no end yet
 * waits for it.
 */
export function createLineCutter(take: (line: string) => void): (bytes: Uint8Array | string) => void {
  let rest = ''
  let isTooLong = false
  return (bytes) => {
    const parts = (rest + (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'))).split(
      /\r\n|\r|\n/,
    )
    rest = parts.pop() ?? ''
    for (const line of parts) {
      if (!isTooLong && line.trim() !== '') take(line.length <= MOST ? line : TOO_LONG)
      isTooLong = false
    }
    if (rest.length <= MOST) return
    rest = ''
    // It is said at once, and once: it may have no end.
    if (!isTooLong) take(TOO_LONG)
    isTooLong = true
  }
}
