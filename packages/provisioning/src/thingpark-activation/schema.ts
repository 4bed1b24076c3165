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

/** Reads the answer to a claim: an object, or no body at all, so that the DevEUI remains the device's name. */
export function claimAnswer(
  body: unknown,
  names: ThingparkActivationDialect['claimAnswer'],
  devEui: string,
): { readonly device: string } | undefined {
  const read = z
    .object({ [names.device]: Reference.optional() })
    .optional()
    .safeParse(body)
  return read.success ? { device: read.data?.[names.device] ?? devEui } : undefined
}
