// One of several processes that provision the same devices over one store. It may be killed at any time, and is started
// again; it ends when every device has come to its end.
import { takeLock } from '@claimtag/disk'
import { createWorkflow, savesIn } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { integers } from '../random/integers.mjs'
import { recordOf } from './devices.mjs'
import { portsOf } from './ports.mjs'

/** More than the front fails a step. */
const MOST_ATTEMPTS = 6

// It does not outlive the soak.
process.once('disconnect', () => process.exit())
process.once('message', async ({ folder, session, devices, order, ...rest }) => {
  const store = fileStore(`${folder}/states`)
  const pick = integers(order)
  let open = [...devices]
  while (open.length > 0) {
    const left = []
    while (open.length > 0) {
      const [device] = open.splice(pick(open.length), 1)
      if (!(await attempt(device, { store, folder, session, rest }))) left.push(device)
    }
    open = left
  }
  process.disconnect()
})

function isAtEnd(state) {
  return state !== undefined && (state.step === 'done' || state.attempts >= MOST_ATTEMPTS)
}

/** Goes on with a device; whether it has come to its end. */
async function attempt(device, { store, folder, session, rest }) {
  const { devEui } = device
  if (isAtEnd((await store.load(devEui))?.state)) return true
  let lock
  try {
    // Two people at two screens do not work on one device at the same time; a process that was killed holds nothing.
    lock = await takeLock(`${folder}/locks/${devEui}`)
  } catch (error) {
    if (error.code === 'locked') return false
    throw error
  }
  try {
    const { load, save } = savesIn(store)
    const workflow = createWorkflow({ ...portsOf(rest), save, clock: { now: Date.now } })
    const record = recordOf(device)
    const begun = workflow.begin(session, record, { routingProfileId: 'busit' })
    const state = (await load(devEui)) ?? begun.state
    if (state === undefined || isAtEnd(state)) return true
    const result = await workflow.resume({ session, state, ownerToken: record.ownerToken })
    return isAtEnd(result.state)
  } finally {
    lock.release()
  }
}
