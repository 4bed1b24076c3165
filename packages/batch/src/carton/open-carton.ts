import type { Carton, CartonDevice } from './carton.ts'

/** The carton that devices are packed into at the moment. */
export interface OpenCarton {
  /** @returns the carton, when the device is its last one */
  add(device: CartonDevice): Carton | undefined
}

/**
 * Packs the devices of a run one after the other. A device is in the same carton for any number of threads: where a
 * carton ends follows from the number of labels before it.
 *
 * @param labels of the run, and how many were packed before
 */
export function createOpenCarton(
  size: number,
  {
    all,
    before,
    cartonsBefore,
  }: { readonly all: number; readonly before: number; readonly cartonsBefore: number },
): OpenCarton {
  let packed = before
  let devices: CartonDevice[] = []
  return {
    add(device) {
      devices.push(device)
      packed++
      if (packed % size !== 0 && packed < all) return undefined
      const carton = { number: cartonsBefore + Math.ceil(packed / size), devices }
      devices = []
      return carton
    },
  }
}
