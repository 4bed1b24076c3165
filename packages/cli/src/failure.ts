import { BatchError, VerificationError, type BatchIssueCode } from '@claimtag/batch'
import { ClaimtagError } from '@claimtag/core'
import { InputError, type InputIssueCode } from '@claimtag/devices'
import type { OnlineCode } from '@claimtag/online'
import type { StorageIssueCode } from '@claimtag/storage'
import type { LineIssueCode } from '@claimtag/line'
import { PrinterError } from '@claimtag/printer'
import { DiskError, type DiskIssueCode } from '@claimtag/disk'
import { commandLine } from './flags/command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './output/io.ts'
import { prose, Prose } from './output/prose.ts'
import { openSession } from './session.ts'
import { isMisfit } from './settings/stock.ts'
import { exitCodeOfFailure, StepFailed } from './provisioning/step-failed.ts'

const INPUT_EXIT = {
  'input-missing': EXIT.usage,
  'input-unreadable': EXIT.usage,
  'input-changed': EXIT.usage,
  'input-repeated': EXIT.usage,
  'record-too-long': EXIT.refused,
  'unclosed-quote': EXIT.refused,
  'not-json': EXIT.refused,
  'secure-element-manifest': EXIT.refused,
  'not-a-workbook': EXIT.refused,
  'old-workbook': EXIT.refused,
  'foreign-file': EXIT.refused,
  'damaged-workbook': EXIT.refused,
  'workbook-too-large': EXIT.refused,
  'cell-out-of-range': EXIT.refused,
  'damaged-parquet': EXIT.refused,
  'parquet-too-large': EXIT.refused,
  'parquet-unsupported': EXIT.refused,
  'parquet-columns': EXIT.refused,
  'parquet-reader-missing': EXIT.usage,
  'no-visible-devices': EXIT.refused,
  'several-sheets': EXIT.refused,
  'no-rows': EXIT.refused,
  'no-header': EXIT.refused,
  'missing-column': EXIT.refused,
  'duplicate-column': EXIT.refused,
  'unknown-column': EXIT.refused,
  'key-column': EXIT.refused,
  'ids-ambiguous': EXIT.refused,
  'tokens-look-hexadecimal': EXIT.refused,
} satisfies Record<InputIssueCode, ExitCode>

const BATCH_EXIT = {
  'unknown-output': EXIT.usage,
  'not-one-stream': EXIT.usage,
  'brother-resolution': EXIT.usage,
  'sheet-for-printer': EXIT.usage,
  'wider-than-head': EXIT.usage,
  'too-many-pages': EXIT.usage,
  'volume-unreadable': EXIT.unverified,
  'carton-size': EXIT.usage,
  'code-on-carton': EXIT.usage,
  'no-carton-output': EXIT.usage,
  'carton-unprintable': EXIT.refused,
  'brother-stock': EXIT.usage,
  'job-changed': EXIT.usage,
  'addition-unfinished': EXIT.usage,
  'job-of-other-version': EXIT.usage,
  'job-running': EXIT.usage,
  'counted-labels': EXIT.usage,
  'uncounted-label': EXIT.usage,
  'size-outgrown': EXIT.refused,
  'printer-cannot': EXIT.usage,
  'copies-column': EXIT.usage,
  'copies-unclear': EXIT.usage,
  'copies-across': EXIT.usage,
  'job-taken-over': EXIT.output,
  'job-missing': EXIT.usage,
  'job-unfinished': EXIT.usage,
  'job-damaged': EXIT.unverified,
  'output-failed': EXIT.output,
  'output-exists': EXIT.usage,
  'output-is-link': EXIT.usage,
  'output-is-input': EXIT.usage,
  'disk-full': EXIT.output,
  'output-open': EXIT.usage,
  'output-shared': EXIT.usage,
  'unknown-device': EXIT.usage,
  'printed-before': EXIT.usage,
  'not-printable': EXIT.usage,
  'label-changed': EXIT.unverified,
  'drawn-otherwise': EXIT.unverified,
  'plan-missing': EXIT.usage,
  'plan-key': EXIT.usage,
  'plan-damaged': EXIT.unverified,
  'plan-exists': EXIT.usage,
  'plan-of-other-version': EXIT.usage,
  'shard-count': EXIT.usage,
  'shard-unclear': EXIT.usage,
  'shard-unknown': EXIT.usage,
  'shard-other-count': EXIT.usage,
  'shard-input': EXIT.usage,
  'shard-folder': EXIT.usage,
  'shard-absent': EXIT.usage,
  'shard-missing': EXIT.usage,
  'shard-foreign': EXIT.usage,
  'shard-unfinished': EXIT.usage,
  'shard-differs': EXIT.unverified,
  'shard-doubled': EXIT.usage,
  'shard-damaged': EXIT.unverified,
} satisfies Record<BatchIssueCode, ExitCode>

const DISK_EXIT = {
  'file-exists': EXIT.usage,
  'file-linked': EXIT.usage,
  'not-a-file': EXIT.usage,
  'file-too-large': EXIT.usage,
  'not-a-folder': EXIT.usage,
  'not-ours': EXIT.usage,
  locked: EXIT.usage,
  'lock-lost': EXIT.output,
  'log-damaged': EXIT.unverified,
  'temporary-failed': EXIT.output,
} satisfies Record<DiskIssueCode, ExitCode>

const LINE_EXIT = {
  product: EXIT.usage,
  'pack-size': EXIT.usage,
  'pallets-without-cartons': EXIT.usage,
  'printer-languages': EXIT.usage,
  'log-missing': EXIT.usage,
  'pack-unprintable': EXIT.usage,
  'arrivals-address': EXIT.usage,
  'arrivals-failed': EXIT.output,
  'listen-address': EXIT.usage,
  'listen-exposed': EXIT.usage,
  'listen-failed': EXIT.output,
  operator: EXIT.usage,
} satisfies Record<LineIssueCode, ExitCode>

const ONLINE_EXIT = {
  'device-invalid': EXIT.usage,
  'device-member-unknown': EXIT.usage,
  'device-member-invalid': EXIT.usage,
  'dev-eui-invalid': EXIT.usage,
  'join-eui-invalid': EXIT.usage,
  'owner-token-given': EXIT.usage,
  'key-refused': EXIT.usage,
  'option-invalid': EXIT.usage,
  'sqlite-missing': EXIT.usage,
  'sqlite-too-old': EXIT.usage,
  'database-too-new': EXIT.usage,
  'device-conflict': EXIT.refused,
  'format-conflict': EXIT.refused,
  'code-revoked': EXIT.refused,
  'code-missing': EXIT.refused,
  'code-moved-on': EXIT.refused,
  'token-not-recorded': EXIT.refused,
  'token-record-ambiguous': EXIT.refused,
  'token-empty': EXIT.refused,
  'token-invalid': EXIT.refused,
  'code-unreadable': EXIT.unverified,
  'unseal-failed': EXIT.unverified,
  'store-answer-invalid': EXIT.unverified,
  'token-source-failed': EXIT.output,
  'token-source-paused': EXIT.output,
  'store-failed': EXIT.output,
  'seal-failed': EXIT.output,
  'deadline-exceeded': EXIT.output,
  cancelled: EXIT.interrupted,
} satisfies Record<OnlineCode, ExitCode>

const STORAGE_EXIT = {
  'storage-address': EXIT.usage,
  'storage-credentials-missing': EXIT.usage,
  'storage-credentials-refused': EXIT.output,
  'object-missing': EXIT.usage,
  'object-differs': EXIT.usage,
  'object-changed': EXIT.output,
  'object-damaged': EXIT.unverified,
  'storage-failed': EXIT.output,
  'encryption-key': EXIT.usage,
  'encryption-damaged': EXIT.unverified,
} satisfies Record<StorageIssueCode, ExitCode>

/** Reports an error to the person, and returns the exit code for the shell. */
export function report(error: unknown, io: Io): ExitCode {
  const { stderr } = openSession(io)
  if (io.signal.aborted && error === io.signal.reason) {
    stderr.print(prose`Stopped. To start again:\n  ${commandLine(io.argv)}\n`)
    return EXIT.interrupted
  }
  const known = error instanceof ClaimtagError
  const message = error instanceof Error ? error.message : String(error)
  const code = known ? String(error.code) : 'internal'
  if (io.argv.includes('--json')) stderr.json({ type: 'error', code, message })
  else {
    const { red } = stderr.paint
    stderr.print(prose`${red(known ? 'claimtag:' : 'claimtag failed:')} ${message}\n`)
    if (isMisfit(error)) stderr.print(prose`claimtag plan names the smallest stock that works.\n`)
    if (!known && error instanceof Error && io.env['CLAIMTAG_DEBUG'] !== undefined)
      stderr.print(Prose.lines(`${error.stack}\n`))
  }
  return exitCodeOf(error)
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof StepFailed) return exitCodeOfFailure(error.issue)
  if (error instanceof VerificationError) return EXIT.unverified
  if (error instanceof InputError) return INPUT_EXIT[error.issue.code]
  if (error instanceof BatchError) return BATCH_EXIT[error.issue.code]
  if (error instanceof DiskError) return DISK_EXIT[error.issue.code]
  if (error instanceof PrinterError) return error.code === 'printer-address' ? EXIT.usage : EXIT.output
  if (error instanceof ClaimtagError && Object.hasOwn(ONLINE_EXIT, error.code))
    return ONLINE_EXIT[error.code as OnlineCode]
  if (error instanceof ClaimtagError && Object.hasOwn(STORAGE_EXIT, error.code))
    return STORAGE_EXIT[error.code as StorageIssueCode]
  if (error instanceof ClaimtagError && Object.hasOwn(LINE_EXIT, error.code))
    return LINE_EXIT[error.code as LineIssueCode]
  return error instanceof ClaimtagError ? EXIT.usage : EXIT.ourFault
}
