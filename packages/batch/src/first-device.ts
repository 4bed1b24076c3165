import { labelFields, type Format, type LabelFields } from '@claimtag/core'
import type { ColumnMapping, DeviceFiles, IdNotation } from '@claimtag/devices'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'

/** The contents of a label: the text of its code, which contains the token, and the fields that may be printed. */
export interface LabelledDevice {
  readonly text: string
  readonly fields: LabelFields
}

/**
 * The first sound row of an input, to plan or preview a label with.
 *
 * @returns `undefined` when no row is sound
 * @throws InputError when the input as a whole cannot be read
 *
 * @example
 * ```ts
 * import { firstDevice } from '@claimtag/batch'
 * import { thingpark } from '@claimtag/core'
 *
 * const device = await firstDevice('devices.csv', thingpark)
 * console.log(device?.fields['devEui']) // 70B3D57ED00A0004
 * ```
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
