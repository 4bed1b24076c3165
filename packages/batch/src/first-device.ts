import { labelFields, type Format, type LabelFields } from '@claimtag/core'
import type { ColumnMapping, DeviceFiles, IdNotation } from '@claimtag/devices'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'

/** What a label is made of: the text of its code, which holds the token, and the fields that may be printed. */
export interface LabelledDevice {
  readonly text: string
  readonly fields: LabelFields
}

/**
 * The first sound row of an input, to plan or preview a label with.
 *
 * @throws BatchError when the input as a whole cannot be read
 */
export async function firstDevice(
  source: DeviceFiles,
  format: Format,
  columns: ColumnMapping = {},
  ids?: IdNotation,
  visible?: boolean,
): Promise<LabelledDevice | undefined> {
  const opened = await openInputs(source, { columns, ids, visible })
  const check = createRowChecker(format)
  try {
    for (const rows of readAll(opened.inputs)) {
      for (const { cells, line } of rows) {
        const device = cells === undefined ? undefined : check(cells, line).device
        if (device !== undefined) return { text: device.text, fields: labelFields(device) }
      }
    }
    return undefined
  } finally {
    await opened.dispose()
  }
}
