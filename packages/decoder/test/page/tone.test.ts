import { playTone } from '@claimtag/decoder/page'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => void vi.unstubAllGlobals())

/** The sound of a browser, all in one, since a page has one only. */
const sound = { currentTime: 5, state: 'running', resume: vi.fn<() => Promise<void>>(async () => {}) }

function browser(hasBeenActive: boolean) {
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
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive } })
  vi.stubGlobal('AudioContext', function AudioContext() {
    return sound
  })
  vi.stubGlobal('OscillatorNode', Oscillator)
  vi.stubGlobal(
    'GainNode',
    class {
      connect(): void {}
    },
  )
  return made
}

test('a code that was read sounds higher than one of no use, and both end', () => {
  const made = browser(true)
  playTone(true)
  playTone(false)
  const [good, bad] = made
  expect(good!.frequency).toBeGreaterThan(bad!.frequency)
  expect(made.map(({ ends }) => ends)).toEqual([5.12, 5.12])
  expect(sound.resume).not.toHaveBeenCalled()
})

test('nothing waits until the page is touched', () => {
  const made = browser(false)
  playTone(true)
  expect(made).toEqual([])
})

test('sound that was stopped in the background goes on', () => {
  const made = browser(true)
  sound.state = 'interrupted'
  playTone(true)
  expect(sound.resume).toHaveBeenCalledTimes(1)
  expect(made).toHaveLength(1)
})
