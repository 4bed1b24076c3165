import { hasPicture, type OutputKind } from '../render/kinds.ts'
import type { VerifyMode } from '../plan/verify-mode.ts'

/** `verifiedBy` in the manifest: the symbols were read, or, for outputs without a picture, only the bytes compared. */
const READER = 'zxing-wasm'
const COMPARED = 'digest'

/** Says what verifies the label of a row, if anything. Decided by row, so that every run chooses the same labels. */
export function createSampling(
  as: readonly OutputKind[],
  mode: VerifyMode,
): (row: number) => string | undefined {
  const by = as.some(hasPicture) ? READER : COMPARED
  if (typeof mode === 'string') return () => (mode === 'all' ? by : undefined)
  return (row) => ((row - 1) % mode.every === 0 ? by : undefined)
}
