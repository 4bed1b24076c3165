import type { Reading } from '../arrival/reading.ts'
import type { RefusedBecause } from '../ledger/entry.ts'
import type { Found } from '../source/source.ts'
import type { Desk } from './desk.ts'
import type { Notice } from '../notice.ts'
import { packFull } from './pack-devices.ts'
import { printLabel } from './printing.ts'
import { otherProduct } from './product.ts'

type Device = Extract<Found, { state: 'found' }>

/** A device has arrived: it gets its label, or is told why not. */
export async function labelArrival(desk: Desk, reading: Reading): Promise<Notice> {
  const { state } = desk.log
  desk.subject = undefined
  if (reading.devEui === undefined) return refuse(desk, { code: 'unreadable' }, { detail: reading.code })
  const { devEui, record } = reading
  const said = otherProduct(record ?? {}, desk.product)
  if (said !== undefined) return refuse(desk, { code: 'wrong-product', devEui, found: said })
  const found = await desk.source.find(devEui)
  if (found.state === 'unknown')
    return refuse(desk, { code: 'unknown-device', devEui, source: desk.source.name })
  if (found.state === 'refused')
    return refuse(desk, { code: 'refused-device', devEui, reason: found.reason }, { detail: found.detail })
  const known = otherProduct(found.product, desk.product)
  if (known !== undefined) return refuse(desk, { code: 'wrong-product', devEui, found: known })
  const reason = state.reasonFor(devEui)
  if (reason === undefined && timesSent(desk, devEui) > 0) {
    desk.subject = devEui
    return refuse(desk, { code: 'printed-before', devEui })
  }
  return labelDevice(desk, found, reason)
}

/** Prints the label of a device that is known, and packs it when no scan is to come. */
export async function labelDevice(
  desk: Desk,
  { device: { devEui }, label }: Device,
  reason: string | undefined,
): Promise<Notice> {
  const before = timesSent(desk, devEui)
  const failed = await printLabel(desk, {
    of: { devEui },
    intention: {
      result: 'sending',
      devEui,
      attempt: before + 1,
      ...(reason === undefined ? {} : { reason }),
    },
    sentBefore: before,
    reason,
    check: desk.check,
    bytes: label,
  })
  if (failed !== undefined) return desk.say(failed)
  if (desk.check) return desk.say({ code: 'scan-label', devEui })
  return labelled(desk, devEui, false)
}

/** The device has its label. */
export async function labelled(desk: Desk, devEui: string, checked: boolean): Promise<Notice> {
  const notice = desk.say({ code: 'labelled', devEui, checked })
  await packFull(desk)
  return notice
}

/** By this station or by anything else that the source knows of. */
export function timesSent({ log, source }: Desk, devEui: string): number {
  return Math.max(log.state.timesSent(devEui), source.timesSent?.(devEui) ?? 0)
}

type Refusal = Extract<Notice, { code: Exclude<RefusedBecause, 'unusable-label'> }>

function refuse(desk: Desk, notice: Refusal, { detail }: { readonly detail?: string } = {}): Notice {
  desk.write({
    result: 'refused',
    because: notice.code,
    ...('devEui' in notice ? { devEui: notice.devEui } : {}),
    ...(detail === undefined ? {} : { detail }),
  })
  return desk.say(notice)
}
