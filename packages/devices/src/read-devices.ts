import { thingpark, type Format } from '@claimtag/core'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { openInput, type InputOptions } from './open-input.ts'
import type { RowIssue } from './row-issue.ts'
import { createRowChecker, type Device } from './rows/device.ts'
import { readRows } from './rows/read-rows.ts'
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

/** A row of a file of devices: the device, or everything that is wrong with the row. */
export type DeviceRow =
  | { readonly line: number; readonly device: Device; readonly warnings: readonly RowIssue[] }
  | { readonly line: number; readonly issues: readonly RowIssue[] }

/**
 * Reads a file or a stream of devices row by row: CSV in any dialect, JSON as others write it, or a workbook; its
 * first bytes decide which. Memory does not grow with the input. Each row is checked by itself: whether a DevEUI or a
 * token occurs twice, or differs from all others, is for the caller to find.
 *
 * @param input path of a file, or a stream of one
 * @throws InputError when the input as a whole cannot be read; a row that is wrong is yielded with its issues
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
  input: string | Readable,
  { format = thingpark, signal, onNote, ...options }: ReadDevicesOptions = {},
): AsyncGenerator<DeviceRow> {
  // Refuses a read-only format before the input is opened.
  createRowChecker(format)
  const opened = await openInput(input, options)
  const check = createRowChecker(format, opened.input.ids)
  try {
    for (const note of opened.notes) onNote?.(note)
    assertColumns(opened.input, format.fields)
    for (const rows of readRows(opened.input)) {
      // Reading is synchronous, so other work gets a turn between two batches of rows.
      await nextTurn()
      signal?.throwIfAborted()
      for (const { line, cells, issues: unread, warnings } of rows) {
        const { device, issues = [] } = cells === undefined ? {} : check(cells, line)
        if (cells !== undefined && device !== undefined && unread.length === 0)
          yield { line, device, warnings: [...warnings, ...warningsOf(device, cells, line)] }
        else yield { line, issues: issuesOf(unread, issues) }
      }
    }
  } finally {
    await opened.dispose()
  }
}
