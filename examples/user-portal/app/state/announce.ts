import { signal } from '@preact/signals'

/** What screen readers say: status when they have time, failures at once. */
export const polite = signal('')
export const assertive = signal('')

const QUIET_MS = 3000
const said = new Map<string, number>()

/** Says a sentence, but not the same one twice within three seconds. */
export function say(sentence: string, isFailure = false): void {
  const now = performance.now()
  if (now - (said.get(sentence) ?? -QUIET_MS) < QUIET_MS) return
  said.set(sentence, now)
  const region = isFailure ? assertive : polite
  // What was wrong is over when there is something else to say.
  if (!isFailure) assertive.value = ''
  // A region that stays as it is stays silent.
  region.value = region.value === sentence ? `${sentence}\u00A0` : sentence
}
