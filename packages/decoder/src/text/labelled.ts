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
  /(?:(dev|app|join)[a-z]{0,8}[ _-]?eui|(app|nwk|network)[a-z]{0,8}[ _-]?key|(?:owner|claim)[a-z_]{0,15}[ _-]?(?:code|token))["']?\s?(?:\([a-z, ]{2,9}\)\s?)?[:=]\s{0,9}["']?(?:0x)?((?:[0-9a-f]{2}[-: ]?){7}[0-9a-f]{2}(?![0-9a-f])|[^\s"',;&<>{}]+)/gi

/**
 * Reads the fields that labels, mails and NFC tags write by name: `DevEui: …`, JSON, `DevEUI:…,AppKey:…`. Keys are
 * dropped.
 *
 * @returns nothing when no EUI is named
 */
export function readLabelled({ text, origin }: Edited): DecodeResult | undefined {
  const record: Record<string, string> = {}
  const warnings: Warning[] = [{ code: 'labelled-fields' }]
  if (isAddress(text)) warnings.push({ code: 'code-in-url', position: 0 })
  const devices: number[] = []
  let problem: DecodeProblem | undefined
  text.replace(
    FIELD,
    (match, eui: string | undefined, key: string | undefined, written: string, at: number) => {
      const field = fieldOf(eui, key)
      const position = at + match.length - written.length
      // JSON may write a slash as `\\/`; a sentence ends with a full stop.
      const own = written.replace(/\\\//g, '/').replace(/[.!?)\]]{1,4}$/, '')
      const value = eui ? readEui(own, field, position) : own
      const known = record[field]
      if (key) {
        if (!warnings.some((one) => one.field === field)) warnings.push({ code: 'key-dropped', field })
      } else if (typeof value !== 'string') {
        problem = problem ?? value
      } else if (known !== value) {
        if (field === 'devEui') devices.push(origin(position))
        if (known !== undefined) problem = problem ?? { code: 'duplicate-element', field, position }
        record[field] = value
      }
      return match
    },
  )
  const { devEui, joinEui } = record
  if (devices.length > 1) return { ok: false, error: severalAt(devices, origin(text.length - 1) + 1) }
  if (joinEui !== undefined && devEui === undefined)
    problem = problem ?? { code: 'missing-field', field: 'devEui' }
  if (problem !== undefined) return { ok: false, error: failure(problem) }
  return devEui === undefined
    ? undefined
    : { ok: true, record: record as unknown as DeviceRecord, format: FORMAT, warnings }
}

/** The field that a label means, by its first letter. */
function fieldOf(eui: string | undefined, key: string | undefined): string {
  if (eui) return /^d/i.test(eui) ? 'devEui' : 'joinEui'
  if (key) return /^n/i.test(key) ? 'nwkKey' : 'appKey'
  return 'ownerToken'
}
