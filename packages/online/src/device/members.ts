import { isKeyName, namedRecord, parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import { onlineError } from '../issue/issue.ts'
import type { MemberProblem } from '../issue/issue.ts'
import { APP_EUI, isQuotable, isTokenName } from './member-names.ts'

/** A QR code holds 4,296 characters, so no field of a device is longer. */
const LONGEST = 4296
/** More columns than anybody prints on one label. */
const MOST_MEMBERS = 256

type Members = ReadonlyMap<string, unknown>

/** The own members of a given object, each read only once: a getter could return another value the second time. */
export function membersOf(given: unknown, field?: string): Members {
  if (typeof given !== 'object' || given === null || isArray(given)) {
    if (field !== undefined) throw invalid(field, 'not-an-object')
    throw onlineError({ code: 'device-invalid', given: described(given) })
  }
  const names = namesOf(given, field ?? 'device')
  if (names.length > MOST_MEMBERS) throw invalid(field ?? 'device', 'too-many')
  const members = new Map<string, unknown>()
  for (const name of names) {
    try {
      members.set(name, (given as Readonly<Record<string, unknown>>)[name])
    } catch {
      throw invalid(pathOf(field, name), 'unreadable')
    }
  }
  return members
}

/** A text; `undefined` where it is absent, undefined, or empty as in an unfilled column. */
export function textOf(members: Members, name: string, field = name): string | undefined {
  const value = members.get(name)
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw invalid(field, 'not-text')
  if (value.length > LONGEST) throw invalid(field, 'too-long')
  return value
}

/** `extra` or `columns`: texts by their names. Absent when there are none. */
export function textsOf(members: Members, name: string): Readonly<Record<string, string>> | undefined {
  const value = members.get(name)
  if (value === undefined) return undefined
  const given = membersOf(value, name)
  const texts: [string, string][] = []
  for (const own of given.keys()) {
    const field = pathOf(name, own)
    const text = textOf(given, own, field)
    if (text === undefined) continue
    if (isTokenName(own)) throw onlineError({ code: 'owner-token-given', field })
    if (isKeyName(own)) throw onlineError({ code: 'key-refused', field: own })
    texts.push([own, text])
  }
  return texts.length === 0 ? undefined : namedRecord(texts.sort(byName))
}

/** The JoinEUI under either of its names. */
export function joinEuiOf(members: Members, devEui: Eui64): Eui64 | undefined {
  const join = euiOf(members, 'joinEui', devEui)
  const app = euiOf(members, APP_EUI, devEui)
  if (join !== undefined && app !== undefined && join !== app) throw invalid('joinEui', 'twice')
  return join ?? app
}

function euiOf(members: Members, name: string, devEui: Eui64): Eui64 | undefined {
  const text = textOf(members, name)
  if (text === undefined) return undefined
  const eui = parseWrittenEui64(text)
  if (eui === undefined) throw onlineError({ code: 'join-eui-invalid', devEui, field: 'joinEui' })
  return eui
}

/** The place of a member, as far as its name may be repeated. */
function pathOf(field: string | undefined, name: string): string {
  const own = isQuotable(name) ? name : 'a member'
  return field === undefined ? own : `${field}.${own}`
}

function namesOf(given: object, field: string): readonly string[] {
  try {
    return Object.keys(given)
  } catch {
    throw invalid(field, 'unreadable')
  }
}

function isArray(given: unknown): boolean {
  try {
    return Array.isArray(given)
  } catch {
    // A revoked proxy throws here.
    throw invalid('device', 'unreadable')
  }
}

function invalid(field: string, problem: MemberProblem): Error {
  return onlineError({ code: 'device-member-invalid', field, problem })
}

function described(given: unknown): string {
  if (given === null || given === undefined) return String(given)
  return typeof given === 'object' ? 'an array' : `a ${typeof given}`
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1
}
