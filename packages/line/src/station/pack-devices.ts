import type { CartonDevice } from '@claimtag/batch'
import type { Pack } from '../ledger/line-state.ts'
import type { Desk } from './desk.ts'
import type { Notice } from '../notice.ts'
import { packName } from './packs.ts'
import { printLabel } from './printing.ts'

/** Prints the label of a carton that is full, and then that of a pallet. */
export async function packFull(desk: Desk): Promise<void> {
  const { state } = desk.log
  const { cartons, pallets } = desk
  if (cartons !== undefined && state.openCarton.length >= cartons.size) await closeCarton(desk)
  if (state.doubt !== undefined) return
  if (pallets !== undefined && state.openPallet.length >= pallets.size) await closePallet(desk)
}

/** Prints the label of the carton that is open, full or not; `undefined` when it is empty. */
export async function closeCarton(desk: Desk): Promise<Notice | undefined> {
  const { openCarton, cartons } = desk.log.state
  if (openCarton.length === 0) return undefined
  return printPack(desk, packName('carton', cartons + 1), [...openCarton])
}

export async function closePallet(desk: Desk): Promise<Notice | undefined> {
  const { openPallet, pallets } = desk.log.state
  if (openPallet.length === 0) return undefined
  const devEuis = openPallet.flatMap((carton) => carton.devEuis)
  return printPack(desk, packName('pallet', pallets + 1), devEuis, { packs: [...openPallet] })
}

/** Prints the label of a pack that was packed before. */
export async function reprintPack(desk: Desk, pack: string, reason: string): Promise<Notice | undefined> {
  const contents = desk.log.contents([pack]).get(pack)
  if (contents === undefined) return undefined
  const { devEuis, packs: names } = contents
  if (names.length === 0) return printPack(desk, pack, devEuis, { reason })
  const cartons = desk.log.contents(names)
  const packs = names.map((name) => ({ pack: name, devEuis: cartons.get(name)?.devEuis ?? [] }))
  const all = packs.flatMap((carton) => carton.devEuis)
  return printPack(desk, pack, all, { packs, reason })
}

/** @param packs the cartons of a pallet */
async function printPack(
  desk: Desk,
  pack: string,
  devEuis: readonly string[],
  { packs, reason }: { readonly packs?: readonly Pack[]; readonly reason?: string } = {},
): Promise<Notice> {
  const sentBefore = desk.log.state.timesSent(pack)
  const inside =
    packs === undefined
      ? { devEuis, ...(desk.pallets === undefined ? {} : { onPallet: true }) }
      : { packs: packs.map((carton) => carton.pack) }
  const failed = await printLabel(desk, {
    of: { pack },
    intention: {
      result: 'packing',
      pack,
      ...inside,
      devices: devEuis.length,
      attempt: sentBefore + 1,
      ...(reason === undefined ? {} : { reason }),
    },
    sentBefore,
    reason,
    check: false,
    async bytes() {
      const devices = await Promise.all(devEuis.map((devEui) => cartonDevice(desk, devEui)))
      return packs === undefined ? desk.packs.carton(pack, devices) : desk.packs.pallet(pack, devices, packs)
    },
  })
  return desk.say(failed ?? { code: 'packed', pack, devices: devEuis.length })
}

/** What the source knows of a device, which may have forgotten it meanwhile. */
async function cartonDevice({ source }: Desk, devEui: string): Promise<CartonDevice> {
  const found = await source.find(devEui)
  return found.state === 'found'
    ? found.device
    : { devEui, joinEui: undefined, serialNumber: undefined, columns: {} }
}
