import type { Confirmation } from '@claimtag/printer'

/** Who, when and where to, in each line of `line.ndjson`. */
export interface Stamp {
  /** ISO 8601, by the station's clock. */
  readonly at: string
  /** The operator. */
  readonly by: string
  /** The printer's address. */
  readonly printer: string
}

/** The label that an entry is about: that of a device, or of a carton or pallet (`carton-00003`). */
export type OfLabel =
  | { readonly devEui: string; readonly pack?: undefined }
  | { readonly pack: string; readonly devEui?: undefined }

/** Why a device that arrived got no label. */
export type RefusedBecause =
  | 'unknown-device'
  | 'refused-device'
  | 'wrong-product'
  | 'printed-before'
  | 'unreadable'
  | 'unusable-label'

/** What a scan of a printed label showed. `not-the-label`: the DevEUI of the device, without the code of its label. */
export type ScanResult = 'good' | 'other-device' | 'unreadable' | 'not-the-label'

/** How a person answered whether a label is on paper. `again`: it is not, and is printed at once. */
export type Answer = 'printed' | 'not-printed' | 'again'

type Happening =
  | { readonly result: 'opened' }
  /** A shift begins, and its totals with it. */
  | { readonly result: 'shift' }
  /** Before the first byte of a label leaves. `reason`: why it is printed again. */
  | {
      readonly result: 'sending'
      readonly devEui: string
      readonly attempt: number
      readonly reason?: string | undefined
    }
  /** The same of a carton, with its devices, or of a pallet, with its cartons. */
  | {
      readonly result: 'packing'
      readonly pack: string
      readonly devEuis?: readonly string[] | undefined
      readonly packs?: readonly string[] | undefined
      /** A carton that is to go onto a pallet. */
      readonly onPallet?: boolean | undefined
      /** How many devices are in it. */
      readonly devices: number
      readonly attempt: number
      readonly reason?: string | undefined
    }
  /** `check`: a scan of the label is waited for. */
  | (OfLabel & {
      readonly result: 'printed'
      readonly confirms: Confirmation
      readonly check: boolean
    })
  /** The printer can no longer be asked: a person has to look. */
  | (OfLabel & { readonly result: 'uncertain' })
  | (OfLabel & { readonly result: 'answered'; readonly answer: Answer; readonly check: boolean })
  /** `scanned`: the other device. */
  | {
      readonly result: 'checked'
      readonly devEui: string
      readonly scan: ScanResult
      readonly scanned?: string | undefined
    }
  /** `detail`: a code of the reason, never anything of what was scanned. */
  | {
      readonly result: 'refused'
      readonly because: RefusedBecause
      readonly devEui?: string | undefined
      readonly detail?: string | undefined
    }
  | { readonly result: 'voided'; readonly devEui: string; readonly reason: string }

/** A line of `line.ndjson`: plain data, without a token. */
export type LineEntry = Stamp & Happening

/** An entry that is yet to be stamped. */
export type Unstamped = Happening

/** The name of a label in the journals of a printer: a DevEUI, or the name of a pack. */
export function labelOf({ devEui, pack }: OfLabel): string {
  return devEui ?? pack
}
