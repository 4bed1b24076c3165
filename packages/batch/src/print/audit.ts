import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import type { JobFolder } from '../ledger/folder.ts'
import { PRIVATE_FILE, syncFolder, writeWhole } from '@claimtag/disk'

/** Who gave out a label again, when, why and where to. */
export interface Reprint {
  readonly at: string
  readonly devEui: string
  readonly reason: string
  readonly by: string
  readonly printer: string
}

/** Adds to the log of reprints, which is only ever appended to, before the labels leave. */
export function logReprints({ audit }: JobFolder, reprints: readonly Reprint[]): void {
  const isNew = !existsSync(audit)
  const file = openSync(audit, 'a', PRIVATE_FILE)
  try {
    writeWhole(file, Buffer.from(reprints.map((one) => `${JSON.stringify(one)}\n`).join(''), 'utf8'))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  if (isNew) syncFolder(dirname(audit))
}

/** The user of the operating system. */
export function whoPrints(): string {
  try {
    return userInfo().username
  } catch {
    // In a container, a user may have a number and no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
