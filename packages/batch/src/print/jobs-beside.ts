import { isThere, opennessOf } from '@claimtag/disk'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BatchError } from '../issue.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { readJobLog } from '../ledger/job-log.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { indexManifest } from '../ledger/manifest-index.ts'
import { readJobRecord } from '../ledger/record.ts'
import { createKeyMap, halvesOf } from '../preflight/key-map.ts'
import { parseDelivery } from './delivery-log-reader.ts'

/** Gives the folder of another job that has sent the label of a device, if one has. */
export type SentBeside = (devEui: string) => string | undefined

/**
 * Looks through the jobs in the folders beside this one for labels that they have sent to a printer: who makes a grown
 * list anew in another folder would print the old part of it twice. Labels of another size under another name, such as
 * those of cartons, are others. Memory: 16 to 32 bytes for each label of this job and as many for each sent one, none
 * when no job lies beside it.
 *
 * @throws BatchError `job-damaged` when a journal of deliveries cannot be read
 */
export function sentBeside(folder: JobFolder, record: JobRecord): SentBeside {
  const others = foldersBeside(folder).filter((other) => isOfSameLabels(other, record))
  if (others.length === 0) return () => undefined
  const own = createKeyMap()
  const { size } = statSync(folder.manifest)
  indexManifest(folder, size, (devEui, number) => own.add(...halvesOf(devEui), number)).close()
  const sent = createKeyMap()
  for (const [number, other] of others.entries()) {
    readJobLog(other, other.deliveries, {
      parse: parseDelivery,
      take(entry) {
        if (entry.state !== 'sent') return
        for (const id of entry.ids) if (own.has(...halvesOf(id))) sent.add(...halvesOf(id), number)
      },
    })
  }
  return (devEui) => {
    const number = sent.find(...halvesOf(devEui))
    return number === undefined ? undefined : others[number]?.out
  }
}

function foldersBeside({ out }: JobFolder): readonly JobFolder[] {
  const own = realpathSync(out)
  const parent = dirname(own)
  // In a folder like /tmp, anyone may lay down a job.
  if (opennessOf(parent) === 'shared') return []
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && join(parent, entry.name) !== own)
    .map((entry) => jobFolder(join(parent, entry.name)))
    .filter(({ deliveries }) => isVisible(deliveries))
}

/** What another user keeps closed is not a job of ours. */
function isVisible(path: string): boolean {
  try {
    return isThere(path)
  } catch {
    return false
  }
}

function isOfSameLabels(other: JobFolder, { template, stock }: JobRecord): boolean {
  const record = recordOf(other)
  if (record === undefined || record.template === template) return true
  return record.stock.width === stock.width && record.stock.height === stock.height
}

/** A job whose record cannot be read may be of any labels. */
function recordOf(folder: JobFolder): JobRecord | undefined {
  try {
    return readJobRecord(folder)
  } catch (error) {
    if (error instanceof BatchError) return undefined
    throw error
  }
}
