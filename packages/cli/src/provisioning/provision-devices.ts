import {
  provisionAll,
  type BatchOptions,
  type BatchReport,
  type ProvisioningJob,
} from '@claimtag/provisioning/batch'
import { setTimeout as sleep } from 'node:timers/promises'

/** Seconds until devices that another command was at are looked at again: the time of a step, and of slow ones. */
const LOOKS_AGAIN = [1, 2, 4, 8]

/**
 * Provisions devices. One that another command has gone on with is looked at again when that may be through with it:
 * of two commands for the same devices, both end with all of them done.
 */
export async function provisionDevices(
  jobs: readonly ProvisioningJob[],
  options: Omit<BatchOptions, 'signal'> & { readonly signal?: AbortSignal },
): Promise<BatchReport> {
  const { signal } = options
  const byDevice = new Map(jobs.map((job) => [job.record.devEui, job]))
  let report = await provisionAll(jobs, options).report
  for (const seconds of LOOKS_AGAIN) {
    const overtaken = report.failed.filter(isOvertaken)
    if (overtaken.length === 0 || report.gaveUpOn !== undefined) break
    await sleep(seconds * 1000, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    if (signal?.aborted === true) break
    const rest = overtaken.flatMap(({ devEui }) => byDevice.get(devEui) ?? [])
    const next = await provisionAll(rest, options).report
    report = {
      ...next,
      done: report.done + next.done,
      wereDone: report.wereDone + next.wereDone,
      failed: [...report.failed.filter((one) => !isOvertaken(one)), ...next.failed],
      left: [...report.left, ...next.left],
    }
  }
  return report
}

function isOvertaken({ failure }: BatchReport['failed'][number]): boolean {
  return failure.code === 'state-moved-on'
}
