import { playTone } from '@claimtag/decoder/page'
import { expect, test, vi } from 'vitest'

test('a code that was read sounds higher than one of no use, and both end', () => {
  const made: { frequency: number; ends: number }[] = []
  class Oscillator {
    readonly tone: { frequency: number; ends: number }
    constructor(_: object, { frequency }: { readonly frequency: number }) {
      made.push((this.tone = { frequency, ends: Infinity }))
    }
    connect<Node>(node: Node): Node {
      return node
    }
    start(): void {}
    stop(at: number): void {
      this.tone.ends = at
    }
  }
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly currentTime = 5
    },
  )
  vi.stubGlobal('OscillatorNode', Oscillator)
  vi.stubGlobal(
    'GainNode',
    class {
      connect(): void {}
    },
  )
  playTone(true)
  playTone(false)
  vi.unstubAllGlobals()
  const [good, bad] = made
  expect(good!.frequency).toBeGreaterThan(bad!.frequency)
  expect(made.map(({ ends }) => ends)).toEqual([5.12, 5.12])
})
