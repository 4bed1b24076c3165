import type { Asked } from './media.ts'
import type { MechanismStatus } from './mechanism.ts'
import type { Raster } from './raster.ts'

/** The printer's functions that a language uses. */
export interface Body {
  /** A label is complete and goes into the queue. */
  print(label: Raster, copies: number, asked: Asked): void
  /** Names of fields that this simulator cannot draw. */
  undrawn(command: string): void
  pause(): void
  resume(): void
  cancelAll(): void
  status(): MechanismStatus
  answer(bytes: Buffer): void
}

/** Reads a stream of commands that may be cut at any byte. */
export interface Interpreter {
  feed(bytes: Buffer): void
  /** Forgets a label that has not been received to its end. */
  reset(): void
}
