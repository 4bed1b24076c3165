import type { PrinterAddress } from '../address.ts'

/**
 * What confirmation means. `printed`: the printer said that it has nothing left to print. `delivered`: the next
 * receiver has taken all bytes, the printer of a queue or the file; whether there is paper in the printer, it does
 * not say.
 */
export type Confirmation = 'printed' | 'delivered'

/**
 * What can be confirmed at an address.
 *
 * @example
 * ```ts
 * import { confirmationOf, parsePrinterUrl } from '@claimtag/printer'
 *
 * console.log(confirmationOf(parsePrinterUrl('lp://Zebra'))) // delivered
 * ```
 */
export function confirmationOf({ transport }: PrinterAddress): Confirmation {
  return transport === 'lp' || transport === 'file' ? 'delivered' : 'printed'
}

/**
 * A connection to a printer that takes one window of labels at a time. Its waits throw `PrinterError` when they give
 * up.
 */
export interface Channel {
  readonly confirms: Confirmation
  /** Sets how long the printer may be out of reach or silent before a wait gives up. */
  limit(giveUpMs: number): void
  /** Starts counting that time anew: without labels to print, the printer was not asked. */
  begin(): void
  /** Waits until the printer can take a window; false when it went away meanwhile, or everything has to stop. */
  ready(): Promise<boolean>
  /** Sends a window and waits until it is confirmed; false when that can no longer be found out. */
  deliver(bytes: Uint8Array): Promise<boolean>
  close(): Promise<void>
}
