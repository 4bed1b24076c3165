import type { DecodeError, DeviceRecord, Warning } from '@claimtag/core'
import { isGroupAddress } from '../text/written-eui.ts'
import { readField, RECORD_NAMES, type RecordName, type TypedName } from './read-field.ts'
import type { TokenForm } from './token-form.ts'

/** What is typed from a label; a field that the label does not have is empty. */
export interface TypedFields {
  readonly devEui: string
  readonly appEui?: string | undefined
  readonly ownerToken?: string | undefined
}

export type FieldsResult =
  | {
      readonly ok: true
      readonly record: DeviceRecord
      readonly format: 'typed-fields'
      readonly warnings: readonly Warning[]
    }
  /** What is wrong with each field, all at once, so that a form can show it. */
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<TypedName, DecodeError>>> }

const NAMES: readonly TypedName[] = ['devEui', 'appEui', 'ownerToken']

/**
 * Reads what people type from a label, with the errors of `decode` for each field. EUIs may have separators and be in
 * lower case; a token is taken exactly as typed. Nothing is corrected. Never throws.
 *
 * @param token how tokens are written, when that is known: the field `ownerToken` of `format.fields`
 * @example
 * ```ts
 * const result = fromFields({ devEui: '0004-A310-001A-AED6', appEui: '', ownerToken: '' })
 * if (result.ok) result.record.devEui // '0004A310001AAED6'
 * ```
 */
export function fromFields(
  fields: TypedFields,
  { token }: { readonly token?: TokenForm } = {},
): FieldsResult {
  const errors: Partial<Record<TypedName, DecodeError>> = {}
  const record: { -readonly [F in RecordName]?: string } = {}
  let isSound = true
  for (const name of NAMES) {
    const text = fields[name] ?? ''
    if (name !== 'devEui' && typeof text === 'string' && text.trim() === '') continue
    const value = readField(name, text, token)
    if (typeof value === 'string') record[RECORD_NAMES[name]] = value
    else errors[name] = value
    isSound = isSound && typeof value === 'string'
  }
  if (!isSound) return { ok: false, errors }
  const warnings: readonly Warning[] = isGroupAddress(record.devEui!)
    ? [{ code: 'group-address', field: 'devEui' }]
    : []
  return { ok: true, record: record as unknown as DeviceRecord, format: 'typed-fields', warnings }
}
