import { ClaimtagError } from '@claimtag/core'
import { counted } from '@claimtag/devices'
import type { Fault, ReadBackFault } from '../plan/fault.ts'

const SENTENCES = {
  missing: 'is missing',
  'no-file': 'is a link, or not a file',
  changed: 'is not what was written',
  'no-picture': 'is not a picture of a label',
  'not-read': 'could not be read',
  'reads-otherwise': 'reads as something else than it should',
  'other-device': 'carries the code of another device',
} satisfies Record<ReadBackFault, string>

/**
 * The sentence for people about a label that was not accepted.
 *
 * @example
 * ```ts
 * import { faultSentence } from '@claimtag/batch'
 *
 * const fault = { line: 2, devEui: '70B3D57ED00A0004', file: 'labels.zpl', fault: 'missing' } as const
 * console.log(faultSentence(fault)) // labels.zpl (70B3D57ED00A0004) is missing.
 * ```
 */
export function faultSentence({ file, devEui, fault }: Fault): string {
  return `${file} (${devEui}) ${SENTENCES[fault]}.`
}

export interface VerificationIssue {
  readonly code: 'verification-failed'
  readonly count: number
}

/** Thrown when labels on the disk do not read back as they should. */
export class VerificationError extends ClaimtagError<VerificationIssue> {
  override readonly name = 'VerificationError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const first = faults[0] === undefined ? '' : ` The first: ${faultSentence(faults[0])}`
    super(
      { code: 'verification-failed', count: faults.length },
      `${counted(faults.length, 'label')} failed.${first}`,
    )
    this.faults = faults
  }
}
