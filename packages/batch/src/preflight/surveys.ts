import { randomBytes } from 'node:crypto'
import { type Cut, cutInputs, type Input } from '@claimtag/devices/parts'
import type { Survey, Surveyor } from './survey.ts'
import type { HashSeeds } from './compact/text-hash.ts'

/** How an input is surveyed. */
export interface SurveyPlan {
  readonly survey: Surveyor
  /** Number of stretches in progress at any time. */
  readonly window: number
  /** Records of the input in one chunk. */
  readonly chunkRows: number
}

interface SurveyedCut {
  readonly cut: Cut
  readonly survey: Survey
}

/** The surveys in the order of the inputs, several of them under way. */
export async function* surveys(
  inputs: readonly Input[],
  options: SurveyPlan,
  onBytes: (bytes: Uint8Array, input: number) => void,
): AsyncGenerator<SurveyedCut> {
  const { survey, window, chunkRows } = options
  const random = randomBytes(8)
  const seeds: HashSeeds = [random.readUInt32LE(0), random.readUInt32LE(4)]
  const begun: { readonly cut: Cut; readonly survey: Promise<Survey> }[] = []
  async function* upTo(waiting: number): AsyncGenerator<SurveyedCut> {
    while (begun.length > waiting) {
      const first = begun.shift()
      if (first !== undefined) yield { cut: first.cut, survey: await first.survey }
    }
  }
  for await (const cut of cutInputs(inputs, chunkRows, { onBytes })) {
    const begin = survey(cut, seeds)
    // It may reject while an earlier one is awaited; it is reported when it is awaited itself.
    begin.catch(() => undefined)
    begun.push({ cut, survey: begin })
    yield* upTo(window - 1)
  }
  yield* upTo(0)
}
