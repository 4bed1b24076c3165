import type { RowIssue } from '@claimtag/devices'
import {
  type FileProfile,
  type FileProfileCounts,
  type Input,
  judgeProfile,
  mergeProfile,
  problemsIn,
  rowIssue,
  type Stretch,
} from '@claimtag/devices/parts'
import { reread } from './reread.ts'

/** A row that only the others show to be wrong. */
export interface OddRow {
  readonly index: number
  readonly issue: RowIssue
  readonly isRefused: boolean
}

/** Finds rows whose token or serial number differs from nearly all others. */
export interface OddRowFinder {
  /** Adds the profile of the sound rows of a part, part by part. */
  add(stretch: Stretch, profile: FileProfile): void
  /** @param isExcluded rows that are out for something else */
  find(inputs: readonly Input[], isExcluded: (index: number) => boolean): AsyncIterable<OddRow>
}

/** Memory: a few dozen numbers for each part of 500 rows. */
export function createOddRowFinder(): OddRowFinder {
  const whole: FileProfileCounts = new Map()
  const parts: { readonly stretch: Stretch; readonly keys: readonly number[] }[] = []
  return {
    add(stretch, profile) {
      mergeProfile(whole, profile)
      parts.push({ stretch, keys: [...profile.keys()] })
    },
    async *find(inputs, isExcluded) {
      const { refused, warned } = judgeProfile(whole)
      if (refused.size + warned.size === 0) return
      const stretches = parts
        .filter(({ keys }) => keys.some((key) => refused.has(key) || warned.has(key)))
        .map(({ stretch }) => stretch)
      for await (const { index, line, file, cells } of reread(inputs, {
        stretches,
        isWanted: (at) => !isExcluded(at),
      })) {
        if (cells === undefined) continue
        for (const [problems, isRefused] of [
          [refused, true],
          [warned, false],
        ] as const)
          for (const problem of problemsIn(cells, problems))
            yield { index, issue: rowIssue(line, problem, cells.headings, file), isRefused }
      }
    },
  }
}
