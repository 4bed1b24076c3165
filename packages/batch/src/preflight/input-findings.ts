import type { FormatField } from '@claimtag/core'
import { createHash } from 'node:crypto'
import { InputError } from '@claimtag/devices'
import type { Input, Stretch } from '@claimtag/devices/parts'
import { createOddRowFinder, type OddRow } from './odd-rows.ts'
import { ROW, type Survey } from './survey.ts'

/** The findings about each of several inputs by itself, whatever the others are like. */
export interface InputFindings {
  /** Takes all bytes of the inputs in their order, with the number of each. */
  readonly addBytes: (bytes: Uint8Array, input: number) => void
  /** Takes the rows of the inputs, part by part. */
  add(part: Required<Stretch>, survey: Survey): void
  /** @throws InputError `no-rows`, `tokens-look-hexadecimal` */
  assertSound(fields: readonly FormatField[]): void
  /** @param isExcluded rows that are out for something else */
  oddRows(isExcluded: (index: number) => boolean): AsyncIterable<OddRow>
  /** SHA-256 of the records, in hex. */
  content(): string
}

export function createInputFindings(inputs: readonly Input[]): InputFindings {
  const findings = inputs.map((input) => ({
    input,
    hash: createHash('sha256'),
    odd: createOddRowFinder(),
    rows: 0,
    hasTokens: false,
    hasOtherTokens: false,
  }))

  function findingsOf(input: number): (typeof findings)[number] {
    const found = findings[input]
    if (found === undefined) throw new Error(`there is no input ${input}`)
    return found
  }

  return {
    addBytes: (bytes, input) => void findingsOf(input).hash.update(bytes),
    add(part, survey) {
      const found = findingsOf(part.input)
      found.rows += survey.rows
      found.hasTokens ||= survey.marks.some((mark) => (mark & ROW.hasToken) !== 0)
      found.hasOtherTokens ||= survey.otherTokens
      found.odd.add(part, survey.profile)
    },
    assertSound(fields) {
      for (const { input, rows, hasTokens, hasOtherTokens } of findings) {
        const of = input.file === undefined ? {} : { file: input.file }
        if (rows === 0) throw new InputError({ code: 'no-rows', ...of })
        if (!issuesBase64(fields) || !hasTokens || hasOtherTokens) continue
        const column = input.kind === 'csv' ? input.headings.ownerToken : undefined
        throw new InputError({ code: 'tokens-look-hexadecimal', field: 'ownerToken', column, ...of })
      }
    },
    async *oddRows(isExcluded) {
      for (const { odd } of findings) yield* odd.find(inputs, isExcluded)
    },
    content() {
      const [only, ...others] = findings
      if (only !== undefined && others.length === 0) return only.hash.digest('hex')
      // The names stand in messages and in the manifest.
      const named = findings.map(({ input, hash }) => [input.file, hash.digest('hex')])
      return createHash('sha256').update(JSON.stringify(named)).digest('hex')
    },
  }
}

/** Whether tokens are issued as base64 (of either alphabet), so that hexadecimal ones would be misread. */
function issuesBase64(fields: readonly FormatField[]): boolean {
  return fields.some(({ issued }) => issued?.startsWith('base64') === true)
}
