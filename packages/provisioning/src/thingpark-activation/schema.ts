import * as z from 'zod'
import { isSomething } from '../http/error-inside.ts'
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
