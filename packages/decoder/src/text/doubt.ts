import { type DecodeResult, failure, type Warning } from '@claimtag/core'
import { unedited } from './edited.ts'
import { severalIn } from './frame.ts'
import { isGroupAddress } from './written-eui.ts'

type Read = Extract<DecodeResult, { readonly ok: true }>

/** Doubts what is read, but cannot be what was meant: a template, two codes in one, the address of a group. */
export function doubted(text: string, result: Read, frame: RegExp): DecodeResult {
  const { record, warnings } = result
  const { devEui, ownerToken = '', serialNumber = '' } = record
  const doubts: Warning[] = []
  if (isGroupAddress(devEui)) doubts.push({ code: 'group-address', field: 'devEui' })
  // A second code may pass for elements that the format does not know.
  let error = warnings.length > 0 ? severalIn(unedited(text), frame) : undefined
  if (/^X{4,}$/i.test(ownerToken)) {
    error = failure({
      code: 'placeholder',
      field: 'ownerToken',
      position: Math.max(0, text.indexOf(ownerToken)),
    })
  }
  if (error !== undefined) return { ok: false, error }
  if (
    /[a-z]/.test(serialNumber) &&
    !/[A-Z]/.test(text) &&
    warnings.some(({ code }) => code === 'lower-case-hex')
  ) {
    doubts.push({ code: 'case-doubtful', field: 'serialNumber' })
  }
  return doubts.length === 0 ? result : { ...result, warnings: [...warnings, ...doubts] }
}
