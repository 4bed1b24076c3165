/** Executes commands of a stream that may be cut at any byte. */
export interface CommandReader {
  feed(bytes: Buffer): void
  /** Forgets what has arrived and is not executed. */
  clear(): void
}

/**
 * @param step executes the first command, and returns the bytes that are left; `undefined` when it has not arrived
 *   completely, as when there are no bytes
 */
export function createCommandReader(step: (bytes: Buffer) => Buffer | undefined): CommandReader {
  let pending: Buffer = Buffer.alloc(0)
  return {
    feed(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      for (;;) {
        const before = pending
        const rest = step(before)
        if (rest === undefined) return
        // A command may have switched the printer off, which forgets the others.
        if (pending === before) pending = rest
      }
    },
    clear() {
      pending = Buffer.alloc(0)
    },
  }
}

const COMMA = 0x2c

/** Where the data of a graphic begins, after so many commas; `undefined` when they have not all arrived. */
export function afterCommas(bytes: Buffer, count: number): number | undefined {
  let at = 0
  for (let commas = 0; commas < count; commas += 1) {
    at = bytes.indexOf(COMMA, at) + 1
    if (at === 0) return undefined
  }
  return at
}
