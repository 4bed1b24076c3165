import type { WorkflowPorts } from './requests.ts'

/** Now, in ISO 8601; `undefined` without a clock. */
export function timeOf({ clock }: Pick<WorkflowPorts, 'clock'>): string | undefined {
  return clock === undefined ? undefined : new Date(clock.now()).toISOString()
}
