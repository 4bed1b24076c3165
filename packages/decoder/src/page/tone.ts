let context: AudioContext | undefined

/**
 * A short tone: high when a code was read, low when it is of no use. Browsers play none before a person has touched the
 * page.
 *
 * @example
 * ```ts no-run
 * import { playTone } from '@claimtag/decoder/page'
 *
 * playTone(true)
 * ```
 */
export function playTone(isGood: boolean): void {
  // Tones from before would wait for the touch, and then sound all at once.
  if (userActivation()?.hasBeenActive === false) return
  context ??= new AudioContext()
  // iOS stops it while the page is in the background.
  if (context.state !== 'running') context.resume().catch(() => undefined)
  const tone = new OscillatorNode(context, { frequency: isGood ? 1320 : 220 })
  const volume = new GainNode(context, { gain: 0.1 })
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + 0.12)
}

/** Older browsers do not say. */
function userActivation(): UserActivation | undefined {
  return (globalThis.navigator as Navigator | undefined)?.userActivation
}
