import { namedRecord } from '../record/named-record.ts'
import type { Issue } from './issue.ts'

/** An error that is a value: `issue` says what is wrong as typed data, `message` says it to people. */
export class ClaimtagError<I extends { readonly code: string } = Issue> extends Error {
  override readonly name: string = 'ClaimtagError'
  readonly issue: I

  constructor(issue: I, sentence: string) {
    super(sentence)
    this.issue = issue
  }

  get code(): I['code'] {
    return this.issue.code
  }

  /** What may leave the process: no stack, no cause, only the sentence and the plain values of the issue. */
  toJSON(): Readonly<Record<string, unknown>> {
    const plain = Object.entries(this.issue).filter(([, value]) => value !== undefined && !isOpaque(value))
    return { name: this.name, message: this.message, ...namedRecord(plain) }
  }
}

function isOpaque(value: unknown): boolean {
  return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'object'
}
