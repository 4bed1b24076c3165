import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { UsageError } from '../usage-error.ts'

/** @throws UsageError for a change without a reason */
export function reasonOf(flags: Invocation['flags']): string {
  const reason = text(flags['reason'])
  if (reason === undefined || reason.trim() === '')
    throw new UsageError('This is written down with a reason: --reason "label torn".')
  return reason
}
