import { ClaimtagError } from '@claimtag/core'
import { counted } from '@claimtag/devices'
import type { Fault, ReadBackFault } from '../plan/fault.ts'

const SENTENCES = {
  missing: 'is missing',
  'no-file': 'is a link or no file at all',
  changed: 'is not what was written',
  'no-picture': 'is not a picture of a label',
  'not-read': 'could not be read',
  'reads-otherwise': 'reads as something else than it should',
  'other-device': 'carries the code of another device',
} satisfies Record<ReadBackFault, string>

export function faultSentence({ file, devEui, fault }: Fault): string {
  return `${file} (${devEui}) ${SENTENCES[fault]}.`
}

export interface VerificationIssue {
  readonly code: 'verification-failed'
  readonly count: number
}

/** Labels on the disk do not read back as they should. */
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
