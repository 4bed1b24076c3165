import type { CartonDevice } from '@claimtag/batch'
import type { Contents } from '../ledger/line-log.ts'
import type { Pack } from '../ledger/line-state.ts'
import type { Desk } from './desk.ts'
import type { Notice } from './notice.ts'
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
  const { state } = desk.log
  if (state.openCarton.length === 0) return undefined
  return printPack(desk, packName('carton', state.cartons + 1), { devEuis: [...state.openCarton], packs: [] })
}

export async function closePallet(desk: Desk): Promise<Notice | undefined> {
  const { state } = desk.log
  if (state.openPallet.length === 0) return undefined
  return printPack(desk, packName('pallet', state.pallets + 1), {
    devEuis: [],
    packs: state.openPallet.map(({ pack }) => pack),
  })
}

/** Prints the label of a pack that was packed before. */
export async function reprintPack(desk: Desk, pack: string, reason: string): Promise<Notice | undefined> {
  const contents = desk.log.contents(pack)
  return contents === undefined ? undefined : printPack(desk, pack, contents, reason)
}

async function printPack(
  desk: Desk,
  pack: string,
  { devEuis, packs }: Contents,
  reason?: string,
): Promise<Notice> {
  const { log } = desk
  const inPacks = packs.map((name) => ({ name, held: log.contents(name)?.devEuis ?? [] }))
  const all = packs.length === 0 ? devEuis : inPacks.flatMap(({ held }) => held)
  const sentBefore = log.state.timesSent(pack)
  const failed = await printLabel(desk, {
    of: { pack },
    intention: {
      result: 'packing',
      pack,
      ...(packs.length === 0 ? { devEuis } : { packs }),
      devices: all.length,
      attempt: sentBefore + 1,
      ...(reason === undefined ? {} : { reason }),
    },
    sentBefore,
    reason,
    check: false,
    async bytes() {
      const devices = await Promise.all(all.map((devEui) => cartonDevice(desk, devEui)))
      if (packs.length === 0) return desk.packs.carton(pack, devices)
      const held = inPacks.map(({ name, held: { length } }): Pack => ({ pack: name, devices: length }))
      return desk.packs.pallet(pack, devices, held)
    },
  })
  return desk.say(failed ?? { code: 'packed', pack, devices: all.length })
}

/** What the source knows of a device, which may have forgotten it meanwhile. */
async function cartonDevice({ source }: Desk, devEui: string): Promise<CartonDevice> {
  const found = await source.find(devEui)
  return found.state === 'found'
    ? found.device
    : { devEui, joinEui: undefined, serialNumber: undefined, columns: {} }
}
