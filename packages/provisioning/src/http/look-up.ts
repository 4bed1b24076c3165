import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { FoundDevice } from '../ports.ts'

/** Not the name, which a server may write otherwise. */
const COMPARED = ['joinEui', 'deviceProfileId', 'connectivityPlanId', 'routingProfileId'] as const

/**
 * The answer to the creation of a device, where the server said yes without saying what it made: looked up, and true
 * when it is there as wanted. With other values it was there before, and is somebody else's.
 */
export async function confirmed(
  answer: Answer<{ readonly device?: string }>,
  wanted: Readonly<Partial<Record<(typeof COMPARED)[number], unknown>>>,
  find: () => Promise<Answer<FoundDevice | undefined>>,
): Promise<Answer<{ readonly device?: string }>> {
  if (answer.ok) return answer
  const { code, status = 0 } = answer.fault
  if (code !== 'unintelligible' || status < 200 || status > 299) return answer
  const found = await find()
  if (!found.ok || found.value === undefined) return answer
  const { device, ...told } = found.value
  const isOther = COMPARED.some(
    (member) => told[member] !== undefined && wanted[member] !== undefined && told[member] !== wanted[member],
  )
  if (isOther) return answer
  return answered(device === undefined ? {} : { device })
}

/** What a server calls a device: known since it was made, or looked up. `not-found` when the server does not tell. */
export async function referenceOf(
  device: string | undefined,
  find: () => Promise<Answer<FoundDevice | undefined>>,
): Promise<Answer<string>> {
  if (device !== undefined) return answered(device)
  const found = await find()
  if (!found.ok) return found
  const known = found.value?.device
  return known === undefined ? fault('not-found') : answered(known)
}
