import { ClaimtagError, labelFields, type Format, type LabelFields } from '@claimtag/core'
import { type LabellerOptions, templateFields, type Template } from '@claimtag/label'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Cells, ColumnMapping, Device, DeviceField, DeviceFiles, IdNotation } from '@claimtag/devices'
import { countedDevice, isCounted } from './plan/counters.ts'
import type { Series } from '@claimtag/label/series'
import { openSeries } from './render/open-series.ts'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'

/** What a label is made of: the text of its code, which holds the token, and the fields that may be printed. */
export interface LabelledDevice {
  readonly text: string
  readonly fields: LabelFields
}

/**
 * Why a row is looked at: it is the first, or no other has as long a value, or it is the first without one, or the
 * first whose label cannot be made.
 */
export type SampleReason =
  | { readonly what: 'first' }
  | { readonly what: 'longest'; readonly field: string; readonly length: number }
  | { readonly what: 'without'; readonly field: string }
  | { readonly what: 'longest-code'; readonly length: number }
  | { readonly what: 'unprintable' }

/** A row that shows what labels have to put up with. */
export interface SampleDevice extends LabelledDevice {
  readonly line: number
  /** The file that the line is in, when there are several. */
  readonly file?: string
  readonly reasons: readonly SampleReason[]
}

export interface SampleOptions {
  readonly format: Format
  /** Its fields are looked at. */
  readonly template: Template
  /** How labels are made: when given, the first row whose label cannot be made is looked at, too. */
  readonly label?: LabellerOptions | undefined
  readonly columns?: ColumnMapping | undefined
  readonly ids?: IdNotation | undefined
  readonly visible?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads all rows for those that a label is best planned or previewed with: the first sound one and, beyond it, those
 * with the longest code, with the longest value of each field that the template prints, and the first without one.
 * Given `label`, also the first row whose label cannot be made, unless one of those cannot.
 *
 * @returns each row once, the first row first and the others in their order; none when no row is sound
 * @throws InputError when an input as a whole cannot be read
 *
 * @example
 * ```ts
 * import { sampleDevices } from '@claimtag/batch'
 * import { thingpark } from '@claimtag/core'
 * import { defaultTemplate } from '@claimtag/label'
 *
 * const samples = await sampleDevices('devices.csv', { format: thingpark, template: defaultTemplate })
 * console.log(samples.length > 0) // true
 * ```
 */
export async function sampleDevices(
  input: DeviceFiles,
  { format, template, label, columns, ids, visible, signal }: SampleOptions,
): Promise<readonly SampleDevice[]> {
  const opened = await openInputs(input, { columns, ids, visible })
  const check = createRowChecker(format)
  const carried = format.fields.map(({ name }) => name)
  // The last one takes no row that others have found.
  const searches = [
    longestCode(carried),
    ...templateFields(template).flatMap(searchesFor),
    ...(label === undefined ? [] : await unprintable(template, label)),
  ]
  const hasCounter = isCounted(template)
  // How many rows there are is known at the end, and is a guess until then.
  const numbered = (device: Device, index: number): Device =>
    hasCounter ? countedDevice(device, { index: index + 1, count: index + 1 }) : device
  let first: Found | undefined
  try {
    for (const rows of readAll(opened.inputs)) {
      await nextTurn()
      signal?.throwIfAborted()
      for (const { index, line, file, cells, issues } of rows) {
        if (cells === undefined || issues.length > 0) continue
        // To write a code takes longer than to read a row, and few rows have anything longer than those before.
        const open = searches.filter((search) => search.mayBe(cells))
        if (first !== undefined && open.length === 0) continue
        const { device } = check(cells, line)
        if (device === undefined) continue
        const found: Found = { index, line, file, cells, device: numbered(device, index) }
        first ??= found
        for (const search of open) search.take(found)
      }
    }
  } finally {
    await opened.dispose()
  }
  return first === undefined ? [] : samplesOf(first, searches)
}

function samplesOf(first: Found, searches: readonly Search[]): readonly SampleDevice[] {
  const rows = new Map<number, { readonly found: Found; readonly reasons: SampleReason[] }>()
  rows.set(first.index, { found: first, reasons: [{ what: 'first' }] })
  for (const search of searches) {
    const best = search.best(first)
    if (best === undefined) continue
    const { found, reason } = best
    const row = rows.get(found.index)
    if (row === undefined) rows.set(found.index, { found, reasons: [reason] })
    else if (reason.what !== 'unprintable') row.reasons.push(reason)
  }
  return [...rows.values()]
    .sort((a, b) => a.found.index - b.found.index)
    .map(({ found: { line, file, device }, reasons }) => ({
      line,
      ...(file === undefined ? {} : { file }),
      text: device.text,
      fields: labelFields(device),
      reasons,
    }))
}

interface Found {
  readonly index: number
  readonly line: number
  readonly file: string | undefined
  readonly cells: Cells
  readonly device: Device
}

/** Looks for one thing in the rows. */
interface Search {
  /** Whether a row may be what is looked for, as far as its cells say. */
  mayBe(cells: Cells): boolean
  take(found: Found): void
  /** @param first the first sound row, which is looked at in any case */
  best(first: Found): { readonly found: Found; readonly reason: SampleReason } | undefined
}

/** All of them have 16 digits, and a code has them all. */
const EUIS: readonly string[] = ['devEui', 'joinEui', 'appEui']

function searchesFor(field: string): readonly Search[] {
  return EUIS.includes(field) ? [] : [longestValue(field), withoutValue(field)]
}

function longest(
  lengthIn: (cells: Cells) => number,
  lengthOf: (device: Device) => number,
  reason: (length: number) => SampleReason,
): Search {
  let best: Found | undefined
  let [length, inCells] = [0, 0]
  return {
    mayBe: (cells) => lengthIn(cells) > inCells,
    take(found) {
      inCells = Math.max(inCells, lengthIn(found.cells))
      if (lengthOf(found.device) <= length) return
      length = lengthOf(found.device)
      best = found
    },
    best: (first) =>
      best === undefined || length === lengthOf(first.device)
        ? undefined
        : { found: best, reason: reason(length) },
  }
}

function longestValue(field: string): Search {
  return longest(
    (cells) => valueIn(cells, field).length,
    (device) => (labelFields(device)[field] ?? '').length,
    (length) => ({ what: 'longest', field, length }),
  )
}

/** The code is as long as what it carries, about. */
function longestCode(carried: readonly string[]): Search {
  const varying = carried.filter((field) => !EUIS.includes(field))
  return longest(
    (cells) => varying.reduce((sum, field) => sum + valueIn(cells, field).length, 0),
    ({ text }) => text.length,
    (length) => ({ what: 'longest-code', length }),
  )
}

function withoutValue(field: string): Search {
  let best: Found | undefined
  return {
    mayBe: (cells) => best === undefined && valueIn(cells, field) === '',
    take(found) {
      if (best === undefined && (labelFields(found.device)[field] ?? '') === '') best = found
    },
    best: (first) =>
      best === undefined || best.index === first.index
        ? undefined
        : { found: best, reason: { what: 'without', field } },
  }
}

/** Nothing to search with when the template works for no device: then the first row shows it. */
async function unprintable(template: Template, label: LabellerOptions): Promise<readonly Search[]> {
  let opened: Series
  try {
    opened = await openSeries(template, label)
  } catch (error) {
    if (error instanceof ClaimtagError) return []
    throw error
  }
  let failed: Found | undefined
  return [
    {
      mayBe: () => failed === undefined,
      take(found) {
        const { text } = found.device
        if (orFault(() => opened.check(text, labelFields(found.device))) instanceof ClaimtagError)
          failed = found
      },
      best: () => failed && { found: failed, reason: { what: 'unprintable' } },
    },
  ]
}

function orFault<T>(attempt: () => T): T | ClaimtagError {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof ClaimtagError) return error
    throw error
  }
}

function valueIn({ fields, columns }: Cells, field: string): string {
  // A template may ask for a column named `constructor`.
  const own = Object.hasOwn(fields, field) ? fields[field as DeviceField] : undefined
  return own ?? columns[field] ?? ''
}
