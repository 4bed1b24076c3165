import { thingpark, type Format } from '@claimtag/core'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { InputOptions } from './open-input.ts'
import { type DeviceFiles, openInputs } from './open-inputs.ts'
import { inFile, type RowIssue } from './row-issue.ts'
import { createRowChecker, type Device } from './rows/device.ts'
import { readAll } from './rows/read-rows.ts'
import { assertColumns } from './rows/required-columns.ts'
import { issuesOf } from './rows/row-issues.ts'
import { warningsOf } from './rows/row-warnings.ts'

export interface ReadDevicesOptions extends InputOptions {
  /** The format whose fields the rows have to fill. Default `thingpark`. */
  readonly format?: Format | undefined
  /** Called with remarks on how the input was read: its encoding, skipped lines. */
  readonly onNote?: ((note: RowIssue) => void) | undefined
  /** Ends the reading; the iterator then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

interface RowPlace {
  readonly line: number
  /** The file that the line is in, when there are several. */
  readonly file?: string
}

/** A row of a file of devices: the device, or everything that is wrong with it. */
export type DeviceRow =
  | (RowPlace & { readonly device: Device; readonly warnings: readonly RowIssue[] })
  | (RowPlace & { readonly issues: readonly RowIssue[] })

/**
 * Reads a file or a stream of devices row by row, or several files as one: CSV in any dialect, JSON as others write
 * it, or an XLSX workbook; which of them it is, its first bytes tell. Memory does not grow with the input. Rows are
 * looked at one by one: whether a DevEUI or a token is there twice, or unlike all others, is for the caller to find.
 *
 * @param input path of a file, a stream of one, or the paths of several files
 * @throws InputError when the input as a whole cannot be read; a row that is wrong is given with its issues
 * @throws ClaimtagError `read-only-format`
 *
 * @example
 * ```ts
 * import { readDevices } from '@claimtag/devices'
 *
 * for await (const row of readDevices('devices.csv')) {
 *   if ('device' in row) console.log(row.device.fields.devEui) // 70B3D57ED00A0004
 *   else console.error(row.line, row.issues[0]?.reason)
 * }
 * ```
 */
export async function* readDevices(
  input: DeviceFiles,
  { format = thingpark, signal, onNote, ...options }: ReadDevicesOptions = {},
): AsyncGenerator<DeviceRow> {
  // Says that a format is only read before anything else is looked at.
  const check = createRowChecker(format)
  const opened = await openInputs(input, options)
  try {
    for (const note of opened.notes) onNote?.(note)
    for (const one of opened.inputs) assertColumns(one, format.fields)
    for (const rows of readAll(opened.inputs)) {
      // Reading does not wait for the disk: others have a turn between two batches of rows.
      await nextTurn()
      signal?.throwIfAborted()
      for (const { line, file, cells, issues: unread, warnings } of rows) {
        const place = file === undefined ? { line } : { line, file }
        const { device, issues = [] } = cells === undefined ? {} : check(cells, line)
        if (cells !== undefined && device !== undefined && unread.length === 0)
          yield {
            ...place,
            device,
            warnings: [...warnings, ...inFile(warningsOf(device, cells, line), file)],
          }
        else yield { ...place, issues: inFile(issuesOf(unread, issues), file) }
      }
    }
  } finally {
    await opened.dispose()
  }
}
