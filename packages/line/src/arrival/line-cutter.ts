/** Longer than any code; of what is longer, nothing is taken. */
const MOST = 4096

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
      if (!isTooLong && line.trim() !== '' && line.length <= MOST) take(line)
      isTooLong = false
    }
    if (rest.length <= MOST) return
    rest = ''
    isTooLong = true
  }
}
