import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { JobFolder } from '../job/folder.ts'
import { PRIVATE_FILE, writeWhole } from '../output/durable.ts'

/** Who printed a label again, when and why. */
export interface Reprint {
  readonly at: string
  readonly devEui: string
  readonly reason: string
  readonly by: string
  readonly printer: string
}

/** Adds to the log of reprints, which is only ever appended to, before the label leaves. */
export function logReprint({ audit }: JobFolder, reprint: Reprint): void {
  const file = openSync(audit, 'a', PRIVATE_FILE)
  try {
    writeWhole(file, Buffer.from(`${JSON.stringify(reprint)}\n`, 'utf8'))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
