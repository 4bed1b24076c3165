import { DiskError } from '@claimtag/disk'
import { BatchError } from '../issue.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** A system error about the output as a `BatchError`; any other error as it is. */
export function outputError(error: unknown, path?: string): unknown {
  if (error instanceof DiskError && error.issue.code === 'file-exists')
    return new BatchError({ code: 'output-exists', path: error.issue.path })
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!(error instanceof Error) || typeof code !== 'string' || syscall === undefined) return error
  return FULL.has(code)
    ? new BatchError({ code: 'disk-full', ...(path === undefined ? {} : { path }) })
    : new BatchError({ code: 'output-failed', ...(path === undefined ? {} : { path }), detail: code })
}
