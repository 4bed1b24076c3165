import type { Reading } from '../arrival/reading.ts'
import type { Desk } from './desk.ts'
import { labelled } from './label-device.ts'
import type { Notice } from '../notice.ts'

/** A scan while the label of `devEui` is waited for: it has to be the code on that label. */
export async function checkLabel(desk: Desk, devEui: string, reading: Reading): Promise<Notice> {
  if (reading.devEui === undefined) {
    desk.write({ result: 'checked', devEui, scan: 'unreadable' })
    return desk.say({ code: 'label-unreadable', devEui })
  }
  const scanned = reading.devEui
  if (scanned !== devEui) {
    // The same wrong label once more is not another mix-up.
    if (desk.log.state.mixedUp?.scanned !== scanned)
      desk.write({ result: 'checked', devEui, scan: 'other-device', scanned })
    return desk.say({ code: 'other-device', devEui, scanned })
  }
  if (!reading.isLabel) {
    desk.write({ result: 'checked', devEui, scan: 'not-the-label' })
    return desk.say({ code: 'not-the-label', devEui })
  }
  desk.write({ result: 'checked', devEui, scan: 'good' })
  return labelled(desk, devEui, true)
}
