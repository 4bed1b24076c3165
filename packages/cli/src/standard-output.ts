import { fstatSync, writeSync } from 'node:fs'
import type { Sink } from './io.ts'

interface StandardOutput {
  readonly sink: Sink
  /** Whether labels were written, which must not be lost in silence. */
  readonly hasDelivered: () => boolean
}

/** The standard output of a process, as a sink that can deliver. */
export function standardOutput({ stdout }: Pick<NodeJS.Process, 'stdout'>): StandardOutput {
  let delivered = false
  return {
    hasDelivered: () => delivered,
    sink: {
      isTTY: stdout.isTTY,
      columns: stdout.columns,
      write: (text) => stdout.write(text),
      deliver(bytes) {
        delivered = true
        return isFile(stdout.fd) ? deliverToFile(stdout.fd, bytes) : deliverToStream(stdout, bytes)
      },
    },
  }
}

function isFile(fd: number): boolean {
  return Number.isInteger(fd) && fstatSync(fd).isFile()
}

/** Node's own stream takes a file on a full disk for written that was written in part (SyncWriteStream). */
async function deliverToFile(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
}

function deliverToStream(stdout: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
