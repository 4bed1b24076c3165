import { namedRecord, type LabelFields } from '@claimtag/core'
import { templateFields, type Template } from '@claimtag/label'
import type { Device } from '@claimtag/devices'

/** What the outside of a box may say of a device. It has no code and no token, so none can be printed. */
export interface CartonDevice {
  readonly devEui: string
  readonly joinEui: string | undefined
  readonly serialNumber: string | undefined
  readonly columns: Readonly<Record<string, string>>
}

/** Devices that are packed together. */
export interface Carton {
  /** Counted from 1 over all runs of the job. */
  readonly number: number
  readonly devices: readonly CartonDevice[]
}

export function cartonDevice({ fields, columns }: Device): CartonDevice {
  const { devEui, joinEui, serialNumber } = fields
  return { devEui, joinEui, serialNumber, columns }
}

/** A carton's name in files, in the manifest and in the journal of deliveries. Unlike a DevEUI it has a dash. */
export function cartonId(number: number): string {
  return `carton-${String(number).padStart(5, '0')}`
}

export function isCartonId(id: string): boolean {
  return id.startsWith('carton-')
}

/**
 * How many cartons so many labels fill, the last of them perhaps in part.
 *
 * @param size of a carton; without one, there are none
 */
export function cartonsFor(labels: number, size = Number.POSITIVE_INFINITY): number {
  return size === Number.POSITIVE_INFINITY ? 0 : Math.ceil(labels / size)
}

/** Between DevEUIs in a symbol: in its alphanumeric mode, and left alone by scanners that decode URLs. */
const SEPARATOR = '/'

/**
 * Writes what the labels of cartons may print: `carton`, `cartons`, `count`, `devEuis`, `devEui1` …, `firstDevEui`,
 * `lastDevEui`, `firstSerialNumber`, `lastSerialNumber`, and each column that has one value for the whole carton.
 * `devEui1` … are empty in a carton of more devices than the template has places for: a list with gaps would mislead.
 *
 * @example
 * ```ts
 * import { createCartonFields } from '@claimtag/batch'
 * import { cartonPresets } from '@claimtag/label'
 *
 * const fieldsOf = createCartonFields(cartonPresets['carton-100x50']!)
 * const device = { devEui: '70B3D57ED00A0004', joinEui: undefined, serialNumber: undefined, columns: {} }
 * console.log(fieldsOf({ number: 3, devices: [device] }, 4)['count']) // 1
 * ```
 */
export function createCartonFields(template: Template): (carton: Carton, cartons: number) => LabelFields {
  const listed = templateFields(template).filter((field) => /^devEui[1-9]\d*$/.test(field))
  const places = Math.max(0, ...listed.map((field) => Number(field.slice('devEui'.length))))
  return ({ number, devices }, cartons) => {
    const devEuis = devices.map(({ devEui }) => devEui)
    const serials = devices.flatMap(({ serialNumber }) => serialNumber ?? [])
    const isListed = devices.length <= places
    const list = Array.from(
      { length: places },
      (_, at) => [`devEui${at + 1}`, isListed ? (devEuis[at] ?? '') : ''] as const,
    )
    const joinEui = common(devices.map((device) => device.joinEui ?? ''))
    return {
      ...columnsInCommon(devices),
      ...namedRecord(list),
      carton: String(number),
      cartons: String(cartons),
      count: String(devices.length),
      devEuis: devEuis.join(SEPARATOR),
      firstDevEui: devEuis[0] ?? '',
      lastDevEui: devEuis.at(-1) ?? '',
      firstSerialNumber: serials[0] ?? '',
      lastSerialNumber: serials.at(-1) ?? '',
      joinEui,
      appEui: joinEui,
    }
  }
}

function columnsInCommon(devices: readonly CartonDevice[]): Readonly<Record<string, string>> {
  const names = new Set(devices.flatMap(({ columns }) => Object.keys(columns)))
  return namedRecord(
    [...names].map((name) => [name, common(devices.map(({ columns }) => columns[name] ?? ''))] as const),
  )
}

/** The value of all of them, or an empty one when they differ. */
function common(values: readonly string[]): string {
  const [first = ''] = values
  return values.every((value) => value === first) ? first : ''
}
