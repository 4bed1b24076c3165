import { openJobLabels, type JobLabelsOptions } from '@claimtag/batch'
import type { LanguageName } from '@claimtag/printer'
import { basename } from 'node:path'
import type { LabelSource } from './source.ts'

export interface JobSourceOptions extends Omit<JobLabelsOptions, 'as'> {
  /** Default `zpl`. */
  readonly language?: LanguageName | undefined
}

/** A finished job as a source of labels. */
export interface JobSource extends LabelSource {
  /** The format of its codes, for the decoder of the station; absent in jobs of the first version. */
  readonly formatDocument: unknown
  /** Dots per inch of its labels. */
  readonly dpi: number
}

/**
 * The labels of a finished job, as it has made them: 24 to 40 bytes of memory each. What is sent stands in the job's
 * own journal, too, so that neither the station nor `printFolder` prints a label a second time.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`, `job-running`, `not-printable`
 *
 * @example
 * ```ts
 * import { runBatch } from '@claimtag/batch'
 * import { jobSource } from '@claimtag/line'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels', as: ['zpl'] })
 * const source = await jobSource({ out: 'labels' })
 * console.log(source.devices) // 2
 * await source.close()
 * ```
 */
export async function jobSource({ language = 'zpl', ...options }: JobSourceOptions): Promise<JobSource> {
  const { now = () => new Date() } = options
  const labels = await openJobLabels({ ...options, as: language })
  return {
    name: basename(options.out),
    devices: labels.devices,
    formatDocument: labels.formatDocument,
    dpi: labels.dpi,
    find(devEui) {
      const entry = labels.find(devEui)
      if (entry === undefined) return { state: 'unknown' }
      const { joinEui } = entry
      return {
        state: 'found',
        device: { devEui, joinEui, serialNumber: undefined, columns: {} },
        product: { joinEui },
        label: () => labels.bytes(devEui),
      }
    },
    timesSent: (devEui) => labels.timesSent(devEui),
    record(entry, { by, printer }, reason) {
      if (entry.state === 'sent' && reason !== undefined)
        for (const devEui of entry.ids) labels.audit({ at: now().toISOString(), devEui, reason, by, printer })
      labels.record(entry, { by, printer })
    },
    close: () => labels.close(),
  }
}
