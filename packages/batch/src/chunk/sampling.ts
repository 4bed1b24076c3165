import { hasPicture, type OutputKind } from '../render/kinds.ts'
import type { VerifyMode } from '../plan/verify-mode.ts'

/** What the manifest says about who verified a label: its picture was read, or only its bytes compared. */
const READER = 'zxing-wasm'
const COMPARED = 'digest'

/** Says of a row's label who verifies it, if anybody. By row, so that the same labels are chosen whoever makes them. */
export function createSampling(
  as: readonly OutputKind[],
  mode: VerifyMode,
): (row: number) => string | undefined {
  const by = as.some(hasPicture) ? READER : COMPARED
  if (typeof mode === 'string') return () => (mode === 'all' ? by : undefined)
  return (row) => ((row - 1) % mode.every === 0 ? by : undefined)
}
