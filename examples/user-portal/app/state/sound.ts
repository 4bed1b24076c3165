import { signal } from '@preact/signals'

const KEPT = 'claimtag-sound'

/** Whether a code that was read is heard. */
export const hasSound = signal(localStorage.getItem(KEPT) === 'on')

export function setSound(isOn: boolean): void {
  localStorage.setItem(KEPT, isOn ? 'on' : 'off')
  hasSound.value = isOn
}
