import { createLabelMaker, type DeviceIndexOptions, indexDevices } from '@claimtag/batch'
import { labelFields, type DeviceFields } from '@claimtag/core'
import type { LanguageName } from '@claimtag/printer'
import { basename } from 'node:path'
import type { LabelSource } from './source.ts'

export interface FileSourceOptions extends DeviceIndexOptions {
  /** Path of the file of devices, or of several. */
  readonly input: string | readonly string[]
  /** Default `zpl`. */
  readonly language?: LanguageName | undefined
}

/**
 * A file of devices, checked as a whole at first. Each label is drawn when its device arrives, and read back before it
 * is given to the printer.
 *
 * @throws InputError when the file as a whole cannot be read
 * @throws LabelError when the template cannot work
 *
 * @example
 * ```ts
 * import { fileSource } from '@claimtag/line'
 *
 * const source = await fileSource({ input: 'devices.csv' })
 * console.log(source.devices) // 2
 * await source.close()
 * ```
 */
export async function fileSource({
  input,
  language = 'zpl',
  ...options
}: FileSourceOptions): Promise<LabelSource> {
  const index = await indexDevices(input, options)
  const maker = createLabelMaker({ as: language, ...options })
  return {
    name: [input]
      .flat()
      .map((path) => basename(path))
      .join(', '),
    devices: index.devices,
    find(devEui) {
      const found = index.find(devEui)
      if (found === undefined) return { state: 'unknown' }
      if ('issue' in found) return { state: 'refused', detail: found.issue.code, reason: found.issue.reason }
      const { text, columns } = found
      const fields = found.fields as unknown as DeviceFields
      const { joinEui, vendorId, vendorProfileId, serialNumber } = fields
      return {
        state: 'found',
        device: { devEui, joinEui, serialNumber, columns },
        product: { joinEui, vendorId, vendorProfileId },
        label: () => maker.make(text, labelFields({ fields, columns })),
      }
    },
    close: () => index.close(),
  }
}
