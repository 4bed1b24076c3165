// One peer of the bench: provisions half of its devices to warm up, and the other half to be measured, which it prints.
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { provisionAll } from '@claimtag/provisioning/batch'
import { timeLimited } from '@claimtag/provisioning/http'
import { sharedFetch, workQueue } from '@claimtag/provisioning/queue'
import { recordOf } from '../../soak/provisioning/devices.mjs'
import { portsOf } from '../../soak/provisioning/ports.mjs'
import { openBackend } from '../../soak/queue/backends.mjs'
import { soundDevices } from './devices.mjs'

const CONCURRENCY = 16
/** Devices that a worker takes at once. */
const IN_ADVANCE = 9
/** Requests a second: more than are ever made. */
const NO_LIMIT = 5000

const { kind, where, folder, mode, count, latencyMs, round, session, ...at } = JSON.parse(
  await text(process.stdin),
)
const { queue, rates, store, close } = await openBackend({ kind, where }, folder, `${mode}-${round}`)
const records = new Map(soundDevices(count * 2).map((device) => [device.devEui, recordOf(device)]))
const choice = { routingProfileId: 'busit' }

const timed = timeLimited(fetch, 10_000)
async function slow(url, request) {
  await sleep(latencyMs)
  return timed(url, request)
}
const paced = mode === 'rate' ? sharedFetch(slow, { rates, perSecond: NO_LIMIT }) : slow
const options = { ports: portsOf({ ...at, fetch: paced }), store, session, concurrency: CONCURRENCY }

/** Provisions these devices, and gives what it took. Filling the queue is not part of the work. */
async function provision(some) {
  if (mode !== 'alone')
    await queue.add(some.map(({ devEui }) => ({ devEui, record: 'here', choice, priority: 100 })))
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  let done = 0
  if (mode === 'bare') {
    while (done < some.length) {
      const claims = await queue.claim({ holder: 'bench', leaseMs: 60_000, most: IN_ADVANCE })
      await Promise.all(claims.map((claim) => queue.finish(claim)))
      done += claims.length
    }
  } else if (mode === 'alone') {
    const batch = provisionAll(
      some.map((record) => ({ record, choice })),
      options,
    )
    done = (await batch.report).done
  } else {
    const recordOfDevice = async ({ devEui }) => records.get(devEui)
    const report = await workQueue({
      ...options,
      queue,
      recordOf: recordOfDevice,
      holder: 'bench',
      untilEmpty: true,
    })
    done = report.done
  }
  if (done !== some.length) throw new Error(`${done} of ${some.length} devices`)
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs: performance.now() - started, cpuMs: (user + system) / 1000 }
}

const all = [...records.values()]
await provision(all.slice(0, count))
const measured = await provision(all.slice(count))
process.stdout.write(JSON.stringify(measured))
await close()
process.exit()
