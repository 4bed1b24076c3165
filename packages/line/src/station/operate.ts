import { parseWrittenEui64 } from '@claimtag/core'
import { freeText } from '../arrival/reading.ts'
import { type Answer, labelOf } from '../ledger/entry.ts'
import { NOT_PRINTED } from '../ledger/line-state.ts'
import type { Desk } from './desk.ts'
import { labelDevice, labelled, timesSent } from './label-device.ts'
import type { Action, Notice } from '../notice.ts'
import { closeCarton, closePallet, packFull, reprintPack } from './pack-devices.ts'

/** Does what the operator asks for. */
export async function operate(desk: Desk, action: Action): Promise<Notice> {
  const { state } = desk.log
  if (action.type === 'answer') return answer(desk, action)
  if (action.type === 'operator') return takeOver(desk, action.name)
  if (action.type === 'shift') {
    desk.write({ result: 'shift' })
    return desk.say({ code: 'shift' })
  }
  if (state.doubt !== undefined) return desk.say({ code: 'finish-first', label: labelOf(state.doubt) })
  switch (action.type) {
    case 'reprint':
      return reprint(desk, action)
    case 'void':
      return spoil(desk, action)
    case 'carton':
      return betweenDevices(desk, async () => {
        const notice = await closeCarton(desk)
        await packFull(desk)
        return notice
      })
    default:
      return betweenDevices(desk, () => closePallet(desk))
  }
}

/** Whether an action says which label it is for, where that matters. */
export function isAimed(action: Action): boolean {
  if (action.type === 'reprint') return action.label !== undefined
  return action.type !== 'void' || action.devEui !== undefined
}

async function betweenDevices(desk: Desk, work: () => Promise<Notice | undefined>): Promise<Notice> {
  const { awaited } = desk.log.state
  if (awaited !== undefined) return desk.say({ code: 'finish-first', label: awaited })
  return (await work()) ?? desk.say({ code: 'nothing-to-do' })
}

async function reprint(desk: Desk, { reason: given, label }: Extract<Action, { type: 'reprint' }>) {
  const { state } = desk.log
  const reason = freeText(given, desk.decoder)
  if (reason === undefined) return desk.say({ code: 'no-reason' })
  const wanted = named(label) ?? state.awaited ?? desk.subject ?? state.last
  if (state.awaited !== undefined && wanted !== state.awaited)
    return desk.say({ code: 'finish-first', label: state.awaited })
  if (wanted === undefined) return desk.say({ code: 'nothing-to-do' })
  if (wanted.includes('-'))
    return (await reprintPack(desk, wanted, reason)) ?? desk.say({ code: 'nothing-to-do' })
  // The first label of a device is none of a reprint: it has to arrive.
  if (!isDevice(wanted) || timesSent(desk, wanted) === 0) return desk.say({ code: 'nothing-to-do' })
  const found = await desk.source.find(wanted)
  if (found.state !== 'found') return desk.say({ code: 'nothing-to-do' })
  return labelDevice(desk, found, reason)
}

async function spoil(desk: Desk, { reason: given, devEui }: Extract<Action, { type: 'void' }>) {
  const { state } = desk.log
  const reason = freeText(given, desk.decoder)
  if (reason === undefined) return desk.say({ code: 'no-reason' })
  const wanted = named(devEui) ?? state.awaited ?? desk.subject ?? state.last
  // A carton is printed again, and never spoilt.
  if (wanted === undefined || !isDevice(wanted)) return desk.say({ code: 'nothing-to-do' })
  if (timesSent(desk, wanted) === 0 || state.reasonFor(wanted) !== undefined)
    return desk.say({ code: 'nothing-to-do' })
  desk.write({ result: 'voided', devEui: wanted, reason })
  return desk.say({ code: 'voided', devEui: wanted })
}

/** The name of a label as the log has it, however a program spells a DevEUI. */
function named(given: string | undefined): string | undefined {
  return given === undefined ? undefined : (parseWrittenEui64(given) ?? given)
}

/** What the log takes for one: programs may send any text. */
function isDevice(label: string): boolean {
  return parseWrittenEui64(label) === label
}

/** A person has looked for the label of which nothing else could know whether it is on paper. */
async function answer(desk: Desk, { answer: given }: Extract<Action, { type: 'answer' }>): Promise<Notice> {
  const { state } = desk.log
  const { doubt } = state
  if (doubt === undefined) return desk.say({ code: 'nothing-to-do' })
  const label = labelOf(doubt)
  const check = desk.check && doubt.devEui !== undefined
  desk.write({ ...doubt, result: 'answered', answer: given, check })
  if (doubt.devEui !== undefined) settle(desk, label, given)
  const notice = desk.say({ code: 'answered', label, answer: given })
  if (given === 'printed') {
    if (doubt.devEui === undefined) await packFull(desk)
    else if (!check) return labelled(desk, label, false)
    return notice
  }
  // A carton that was closed is closed: its label is printed at any rate.
  if (doubt.devEui === undefined) return (await reprintPack(desk, label, NOT_PRINTED)) ?? notice
  if (given === 'not-printed') return notice
  const found = await desk.source.find(label)
  return found.state === 'found' ? labelDevice(desk, found, NOT_PRINTED) : notice
}

async function takeOver(desk: Desk, given: string): Promise<Notice> {
  const name = freeText(given, desk.decoder)
  if (name === undefined) return desk.say({ code: 'no-reason' })
  desk.operator = name
  desk.write({ result: 'shift' })
  return desk.say({ code: 'operator', name })
}

/** The source hears of it, too; it may have been stopped before it knew that the label was sent. */
function settle({ source, operator: by, printers }: Desk, label: string, given: Answer): void {
  const printer = printers.of('device').name
  if (source.timesSent?.(label) === 0)
    source.record?.({ state: 'sent', ids: [label], attempt: 1 }, { by, printer })
  if (given === 'printed') source.record?.({ state: 'confirmed', ids: [label], by }, { by, printer })
}
