// Options of the commands that tell others of a finished job.
import { type CommandSpec, GROUPS } from './command-spec.ts'
import { COMMON, FORCE, STORAGE, type Flag } from './shared-flags.ts'

export const REPORT: readonly Flag[] = [
  { flags: '-o, --out <file>', description: 'where it goes: a .pdf or a .json file (report.pdf)' },
  FORCE,
  { flags: '--no-verify', description: 'do not read all labels again first; the report says so' },
  ...COMMON,
]

/** The commands that prove what was made, and hand it over. */
export const PROOF_COMMANDS = {
  verify: {
    name: 'verify',
    group: GROUPS.proof,
    arguments: '[folder]',
    description: 'read all labels of a finished job again and find changed, missing and additional ones',
    flags: [...STORAGE, ...COMMON],
    examples: ['claimtag verify labels'],
  },
  report: {
    name: 'report',
    group: GROUPS.proof,
    arguments: '[folder]',
    description:
      'write what an auditor or a customer asks of a finished job, as PDF or JSON, after verifying it; without any token',
    flags: REPORT,
    examples: ['claimtag report labels', 'claimtag report labels --out report.json'],
  },
} as const satisfies Record<string, CommandSpec>
