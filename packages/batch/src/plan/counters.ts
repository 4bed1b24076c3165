import type { Device } from '@claimtag/devices'
import type { Input } from '@claimtag/devices/parts'
import { templateFields, type Template } from '@claimtag/label'
import { openToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'

/** The number of a label in its job, from 1, and how many labels the job has. */
export interface Counter {
  readonly index: number
  readonly count: number
}

const NAMES: readonly string[] = ['index', 'count'] satisfies readonly (keyof Counter)[]

/**
 * Whether a label says which one it is: `{index} of {count}`.
 *
 * @param columns those of every device: a field that one of them fills counts nothing
 *
 * @example
 * ```ts
 * import { isCounted } from '@claimtag/batch'
 * import { defaultTemplate } from '@claimtag/label'
 *
 * const number = { type: 'text', x: 26, y: 4, width: 20, size: 2, text: '{index} of {count}' } as const
 * console.log(isCounted({ ...defaultTemplate, elements: [number] })) // true
 * ```
 */
export function isCounted(template: Template, columns: readonly string[] = []): boolean {
  return countersOf(template, columns).length > 0
}

/** The counters that a template shows, by their names. */
export function countersOf(template: Template, columns: readonly string[]): readonly string[] {
  return templateFields(template).filter((field) => NAMES.includes(field) && !columns.includes(field))
}

/** The columns called like a counter that every row has: rows of JSON may each have members of their own. */
export function columnsLikeCounters(inputs: readonly Input[]): readonly string[] {
  return NAMES.filter((name) =>
    inputs.every(({ roles = [] }) => roles.some((role) => 'column' in role && role.column === name)),
  )
}

/** A device with its counters as columns; a column of the input that is called so is left as it is. */
export function countedDevice<D extends Pick<Device, 'columns'>>(device: D, { index, count }: Counter): D {
  return { ...device, columns: { index: String(index), count: String(count), ...device.columns } }
}

const LINE_FEED = 0x0a

/** As many rows as files can have at most: a row takes a line or more. */
export function mostRows(paths: readonly string[]): number {
  const buffer = Buffer.allocUnsafe(1 << 18)
  let lines = 0
  for (const path of paths) {
    const file = openToRead(path)
    try {
      lines++
      for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
        for (
          let at = buffer.indexOf(LINE_FEED);
          at !== -1 && at < read;
          at = buffer.indexOf(LINE_FEED, at + 1)
        )
          lines++
    } finally {
      closeSync(file)
    }
  }
  return lines
}

/** A counter as wide as any in a job of so many rows: in nearly every font all digits are equally wide. */
export function widestCounter(most: number): Counter {
  const widest = 10 ** String(most).length - 1
  return { index: widest, count: widest }
}
