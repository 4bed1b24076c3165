import { ClaimtagError } from '@claimtag/core'
import type { DeviceToIssue } from '../device/device.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import { createCanceller } from '../time/cancel.ts'
import type { WaitOptions } from '../time/deadline.ts'

/** The outcome for one of many devices. */
export type IssuedOne<Issued> =
  | { readonly ok: true; readonly index: number; readonly issued: Issued }
  | {
      readonly ok: false
      readonly index: number
      /** Of this package, or of `encode`. */
      readonly issue: OnlineIssue | { readonly code: string }
      readonly message: string
    }

/** Enough requests to fill the batches of a store; more would only take memory. */
const AT_ONCE = 1000

/** Issues codes for many devices, in their order, a window of them at a time. */
export async function* issueEach<Issued>(
  devices: Iterable<DeviceToIssue> | AsyncIterable<DeviceToIssue>,
  { signal: outer, ...wait }: WaitOptions,
  issue: (device: DeviceToIssue, wait: WaitOptions) => Promise<Issued>,
): AsyncGenerator<IssuedOne<Issued>, void, undefined> {
  // One listener on the caller's signal instead of a thousand: Node warns of a leak from eleven on.
  const { signal, cancel } = createCanceller()
  outer?.addEventListener('abort', cancel)
  if (outer?.aborted === true) cancel()
  const window: Promise<IssuedOne<Issued>>[] = []
  let index = 0
  try {
    for await (const device of devices) {
      window.push(outcomeOf(index, issue(device, { ...wait, signal })))
      index += 1
      if (window.length >= AT_ONCE) yield await window.shift()!
    }
    for (const one of window) yield await one
  } finally {
    outer?.removeEventListener('abort', cancel)
  }
}

async function outcomeOf<Issued>(index: number, call: Promise<Issued>): Promise<IssuedOne<Issued>> {
  try {
    return { ok: true, index, issued: await call }
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    return { ok: false, index, issue: error.issue as { readonly code: string }, message: error.message }
  }
}
