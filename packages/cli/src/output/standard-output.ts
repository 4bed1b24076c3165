import { fstatSync, writeSync } from 'node:fs'
import type { Sink } from './io.ts'

interface StandardOutput {
  readonly sink: Sink
  /** Whether bytes of labels were written, whose loss must be reported. */
  readonly hasDelivered: () => boolean
  /** Gives up bytes that the reader does not take, so that waiting code can end. */
  readonly abandon: (reason: unknown) => void
}

/** The standard output of a process, as a sink that can deliver. */
export function standardOutput({ stdout }: Pick<NodeJS.Process, 'stdout'>): StandardOutput {
  let delivered = false
  const waiting = new Set<(reason: unknown) => void>()

  function deliverToStream(bytes: Uint8Array): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      waiting.add(reject)
      stdout.write(bytes, (error) => {
        waiting.delete(reject)
        if (error) reject(error)
        else resolve()
      })
    })
  }

  return {
    hasDelivered: () => delivered,
    abandon(reason) {
      for (const reject of waiting) reject(reason)
    },
    sink: {
      isTTY: stdout.isTTY,
      // A window may be resized at any time.
      get columns() {
        return stdout.columns
      },
      get rows() {
        return stdout.rows
      },
      write: (text) => stdout.write(text),
      deliver(bytes) {
        delivered = true
        return isFile(stdout.fd) ? deliverToFile(stdout.fd, bytes) : deliverToStream(bytes)
      },
    },
  }
}

function isFile(fd: number): boolean {
  return Number.isInteger(fd) && fstatSync(fd).isFile()
}

/** On a full disk, Node's own stream takes a partial write for a whole one (SyncWriteStream). */
async function deliverToFile(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
}
