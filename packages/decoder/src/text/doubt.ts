import { type DecodeResult, refusal, type Warning } from '@claimtag/core/reader'
import { unedited } from './edited.ts'
import { severalIn } from './frame.ts'
import { isGroupAddress } from './written-eui.ts'

type Read = Extract<DecodeResult, { readonly ok: true }>

/** Dragino's serial numbers begin with two letters or more, so that this is a Zebra's prefix before one. */
const SCANNER = /^P0[0-9][A-Z]{2}/i

/** Doubts what is read, but cannot be what was meant: a template, two codes in one, the address of a group. */
export function doubted(text: string, result: Read, frame: RegExp): DecodeResult {
  const { format, warnings } = result
  let { record } = result
  const { devEui, ownerToken = '', serialNumber = '' } = record
  const doubts: Warning[] = []
  const isWarned = (of: Warning['code']): boolean => warnings.some(({ code }) => code === of)
  if (isGroupAddress(devEui)) doubts.push({ code: 'group-address', field: 'devEui' })
  if (format === 'dragino' && SCANNER.test(serialNumber)) {
    record = { ...record, serialNumber: serialNumber.slice(3) }
    doubts.push({ code: 'scanner-prefix', position: text.indexOf(serialNumber) })
  }
  // By the letter of TR005 this is a token; without a checksum, a word that lacks its letter is likelier.
  if (/^WNER/i.test(ownerToken) && isWarned('no-checksum')) {
    const { ownerToken: _, ...rest } = record
    record = rest
    doubts.push({ code: 'untagged-element', position: text.search(/.OWNER/i) })
  }
  if (/^X{4,}$/i.test(ownerToken)) {
    const position = Math.max(0, text.indexOf(ownerToken))
    return refusal({ kind: 'foreign', code: 'placeholder', field: 'ownerToken', position })
  }
  if (isWarned('lower-case-hex') && !/[A-Z]/.test(text) && /[a-z]/.test(serialNumber)) {
    doubts.push({ code: 'case-doubtful', field: 'serialNumber' })
  }
  // A second code may pass for elements that the format does not know.
  const several = warnings[0] && severalIn(unedited(text), frame)
  return several ?? (doubts[0] ? { ...result, record, warnings: [...warnings, ...doubts] } : result)
}
