import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { FoundDevice } from '../ports.ts'

/** Not the name, which a server may write otherwise. */
const COMPARED = ['joinEui', 'deviceProfileId', 'connectivityPlanId', 'routingProfileId'] as const
type Compared = Readonly<Partial<Record<(typeof COMPARED)[number], unknown>>>

/**
 * The answer to the creation of a device, where the server said yes without saying what it made: looked up, and true
 * when it is there as wanted. With other values it was there before, and is somebody else's.
 */
export async function confirmed(
  answer: Answer<{ readonly device?: string }>,
  wanted: Compared,
  find: () => Promise<Answer<FoundDevice | undefined>>,
): Promise<Answer<{ readonly device?: string }>> {
  if (answer.ok) return answer
  const { code, status = 0 } = answer.fault
  if (code !== 'unintelligible' || status < 200 || status > 299) return answer
  const found = await find()
  if (!found.ok || found.value === undefined) return answer
  if (!isAsWanted(found.value, wanted)) return answer
  const { device } = found.value
  return answered(device === undefined ? {} : { device })
}

/** Whether a device that was found is the one that was to be made, as far as the server tells. */
export function isAsWanted(found: Compared, wanted: Compared): boolean {
  return COMPARED.every(
    (member) =>
      found[member] === undefined || wanted[member] === undefined || found[member] === wanted[member],
  )
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
