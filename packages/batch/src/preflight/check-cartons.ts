import { ClaimtagError, defineFormat } from '@claimtag/core'
import { createRowChecker } from '@claimtag/devices/parts'
import { type Carton, cartonDevice, cartonsFor } from '../carton/carton.ts'
import { createOpenCarton } from '../carton/open-carton.ts'
import { createCartonRenderer } from '../carton/render-carton.ts'
import { BatchError } from '../issue.ts'
import type { JobSource } from '../plan/job-plan.ts'
import type { OutputKind } from '../render/kinds.ts'
import type { Preflight } from './preflight.ts'
import { reread } from './reread.ts'

/**
 * Packs all devices once before anything is made: which of them share a carton is known only when all rows are checked.
 *
 * @throws BatchError `carton-unprintable`
 */
export async function checkCartons(
  source: JobSource,
  as: readonly OutputKind[],
  { chunks, excluded, sound }: Preflight,
): Promise<void> {
  const { inputs, format, cartons: plan } = source
  const renderer = await createCartonRenderer(source, as)
  if (plan === undefined || renderer === undefined) return
  const cartons = cartonsFor(sound, plan.size)
  const check = createRowChecker(defineFormat(format))
  const open = createOpenCarton(plan.size, { all: sound, before: 0, cartonsBefore: 0 })

  function assertPrintable(carton: Carton): void {
    try {
      renderer?.check(carton, cartons)
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      throw new BatchError({ code: 'carton-unprintable', carton: carton.number, detail: error.message })
    }
  }

  const isWanted = (row: number): boolean => !excluded.has(row)
  for await (const { cells, line } of reread(inputs, { stretches: chunks, isWanted })) {
    const device = cells === undefined ? undefined : check(cells, line).device
    const carton = device === undefined ? undefined : open.add(cartonDevice(device))
    if (carton !== undefined) assertPrintable(carton)
  }
}
