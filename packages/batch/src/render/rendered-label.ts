import type { SymbolPlace } from '@claimtag/label/series'
import type { Device } from '@claimtag/devices'
import type { OutputKind } from './kinds.ts'

/** One label in every kind of output of the job. */
export interface RenderedLabel {
  readonly symbols: readonly SymbolPlace[]
  /** The texts of the symbols. */
  readonly codes: readonly string[]
  readonly outputs: readonly Output[]
}

/** A label in one kind of output. */
export interface Output {
  readonly as: OutputKind
  /** Valid until the next label is drawn. */
  readonly bytes: Uint8Array
}

/** Renders one label after another. */
export type LabelRenderer = (device: Device) => RenderedLabel
