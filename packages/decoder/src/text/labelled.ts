import {
  type DecodeProblem,
  type DecodeResult,
  type DeviceRecord,
  failure,
  type Warning,
} from '@claimtag/core/reader'
import type { Edited } from './edited.ts'
import { severalAt } from './frame.ts'
import { isAddress } from './steps.ts'
import { readEui } from './written-eui.ts'

/** The name that stands for the format of named fields. */
const FORMAT = 'labelled-fields'

/** A label, a colon, and an EUI as people write it or whatever has no space. Repetitions are bounded, or the last. */
const FIELD =
  /(dev|app|join|nwk|network|owner|claim)[a-z_]{0,15}[ _-]?(eui|key|token|code)["']?\s?(?:\([a-z, ]{2,9}\)\s?)?[:=]\s{0,9}["']?(?:0x)?((?:[0-9a-f]{2}[-: ]?){7}[0-9a-f]{2}(?![0-9a-f])|[^\s"',;&<>{}]+)/gi

/** What is read, and what is dropped, by the first and the last word of its label. */
const FIELDS: Readonly<Record<string, string>> = {
  deveui: 'devEui',
  appeui: 'joinEui',
  joineui: 'joinEui',
  ownertoken: 'ownerToken',
  claimtoken: 'ownerToken',
  claimcode: 'ownerToken',
  appkey: 'appKey',
  nwkkey: 'nwkKey',
  networkkey: 'nwkKey',
}

/**
 * Reads the fields that labels, mails and NFC tags write by name: `DevEui: …`, JSON, `DevEUI:…,AppKey:…`. Keys are
 * dropped.
 *
 * @returns nothing when no EUI is named
 */
export function readLabelled({ text, origins }: Edited): DecodeResult | undefined {
  const record: Record<string, string> = {}
  const warnings: Warning[] = [{ code: 'labelled-fields' }]
  if (isAddress(text)) warnings.push({ code: 'code-in-url', position: 0 })
  const devices: number[] = []
  let problem: DecodeProblem | undefined
  text.replace(FIELD, (match, first: string, last: string, written: string, at: number) => {
    const field = FIELDS[(first + last).toLowerCase()] ?? ''
    const position = at + match.length - written.length
    // JSON may write a slash as `\\/`; a sentence ends with a full stop.
    const own = written.replace(/\\\//g, '/').replace(/[.!?)\]]{1,4}$/, '')
    const value = field.endsWith('Eui') ? readEui(own, field, position) : own
    const known = record[field]
    if (field.endsWith('Key')) {
      if (!warnings.some((one) => one.field === field)) warnings.push({ code: 'key-dropped', field })
    } else if (typeof value !== 'string') {
      problem = problem ?? value
    } else if (field !== '' && known !== value) {
      if (field === 'devEui') devices.push(origins[position]!)
      if (known !== undefined) problem = problem ?? { code: 'duplicate-element', field, position }
      record[field] = value
    }
    return match
  })
  const { devEui, joinEui } = record
  if (devices.length > 1) return { ok: false, error: severalAt(devices, origins[text.length - 1]! + 1) }
  if (joinEui !== undefined && devEui === undefined)
    problem = problem ?? { code: 'missing-field', field: 'devEui' }
  if (problem !== undefined) return { ok: false, error: failure(problem) }
  return devEui === undefined
    ? undefined
    : { ok: true, record: record as unknown as DeviceRecord, format: FORMAT, warnings }
}
