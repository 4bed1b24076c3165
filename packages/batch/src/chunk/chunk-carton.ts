import type { Row } from '@claimtag/devices'
import { readPart, type RowChecker } from '@claimtag/devices/parts'
import { cartonDevice } from '../carton/carton.ts'
import { createOpenCarton, type OpenCarton } from '../carton/open-carton.ts'
import type { ChunkTask, JobPlan } from '../plan/job-plan.ts'

/**
 * The carton that the first device of a chunk goes into, with the devices of earlier chunks that are in it: any thread
 * can make any chunk, so they are read again.
 *
 * @returns `undefined` for a job without cartons
 */
export function cartonFor(
  { inputs, cartons, cartonsBefore }: JobPlan,
  { labelsBefore, labelsInAll, cartonParts }: ChunkTask,
  check: RowChecker,
): OpenCarton | undefined {
  if (cartons === undefined) return undefined
  const { size } = cartons
  const begun = labelsBefore % size
  const open = createOpenCarton(size, {
    all: labelsInAll,
    before: labelsBefore - begun,
    cartonsBefore,
  })
  if (begun === 0) return open
  const devices = cartonParts.flatMap(({ stretch, excluded }) => {
    const without = new Set(excluded)
    const rows: Row[] = [...readPart(inputs, stretch)].flat()
    return rows.flatMap(({ index, line, cells }) => {
      const device = without.has(index) || cells === undefined ? undefined : check(cells, line).device
      return device === undefined ? [] : [cartonDevice(device)]
    })
  })
  for (const device of devices.slice(-begun)) open.add(device)
  return open
}
