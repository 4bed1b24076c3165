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
  context ??= new AudioContext()
  const tone = new OscillatorNode(context, { frequency: isGood ? 1320 : 220 })
  const volume = new GainNode(context, { gain: 0.1 })
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + 0.12)
}
