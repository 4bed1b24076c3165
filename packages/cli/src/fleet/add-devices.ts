import { makePrivateFolder } from '@claimtag/disk'
import { counted } from '@claimtag/core'
import type { ProvisioningChoice } from '@claimtag/provisioning'
import type { ProvisioningJob } from '@claimtag/provisioning/batch'
import { DEFAULT_PRIORITY, LEAST_PRIORITY, type QueuedDevice } from '@claimtag/provisioning/queue'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { wholeNumber } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { LoadedPortal } from '../provisioning/load-portal.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { openQueue } from './open-queue.ts'
import { queueFailed } from './queue-failed.ts'
import { queueRecords } from './queue-records.ts'

/** Devices that are sealed and added together. */
const CHUNK = 500

/** Adds devices to a queue instead of provisioning them here. Asks no server of the portal. */
export async function addDevices(
  records: readonly ProvisioningJob['record'][],
  choice: ProvisioningChoice,
  { state }: Pick<LoadedPortal, 'state'>,
  invocation: Invocation,
  io: Session,
): Promise<ExitCode> {
  const { flags } = invocation
  const priority = priorityOf(flags['priority'])
  makePrivateFolder(state)
  const { seal } = queueRecords(state, true)
  const again = flags['again'] === true
  const { queue, close } = await openQueue(invocation, io, true)
  let [added, known] = [0, 0]
  try {
    for (let from = 0; from < records.length && !io.signal.aborted; from += CHUNK) {
      const devices = await Promise.all(
        records.slice(from, from + CHUNK).map(async (record): Promise<QueuedDevice> => ({
          devEui: record.devEui,
          record: await seal(record),
          choice,
          priority,
          ...(again ? { again } : {}),
        })),
      )
      const result = await queue.add(devices)
      if ('refused' in result)
        throw new UsageError('The queue drains, and takes no devices: claimtag fleet resume')
      added += result.added
      known += result.known
    }
  } catch (error) {
    return queueFailed(error, invocation, io)
  } finally {
    await close().catch(() => undefined)
  }
  if (io.signal.aborted) throw io.signal.reason
  if (flags['json'] === true) io.stdout.json({ added, known })
  else if (flags['quiet'] !== true)
    io.stderr.print(
      prose`${counted(added, 'device')} added to the queue${known === 0 ? '' : `, ${known} were in it`}. claimtag fleet work provisions them.\n`,
    )
  return EXIT.done
}

function priorityOf(given: Invocation['flags'][string]): number {
  if (given === undefined) return DEFAULT_PRIORITY
  const priority = wholeNumber('--priority', given)
  if (priority < 1 || priority > LEAST_PRIORITY)
    throw new UsageError(`--priority takes 1, which comes first, to ${LEAST_PRIORITY}.`)
  return priority
}
