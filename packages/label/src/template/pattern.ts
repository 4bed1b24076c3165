import { isSecretName } from '@claimtag/core'
import { isDated } from './dates.ts'
import { labelError } from '../issue/label-error.ts'
import type { LabelFields } from './template.ts'

/** A text with fields in braces, parsed once. */
export interface Pattern {
  /** Names of its fields. */
  readonly fields: readonly string[]
  /** The text for one device; empty when the pattern has fields and the device has none of them. */
  fill(fields: LabelFields, write?: (value: string) => string): string
}

type Part =
  | { readonly literal: string }
  | { readonly field: string; readonly from: number; readonly to: number }

/**
 * Parses `DevEUI {devEui}`. `{devEui[0:8]}` is the field's first 8 characters; `{{` and `}}` stand for the braces
 * themselves.
 *
 * @throws LabelError `bad-pattern`
 */
export function parsePattern(text: string, element: string): Pattern {
  const parts: Part[] = []
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    const [whole, field] = match
    // A date that is not filled in yet; no label is made of it.
    if (field !== undefined && isDated(whole)) continue
    if (field !== undefined) parts.push(parseField(field))
    else if (whole === '{{' || whole === '}}') parts.push({ literal: whole[0]! })
    else if (whole === '{' || whole === '}')
      throw labelError({ code: 'bad-pattern', element, position: match.index })
    else parts.push({ literal: whole })
  }
  const fields = [...new Set(parts.flatMap((part) => ('field' in part ? [part.field] : [])))]
  return {
    fields,
    fill(values, write = (value) => value) {
      let filled = ''
      let found = fields.length === 0
      for (const part of parts) {
        if ('literal' in part) filled += part.literal
        else {
          const value = fieldValue(values, part.field).slice(part.from, part.to)
          if (value !== '') found = true
          filled += write(value)
        }
      }
      return found ? filled : ''
    },
  }
}

/** Longer than any value, and an integer that engines keep unboxed. */
const END = 2 ** 30 - 1

function parseField(field: string): Part {
  const [, name, from, to] = /^\s*(.*?)\s*(?:\[(\d*):(\d*)\])?\s*$/.exec(field)!
  return { field: name!, from: from ? Number(from) : 0, to: to ? Number(to) : END }
}

/** AppEUI and JoinEUI are one identity with two names; either finds the other. */
export function fieldValue(values: LabelFields, name: string): string {
  const other = name === 'appEui' ? 'joinEui' : name === 'joinEui' ? 'appEui' : undefined
  return ownValue(values, name) ?? (other === undefined ? undefined : ownValue(values, other)) ?? ''
}

/** Templates name fields as they like, also `constructor`, and callers pass plain objects. */
function ownValue(values: LabelFields, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** Whether a label must not show the field: a key, the proof of ownership, or `code`, the text that contains it. */
export function isSecretField(name: string): boolean {
  return isSecretName(name) || name.toLowerCase().replace(/[^a-z]/g, '') === 'code'
}

/** `70B3D57ED00A0004` as `70B3 D57E D00A 0004`, separated by thin spaces. */
export function grouped(value: string, size: number): string {
  let text = value.slice(0, size)
  for (let at = size; at < value.length; at += size) text += `\u2009${value.slice(at, at + size)}`
  return text
}
