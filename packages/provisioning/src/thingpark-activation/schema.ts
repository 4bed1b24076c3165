import * as z from 'zod'
import type { AsTransportKey } from '../ports.ts'
import type { ThingparkActivationDialect } from './dialect.ts'

const Reference = z.union([z.string().min(1).max(256), z.int().transform(String)])

/** Reads the answer of `POST …/asKeys`; `undefined` when it is something else. */
export function asKeyAnswer(
  body: unknown,
  names: ThingparkActivationDialect['asKeyAnswer'],
): AsTransportKey | undefined {
  const read = z
    .object({ [names.id]: Reference, [names.encryptedKey]: z.string().min(1).max(8192) })
    .safeParse(body)
  const id = read.data?.[names.id]
  const encryptedKey = read.data?.[names.encryptedKey]
  return id === undefined || encryptedKey === undefined ? undefined : { id, encryptedKey }
}

/**
 * Reads the answer to a claim: an object with what it must have, or no body at all where it need have nothing, so that
 * the DevEUI remains the device's name.
 */
export function claimAnswer(
  body: unknown,
  { device, mustHave }: ThingparkActivationDialect['claimAnswer'],
  devEui: string,
): { readonly device: string } | undefined {
  const read = z
    .looseObject({ [device]: Reference.nullish() })
    .optional()
    .safeParse(body)
  if (!read.success) return undefined
  const members: Readonly<Record<string, unknown>> = read.data ?? {}
  if (mustHave.some((name) => !isSomething(members[name]))) return undefined
  return { device: read.data?.[device] ?? devEui }
}

const Code = z.coerce.number().int().min(400).max(599)

/**
 * The status that a 2xx answer has inside when it is an error all the same: its own code, or 400 where it tells none.
 * `undefined` when it is no error.
 */
export function errorInside(
  body: unknown,
  mustNotHave: ThingparkActivationDialect['mustNotHave'],
): number | undefined {
  const read = z.looseObject({}).safeParse(body)
  if (!read.success) return undefined
  const { code, status, error } = read.data
  const inner = z.looseObject({}).safeParse(error).data ?? {}
  const codes = [code, status, inner.code, inner.status].map((one) => Code.safeParse(one).data)
  const told = codes.find((one) => one !== undefined)
  if (told !== undefined) return told
  return mustNotHave.some((name) => isSomething(read.data[name])) ? UNTOLD : undefined
}

/** The status of an error that says no more than that it is one. */
const UNTOLD = 400

function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}
