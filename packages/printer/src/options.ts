import type { Clock } from './clock.ts'
import type { DeliveryEntry, UncertainReason } from './delivery-state.ts'
import type { PrinterEvent } from './event.ts'
import type { LanguageName } from './language.ts'
import type { Connect } from './transport/connect.ts'

/** What to do with labels of which it is not known whether they were printed. */
export type UncertainPolicy =
  | 'hold'
  | 'reprint'
  | ((ids: readonly string[], reason: UncertainReason) => 'hold' | 'reprint' | Promise<'hold' | 'reprint'>)

export interface PrinterOptions {
  /**
   * The language of the printer. Default `zpl`. A queue or a file is not asked for a status, so labels in any
   * language may be sent there.
   */
  readonly language?: LanguageName
  /** Called, and awaited, before labels are sent and after they are confirmed. */
  readonly journal?: (entry: DeliveryEntry) => void | Promise<void>
  /**
   * `hold` by default: the label is reported as uncertain, and a person decides. `reprint` sends it again, five times
   * in all at most, since a printer can print a label and fail to confirm it each time.
   */
  readonly uncertain?: UncertainPolicy
  readonly onEvent?: (event: PrinterEvent) => void
  /** Stops at once: labels on their way are uncertain, the rest is not sent. */
  readonly signal?: AbortSignal
  /**
   * Labels sent before the printer has to confirm them, so also the number that can be uncertain at once. 8. The
   * printer stands still while it confirms: one that prints 10 labels a second prints 8.0 with 8, and 9.4 with 32.
   */
  readonly windowLabels?: number
  /**
   * A window ends earlier when it holds this many bytes, so that the printer's buffer still takes the next question.
   * 65,536
   */
  readonly windowBytes?: number
  /** Time between questions to a printer that is busy. 100 */
  readonly statusIntervalMs?: number
  /** Time for an answer, and for a connection. 3,000 */
  readonly statusTimeoutMs?: number
  /** Time before the second attempt to connect; it doubles up to 32 times that. 250 */
  readonly reconnectMs?: number
  /** How long an open printer may be out of reach or silent. 600,000 */
  readonly giveUpMs?: number
  /**
   * How long a printer may report that it is busy, paused or lacks something without any change. Without end unless
   * given, since paper may come in the morning.
   */
  readonly notReadyMs?: number
  /** Time without change before the first `waiting` event; later ones come at doubling intervals. 30,000 */
  readonly remindMs?: number
  /** `giveUpMs` while opening. 10,000 */
  readonly openMs?: number
  /** Default: TCP, character devices, and serial ports where `serialport` is installed. */
  readonly connect?: Connect
  readonly clock?: Clock
}
