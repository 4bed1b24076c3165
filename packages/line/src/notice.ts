import type { WaitReason } from '@claimtag/printer'
import type { Answer } from './ledger/entry.ts'

/** What a station says to its operator: plain data, without a token; `words` has the sentences. */
export type Notice =
  /** `checked`: the label was scanned. */
  | { readonly code: 'labelled'; readonly devEui: string; readonly checked: boolean }
  | { readonly code: 'scan-label'; readonly devEui: string }
  | { readonly code: 'unknown-device'; readonly devEui: string; readonly source: string }
  /** `reason`: the sentence of the source. */
  | { readonly code: 'refused-device'; readonly devEui: string; readonly reason: string }
  | { readonly code: 'wrong-product'; readonly devEui: string; readonly found: string }
  | { readonly code: 'printed-before'; readonly devEui: string }
  | { readonly code: 'unreadable' }
  | { readonly code: 'unusable-label'; readonly label: string; readonly reason: string }
  | { readonly code: 'label-unreadable'; readonly devEui: string }
  | { readonly code: 'not-the-label'; readonly devEui: string }
  | { readonly code: 'other-device'; readonly devEui: string; readonly scanned: string }
  | { readonly code: 'voided'; readonly devEui: string }
  | { readonly code: 'packed'; readonly pack: string; readonly devices: number }
  | { readonly code: 'uncertain'; readonly label: string }
  | { readonly code: 'answered'; readonly label: string; readonly answer: Answer }
  /** Nothing of it was sent. */
  | { readonly code: 'not-sent'; readonly label: string; readonly reason: string }
  | { readonly code: 'operator'; readonly name: string }
  | { readonly code: 'shift' }
  /** The action makes no sense now: there is nothing to print again, to void, to pack or to answer. */
  | { readonly code: 'nothing-to-do' }
  /** Another label comes first: one that is to be scanned, or of which it is not known whether it is on paper. */
  | { readonly code: 'finish-first'; readonly label: string }
  /** A reason or a name is empty, too long, or may hold a code. */
  | { readonly code: 'no-reason' }
  | { readonly code: 'too-many-waiting' }

export type NoticeCode = Notice['code']

/** What the operator does, besides scanning. */
export type Action =
  /**
   * `label`: a DevEUI or the name of a pack. When it is left out: the one whose scan is waited for, the device that has
   * just arrived and has its label, or the last one that was sent.
   */
  | { readonly type: 'reprint'; readonly reason: string; readonly label?: string | undefined }
  | { readonly type: 'void'; readonly reason: string; readonly devEui?: string | undefined }
  | { readonly type: 'answer'; readonly answer: Answer }
  /** Closes a carton that is not full. */
  | { readonly type: 'carton' }
  | { readonly type: 'pallet' }
  | { readonly type: 'operator'; readonly name: string }
  /** Ends a shift, and begins another. */
  | { readonly type: 'shift' }

/**
 * What the station waits for: a device, the printer, a scan of the printed label, the right label after one of another
 * device, or somebody who says whether a label is on paper.
 */
export type Phase = 'ready' | 'printing' | 'check' | 'stopped' | 'ask'

/** What the printer is waited for; `undefined` while it lacks nothing. */
export type PrinterWait = WaitReason | undefined
