import {
  type DecodeProblem,
  type DecodeResult,
  type DeviceRecord,
  refusal,
  type Warning,
} from '@claimtag/core/reader'
import type { Edited } from './edited.ts'
import { severalAt } from './frame.ts'
import { isAddress } from './steps.ts'
import { readEui } from './written-eui.ts'

/** The name that stands for the format of named fields. */
const FORMAT = 'labelled-fields'

/** What is read from named fields. */
type Carried = 'devEui' | 'joinEui' | 'ownerToken'

const LABEL =
  /(?:(dev|app|join)[a-z]{0,8}[ _-]?eui|(app|nwk|network)[a-z]{0,8}[ _-]?key|(?:owner|claim)[a-z_]{0,15}[ _-]?(?:code|token))/
/** With what JSON and people put around it: `DevEUI (hex): `, `"devEui":"`, `devEui=0x`. */
const BETWEEN = /["']?\s?(?:\([a-z, ]{2,9}\)\s?)?[:=]\s{0,9}["']?(?:0x)?/
/** An EUI as people write it, or whatever has no space. */
const VALUE = /((?:[0-9a-f]{2}[-: ]?){7}[0-9a-f]{2}(?![0-9a-f])|[^\s"',;&<>{}]+)/
// Every repetition is bounded but the last, after which nothing can fail: linear.
const FIELD = new RegExp(LABEL.source + BETWEEN.source + VALUE.source, 'gi')

/**
 * Reads the fields that labels, mails and NFC tags write by name: `DevEui: …`, JSON, `DevEUI:…,AppKey:…`. Keys are
 * dropped.
 *
 * @returns nothing when no EUI is named
 */
export function readLabelled(now: Edited): DecodeResult | undefined {
  const { text } = now
  const record: { -readonly [F in Carried]?: string } = {}
  const warnings: Warning[] = [{ code: 'labelled-fields' }]
  if (isAddress(text)) warnings.push({ code: 'code-in-url', position: 0 })
  const devices: number[] = []
  let problem: DecodeProblem | undefined
  text.replace(
    FIELD,
    (match, eui: string | undefined, key: string | undefined, written: string, at: number) => {
      const position = at + match.length - written.length
      if (key) {
        const field = /^n/i.test(key) ? 'nwkKey' : 'appKey'
        if (!warnings.some((one) => one.field === field)) warnings.push({ code: 'key-dropped', field })
        return match
      }
      const field: Carried = eui ? (/^d/i.test(eui) ? 'devEui' : 'joinEui') : 'ownerToken'
      // JSON may write a slash as `\/`; a sentence ends with a full stop.
      const own = written.replace(/\\\//g, '/').replace(/[.!?)\]]{1,4}$/, '')
      const value = eui ? readEui(own, field, position) : own
      const known = record[field]
      if (typeof value !== 'string') problem ??= value
      else if (value && known !== value) {
        if (field === 'devEui') devices.push(position)
        if (known) problem ??= { code: 'duplicate-element', field, position }
        record[field] = value
      }
      return match
    },
  )
  const { devEui, joinEui } = record
  const several = severalAt(now, devices)
  if (several) return several
  if (joinEui && !devEui) problem ??= { code: 'missing-field', field: 'devEui' }
  if (problem) return refusal(problem)
  return devEui
    ? { ok: true, record: record as unknown as DeviceRecord, format: FORMAT, warnings }
    : undefined
}
