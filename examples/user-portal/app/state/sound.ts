import { signal } from '@preact/signals'

const KEPT = 'claimtag-sound'

/** Whether a code that was read is heard. */
export const hasSound = signal(localStorage.getItem(KEPT) === 'on')

export function setSound(isOn: boolean): void {
  localStorage.setItem(KEPT, isOn ? 'on' : 'off')
  hasSound.value = isOn
}

let context: AudioContext | undefined

/** High when a code was read, low when it is of no use. */
export function playTone(isGood: boolean): void {
  if (!hasSound.value) return
  context ??= new AudioContext()
  const tone = new OscillatorNode(context, { frequency: isGood ? 1320 : 220 })
  const volume = new GainNode(context, { gain: 0.1 })
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + 0.12)
}
