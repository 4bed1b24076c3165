import { isThere, opennessOf } from '@claimtag/disk'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BatchError } from '../issue.ts'
import { isCartonId } from '../carton/carton.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { readJobLog } from '../ledger/job-log.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { indexManifest } from '../ledger/manifest/manifest-index.ts'
import { readJobRecord } from '../ledger/record.ts'
import { createKeyMap, halvesOf } from '../preflight/compact/key-map.ts'
import { parseDelivery } from './delivery-log-reader.ts'

/** The folder of another job that has sent the label of a device, if there is one. */
export type SentBeside = (devEui: string) => string | undefined

/**
 * Looks in the neighbouring folders for jobs that have sent the same labels to a printer: if a list that has grown is
 * labelled anew in another folder, its old part would be printed twice. Labels of another size under another name,
 * such as those of cartons, do not count. Memory: 16 to 32 bytes for each label of this job and as many for each sent
 * one, none when there is no other job.
 *
 * @throws BatchError `job-damaged` when a journal of deliveries cannot be read
 */
export async function sentBeside(folder: JobFolder, record: JobRecord): Promise<SentBeside> {
  const others: JobFolder[] = []
  for (const other of foldersBeside(folder)) if (await isOfSameLabels(other, record)) others.push(other)
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
        // Cartons of one number have other devices in another job.
        for (const id of entry.ids)
          if (!isCartonId(id) && own.has(...halvesOf(id))) sent.add(...halvesOf(id), number)
      },
    })
  }
  return (devEui) => {
    const number = isCartonId(devEui) ? undefined : sent.find(...halvesOf(devEui))
    return number === undefined ? undefined : others[number]?.out
  }
}

function foldersBeside({ out }: JobFolder): readonly JobFolder[] {
  const own = realpathSync(out)
  const parent = dirname(own)
  // In a folder like /tmp, any user may have put a job.
  if (opennessOf(parent) === 'shared') return []
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && join(parent, entry.name) !== own)
    .map((entry) => jobFolder(join(parent, entry.name)))
    .filter(({ deliveries }) => isVisible(deliveries))
}

/** A folder that another user keeps closed does not hold a job of this user. */
function isVisible(path: string): boolean {
  try {
    return isThere(path)
  } catch {
    return false
  }
}

async function isOfSameLabels(other: JobFolder, { template, stock }: JobRecord): Promise<boolean> {
  const record = await recordOf(other)
  if (record === undefined || record.template === template) return true
  return record.stock.width === stock.width && record.stock.height === stock.height
}

/** A job whose record cannot be read may have any labels. */
async function recordOf(folder: JobFolder): Promise<JobRecord | undefined> {
  try {
    return await readJobRecord(folder)
  } catch (error) {
    if (error instanceof BatchError) return undefined
    throw error
  }
}
