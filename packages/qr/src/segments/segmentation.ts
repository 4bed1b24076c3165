import { runsOf, type Run } from '../runs.ts'
import { checkSurrogates, COUNT_BITS, MODES, SIXTHS, type Segment, type VersionRange } from './segments.ts'

const ECI_UTF8 = 26

const NEVER = 1 << 28

/**
 * Cuts a text into the segments that take the fewest bits of all possible cuts in one range of versions.
 *
 * ISO/IEC 18004 leaves the choice open (annex J only suggests rules of thumb). This is exact: dynamic
 * programming over the runs of the text with one state per mode. Text outside ASCII begins with an ECI for UTF-8,
 * because bytes without one are ISO/IEC 8859-1 (7.3.5).
 */
export function segmentText(text: string, range: VersionRange): readonly Segment[] {
  checkSurrogates(text)
  const segments: Segment[] = []
  const runs = runsOf(text)
  const modes = bestModes(runs, range)
  let start = 0
  let bytes = 0
  for (let i = 0; i < runs.length; i++) {
    const { end } = runs[i]!
    bytes += runs[i]!.bytes
    if (modes[i] === modes[i + 1]) continue
    segments.push({ mode: MODES[modes[i]!]!, text: text.slice(start, end) })
    start = end
  }
  if (bytes > text.length) segments.unshift({ mode: 'eci', assignment: ECI_UTF8 })
  return segments
}

/**
 * Finds the mode of every run (index into `MODES`) in the cheapest cut. Changing the mode inside a run never helps:
 * giving the whole run the mode with the smaller characters costs no more.
 */
function bestModes(runs: readonly Run[], range: VersionRange): readonly number[] {
  const headers = MODES.map((mode) => 6 * (4 + COUNT_BITS[mode][range]))
  // For each mode the cost of the text up to here if it goes on in that mode, in sixths of a bit.
  const costs = headers.slice()
  // For each run and mode: the mode of the run if the text goes on in that mode after it.
  const cameFrom: number[] = []
  for (const run of runs) {
    let end: number = NEVER
    let from = 0
    for (let mode = 0; mode < 3; mode++) {
      costs[mode] = mode < run.mode ? NEVER : costs[mode]! + SIXTHS[mode]! * run.bytes
      // A segment ends at a whole bit.
      const whole = (((costs[mode]! + 5) / 6) | 0) * 6
      if (whole > end) continue
      end = whole
      from = mode
    }
    for (let mode = 0; mode < 3; mode++) {
      const changed = end + headers[mode]!
      cameFrom.push(changed < costs[mode]! ? from : mode)
      costs[mode] = Math.min(costs[mode]!, changed)
    }
  }
  let mode = costs.lastIndexOf(Math.min(...costs))
  const modes: number[] = []
  for (let i = runs.length; i-- > 0;) modes[i] = mode = cameFrom[3 * i + mode]!
  return modes
}
