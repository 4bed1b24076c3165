import { ClaimtagError } from '@claimtag/core'
import { labelOf, type OfLabel, type Unstamped } from '../ledger/entry.ts'
import type { Desk } from './desk.ts'
import type { Notice } from '../notice.ts'
import { printsOf } from './printers.ts'

/** A label to print. */
export interface PrintWork {
  readonly of: OfLabel
  /** Written before the first byte leaves. */
  readonly intention: Unstamped
  readonly sentBefore: number
  readonly reason?: string | undefined
  /** Whether its scan is waited for. */
  readonly check: boolean
  readonly bytes: () => Promise<Uint8Array>
}

/**
 * Prints one label. Its intention is on the disk before the printer is given a byte, and its outcome before anything
 * else happens: in between, only a person can know whether it is on paper.
 *
 * @returns `undefined` when it is on paper
 * @throws DiskError, BatchError when the log cannot be written
 */
export async function printLabel(desk: Desk, work: PrintWork): Promise<Notice | undefined> {
  const { of, reason, check } = work
  const label = labelOf(of)
  const place = desk.printers.of(printsOf(of))
  const { by, printer } = { by: desk.operator, printer: place.name }
  let bytes: Uint8Array
  desk.printing = label
  desk.tell({ type: 'printing', label })
  try {
    try {
      bytes = await work.bytes()
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      const code = (error.issue as { readonly code?: unknown }).code
      desk.write({
        result: 'refused',
        because: 'unusable-label',
        ...(of.devEui === undefined ? {} : { devEui: of.devEui }),
        ...(typeof code === 'string' ? { detail: code } : {}),
      })
      return { code: 'unusable-label', label, reason: error.message }
    }
    const outcome = await place.print({ id: label, bytes, sentBefore: work.sentBefore }, (entry) => {
      if (entry.state === 'sent') desk.write(work.intention)
      // The journal of the source knows devices alone.
      if (of.devEui !== undefined) desk.source.record?.(entry, { by, printer }, reason)
      if (entry.state === 'confirmed')
        desk.write({ ...of, result: 'printed', confirms: place.confirms, check })
      if (entry.state === 'uncertain') desk.write({ ...of, result: 'uncertain' })
    })
    if (outcome.state === 'on-paper') return undefined
    if (outcome.state === 'uncertain') return { code: 'uncertain', label }
    return { code: 'not-sent', label, reason: outcome.error.message }
  } finally {
    desk.printing = undefined
  }
}
