import type { UncertainReason } from './delivery-state.ts'
import type { PauseReason } from './status/status.ts'
import type { WaitReason } from './status/wait-reason.ts'

/** What happens at a printer, for progress bars and logs: ids and reasons, never a byte of a label. */
export type PrinterEvent =
  | { readonly type: 'connected' }
  | {
      readonly type: 'reconnecting'
      readonly attempt: number
      readonly waitMs: number
      readonly detail: string
    }
  | { readonly type: 'paused'; readonly reason: PauseReason }
  | { readonly type: 'resumed'; readonly after: PauseReason }
  /** Still so, and nothing has changed for `waitedMs`; repeated at growing intervals. */
  | { readonly type: 'waiting'; readonly reason: WaitReason; readonly waitedMs: number }
  | { readonly type: 'sent'; readonly ids: readonly string[]; readonly attempt: number }
  | { readonly type: 'printed'; readonly id: string }
  /** A queue has handed the label to its printer, or it is in the file. */
  | { readonly type: 'delivered'; readonly id: string }
  | { readonly type: 'uncertain'; readonly ids: readonly string[]; readonly reason: UncertainReason }
