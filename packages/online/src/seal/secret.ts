import type { DecodeResult, DeviceRecord } from '@claimtag/core'
import type { CodeKey, StoredCode } from '../store/code-store.ts'
import type { OwnBytes } from './own-bytes.ts'

/** The part of a code that is sealed: it holds the ownerToken twice. */
export interface Secret {
  readonly record: DeviceRecord
  readonly text: string
}

export function secretBytes({ record, text }: Secret): OwnBytes {
  return asciiBytes(JSON.stringify({ record, text }))
}

/** The secret that was sealed for this device; `undefined` when the bytes are something else. */
export function readSecret(bytes: Uint8Array, devEui: string): Secret | undefined {
  try {
    const { record, text } = JSON.parse(asciiText(bytes)) as Partial<Secret>
    const isRecord = record?.devEui === devEui && typeof record.ownerToken === 'string'
    return isRecord && typeof text === 'string' ? { record, text } : undefined
  } catch {
    return undefined
  }
}

/** Decodes a new code as an app will, so that the record is what the code says. */
export function readBack(
  text: string,
  devEui: string,
  ownerToken: string,
  decode: (text: string) => DecodeResult,
): Secret | undefined {
  const read = decode(text)
  if (!read.ok || read.record.devEui !== devEui || read.record.ownerToken !== ownerToken) return undefined
  return { record: read.record, text }
}

/** `claimtag/code/1` after its length. */
const PURPOSE = '15:claimtag/code/1'

/**
 * The values that a sealed code is bound to: a row that is moved to another device or set back in time does not open.
 */
export function boundTo({ realm, devEui }: CodeKey, { version }: Pick<StoredCode, 'version'>): OwnBytes {
  return asciiBytes(PURPOSE + prefixed(realm) + prefixed(devEui) + prefixed(String(version)))
}

/** A text after its length, so that no two lists of texts give the same bytes. */
function prefixed(text: string): string {
  const escaped = escapedAscii(text)
  return `${escaped.length}:${escaped}`
}

declare const TextEncoder: (new () => { encode(text: string): OwnBytes }) | undefined

let encoder: { encode(text: string): OwnBytes } | undefined

/** Up to here a call of the platform takes longer than to go through the characters. */
const SHORT = 64

/** ASCII bytes; other characters are escaped as in JSON. An encoder of the platform is taken, but none is needed. */
export function asciiBytes(text: string): OwnBytes {
  const { length } = text
  if (length > SHORT && typeof TextEncoder === 'function') {
    const encoded = (encoder ??= new TextEncoder()).encode(text)
    // Any other character takes more than one byte.
    return encoded.length === length ? encoded : bytesOf(escapedAscii(text))
  }
  return bytesOf(escapedAscii(text))
}

function bytesOf(ascii: string): OwnBytes {
  const bytes = new Uint8Array(ascii.length)
  for (let at = 0; at < ascii.length; at += 1) bytes[at] = ascii.charCodeAt(at)
  return bytes
}

const BEYOND_ASCII = /[\u0080-\uffff]/

function escapedAscii(text: string): string {
  // To look first takes a third of replacing nothing.
  if (!BEYOND_ASCII.test(text)) return text
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function asciiText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 1) text += String.fromCharCode(bytes[at]!)
  return text
}
