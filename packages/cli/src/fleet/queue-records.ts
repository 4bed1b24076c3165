import { isThere } from '@claimtag/disk'
import { createSealer } from '@claimtag/online'
import { sealedRecords, type SealedRecords } from '@claimtag/provisioning/queue'
import { createKeyFile, readKeyFile } from '../codes/key-file.ts'
import { UsageError } from '../usage-error.ts'

/** What seals and opens the records of queued devices: the key lies in the portal's folder, and not in the queue. */
export function queueRecords(state: string, create: boolean): SealedRecords {
  const path = `${state}/queue.keys`
  if (!isThere(path)) {
    if (!create)
      throw new UsageError(
        `${path} is not there: it is made where devices are added, and opens their records. Copy it to each machine.`,
      )
    makeKeyFile(path)
  }
  const { keys } = readKeyFile(path)
  return sealedRecords(createSealer({ keys }))
}

function makeKeyFile(path: string): void {
  try {
    createKeyFile(path)
  } catch (error) {
    // Another command has made it meanwhile.
    if (!isThere(path)) throw error
  }
}
