import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { FoundDevice } from '../ports.ts'

/**
 * The answer to the creation of a device, where the server said yes without saying what it made: looked up, and true
 * when it is there.
 */
export async function confirmed(
  answer: Answer<{ readonly device?: string }>,
  find: () => Promise<Answer<FoundDevice | undefined>>,
): Promise<Answer<{ readonly device?: string }>> {
  if (answer.ok) return answer
  const { code, status = 0 } = answer.fault
  if (code !== 'unintelligible' || status < 200 || status > 299) return answer
  const found = await find()
  if (!found.ok || found.value === undefined) return answer
  const { device } = found.value
  return answered(device === undefined ? {} : { device })
}
