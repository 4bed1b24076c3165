import { parseEui64 } from '@claimtag/core'
import { normalDevice } from '../device/device.ts'
import { onlineError } from '../issue/issue.ts'
import type { StoreOperation } from '../issue/issue.ts'
import type { AuditRecord, CodeKey, Filled, Inserted, Reservation, StoredCode } from './code-store.ts'

// A store may be written by anyone, so its answers are checked before they are used. Each check copies member by
// member: a getter could answer differently the second time.

/** An answer, and the device that it belongs to if there is one. */
type About = Omit<Answer, 'key'> & { readonly key: CodeKey | undefined }

type Members = Readonly<Record<string, unknown>>

/** More than a code, its record and a seal take. */
const LONGEST = 1 << 16

/** One answer of one operation. */
export interface Answer {
  readonly during: StoreOperation
  readonly key: CodeKey
  readonly given: unknown
}

/** @throws OnlineError `store-answer-invalid` */
export function reservationOf(answer: Answer): Reservation {
  const { status, attempt, leftMs, code } = membersOf(answer, answer.given, 'the answer')
  if (status === 'reserved') return { status, attempt: countOf(answer, attempt, 'attempt') }
  if (status === 'taken') return { status, leftMs: spanOf(answer, leftMs) }
  if (status === 'issued') return { status, code: codeOf(answer, code) }
  throw wrong(answer, 'status')
}

/** @throws OnlineError `store-answer-invalid` */
export function filledOf(answer: Answer): Filled {
  const { isOurs, code } = membersOf(answer, answer.given, 'the answer')
  if (typeof isOurs !== 'boolean') throw wrong(answer, 'isOurs')
  return { isOurs, ...(code === undefined ? {} : { code: codeOf(answer, code) }) }
}

/** @throws OnlineError `store-answer-invalid` */
export function insertedOf(answer: Answer): Inserted {
  const { status, leftMs } = membersOf(answer, answer.given, 'the answer')
  return status === 'taken' ? { status, leftMs: spanOf(answer, leftMs) } : filledOf(answer)
}

/** Whether a store says that it now has the very code that it was given, which needs no check. */
export function isOwn(answer: unknown, own: StoredCode): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const { isOurs, code } = answer as { readonly isOurs?: unknown; readonly code?: unknown }
  return isOurs === true && code === own
}

/** @throws OnlineError `store-answer-invalid` */
export function foundOf(answer: Answer): StoredCode | undefined {
  return answer.given === undefined ? undefined : codeOf(answer, answer.given)
}

/** @throws OnlineError `store-answer-invalid` */
export function yesOrNoOf(answer: Answer): boolean {
  if (typeof answer.given !== 'boolean') throw wrong(answer, 'the answer')
  return answer.given
}

/**
 * A page of a list: codes of any device.
 *
 * @throws OnlineError `store-answer-invalid`
 */
export function pageOf(answer: Omit<Answer, 'key'>, realm: string): readonly StoredCode[] {
  const whole = { ...answer, key: undefined }
  if (!Array.isArray(answer.given)) throw wrong(whole, 'the answer')
  return answer.given.map((code: unknown) => {
    const { device } = membersOf(whole, code, 'code')
    const { devEui } = membersOf(whole, device, 'code.device')
    const eui = typeof devEui === 'string' ? parseEui64(devEui) : undefined
    if (eui === undefined) throw wrong(whole, 'code.device.devEui')
    return codeOf({ ...answer, key: { realm, devEui: eui } }, code)
  })
}

/** @throws OnlineError `store-answer-invalid` */
export function historyOf(answer: Answer): readonly AuditRecord[] {
  if (!Array.isArray(answer.given)) throw wrong(answer, 'the answer')
  return answer.given.map((entry: unknown) => {
    const { at, version, what, who, reason } = membersOf(answer, entry, 'entry')
    if (
      typeof what !== 'string' ||
      typeof who !== 'string' ||
      typeof reason !== 'string' ||
      typeof at !== 'number'
    ) {
      throw wrong(answer, 'entry')
    }
    return {
      at,
      version: countOf(answer, version, 'entry.version'),
      what: what as AuditRecord['what'],
      who,
      reason,
    }
  })
}

/** Checks that a code belongs to the requested device. */
function codeOf(answer: Answer, given: unknown): StoredCode {
  const { device, format, version, status, keyId, sealed, tag } = membersOf(answer, given, 'code')
  const { devEui } = membersOf(answer, device, 'code.device')
  const eui = typeof devEui === 'string' ? parseEui64(devEui) : undefined
  if (eui === undefined || eui !== answer.key.devEui) throw wrong(answer, 'code.device.devEui')
  if (typeof format !== 'string') throw wrong(answer, 'code.format')
  if (status !== 'issued' && status !== 'revoked') throw wrong(answer, 'code.status')
  if (typeof keyId !== 'string') throw wrong(answer, 'code.keyId')
  if (!isBytes(sealed)) throw wrong(answer, 'code.sealed')
  if (tag !== undefined && !isBytes(tag)) throw wrong(answer, 'code.tag')
  return {
    device: deviceOf(answer, device),
    format,
    version: countOf(answer, version, 'code.version'),
    status,
    keyId,
    sealed,
    ...(tag === undefined ? {} : { tag }),
  }
}

function deviceOf(answer: Answer, device: unknown): StoredCode['device'] {
  try {
    return normalDevice(device)
  } catch {
    throw wrong(answer, 'code.device')
  }
}

function membersOf(answer: About, given: unknown, field: string): Members {
  if (typeof given !== 'object' || given === null) throw wrong(answer, field)
  return given as Members
}

function countOf(answer: Answer, value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) throw wrong(answer, field)
  return value
}

function spanOf(answer: Answer, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0)) throw wrong(answer, 'leftMs')
  return value
}

/** Accepts bytes of another realm (`vm`), too. */
function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) &&
    Object.prototype.toString.call(value) === '[object Uint8Array]' &&
    value.byteLength <= LONGEST
  )
}

function wrong({ during, key }: About, field: string): Error {
  const about = key === undefined ? {} : { devEui: key.devEui }
  return onlineError({ code: 'store-answer-invalid', during, field, ...about })
}
