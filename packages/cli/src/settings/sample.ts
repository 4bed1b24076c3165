import type { LabelledDevice, SampleDevice, SampleReason } from '@claimtag/batch'
import { ClaimtagError, counted, encode, type Format, namedRecord } from '@claimtag/core'
import { templateFields, type Labeller, type LabelPlan, type Template } from '@claimtag/label'
import { UsageError } from '../usage-error.ts'
import type { DeviceFiles } from './device-files.ts'
import type { DrawingSettings } from './settings.ts'
import { isMisfit } from './stock.ts'

/** A device with the longest usual values, so that a label planned for it also fits the others. */
const TYPICAL = {
  devEui: '70B3D57ED00A0004',
  joinEui: '70B3D57ED0000002',
  serialNumber: '26W47-00000',
} as const

/** The forms of tokens, a 16-byte one each. */
const TOKENS = ['AAECAwQFBgcICQoLDA0ODw==', '00102030405060708090A0B0C0D0E0F0', 'C915005D']

/** A device to plan or preview a label with; `row` says where it stands, when it is one of a file. */
export interface Sample extends LabelledDevice {
  readonly row?: Omit<SampleDevice, keyof LabelledDevice>
}

/**
 * The first sound device of the files, and those beyond it that a label has most to put up with; or one that exists
 * nowhere.
 *
 * @throws UsageError when no row is sound
 */
export async function sampleDevices(
  devices: DeviceFiles | undefined,
  { format, template, art, fonts, dpi, columns, ids, visible }: DrawingSettings,
  signal: AbortSignal,
): Promise<readonly [Sample, ...Sample[]]> {
  if (devices === undefined) return [countedOne(typicalDevice(format), template)]
  const batch = await import('@claimtag/batch')
  const label = { art, dpi, fonts }
  const options = { format, template, label, columns, ids, visible, signal }
  const found = await batch.sampleDevices(devices.input, options)
  const [first, ...others] = found.map(({ text, fields, ...row }): Sample => ({ text, fields, row }))
  if (first === undefined) throw new UsageError(`No row of ${devices.names.join(', ')} is sound.`)
  return [first, ...others]
}

/** The only label of a job. */
function countedOne({ text, fields }: Sample, template: Template): Sample {
  const counters = ['index', 'count'].filter((name) => templateFields(template).includes(name))
  return {
    text,
    fields: namedRecord([...Object.entries(fields), ...counters.map((name) => [name, '1'] as const)]),
  }
}

/** A device that exists nowhere. */
export function typicalDevice(format: Format): Sample {
  return { text: typicalText(format), fields: { ...TYPICAL, appEui: TYPICAL.joinEui } }
}

/** `line 17 of b.csv, with the longest Product (23 characters)`; nothing of a device that stands in no file. */
export function spokenRow({ row }: Sample): string | undefined {
  if (row === undefined) return undefined
  const { line, file, reasons } = row
  const place = file === undefined ? `line ${line}` : `line ${line} of ${file}`
  return [place, ...reasons.map(spokenReason)].join(', ')
}

/** `In line 17, with the longest Product (23 characters): product (text) needs …`. */
export function inRow(sample: Sample, fault: LabelFault): string {
  const row = spokenRow(sample)
  return row === undefined ? fault.message : `In ${row}: ${fault.message}`
}

function spokenReason(reason: SampleReason): string {
  switch (reason.what) {
    case 'first':
      return 'the first'
    case 'longest-code':
      return `with the longest code (${counted(reason.length, 'character')})`
    case 'longest':
      return `with the longest ${reason.field} (${counted(reason.length, 'character')})`
    case 'unprintable':
      return 'the first whose label cannot be made'
    default:
      return `without ${reason.field}`
  }
}

/** Why no label can be made of a device. */
export type LabelFault = ClaimtagError<{ readonly code: string }>

/** What the label of a device will be, or why it cannot be made. */
export type Tried = { readonly sample: Sample } & (
  | { readonly planned: LabelPlan; readonly fault?: never }
  | { readonly planned?: never; readonly fault: LabelFault }
)

/**
 * Plans the label of a device.
 *
 * @throws ClaimtagError for a device that stands in no file, unless its label is too small: it is the template's fault
 */
export function tryLabel(labeller: Labeller, sample: Sample): Tried {
  try {
    return { sample, planned: labeller.plan(sample.text, sample.fields) }
  } catch (error) {
    if (!(error instanceof ClaimtagError) || (sample.row === undefined && !isMisfit(error))) throw error
    return { sample, fault: error as LabelFault }
  }
}

function typicalText(format: Format): string {
  // Throws the error of a read-only format, since no token could change that.
  if (!format.writable) return encode(TYPICAL, format)
  for (const ownerToken of TOKENS) {
    try {
      return encode({ ...TYPICAL, ownerToken }, format)
    } catch {
      // The token is issued in another form: try the next.
    }
  }
  throw new UsageError(
    `Format ${format.id} needs fields that only real devices have: name a file of devices.`,
  )
}
