import type { Flag } from './shared-flags.ts'

export interface CommandSpec {
  readonly name: string
  /** Heading in the help, named for the people who use the command. */
  readonly group: string
  readonly arguments: string
  readonly description: string
  readonly flags: readonly Flag[]
  readonly examples: readonly string[]
}

export const GROUPS = {
  labels: 'Labels:',
  printers: 'Printers and the line:',
  proof: 'Proof and hand-over:',
  codes: 'Codes:',
  portal: 'Provisioning:',
  formats: 'Formats and templates:',
  setup: 'Setting up:',
} as const
