import { failureAt } from '../failure.ts'
import type { ProvisioningQueue, QueueReason } from '../queue/provisioning-queue.ts'
import { reasonOf } from '../queue/reason-of.ts'
import { deviceOf, devEuisOf, equal } from './check.ts'

const HELD = { holder: 'contract', leaseMs: 600_000 }

/** What a queue is told of many devices in the same moment is true of each alone, and of no other one. */
export async function manyAtOnce(queue: ProvisioningQueue): Promise<void> {
  await queue.add(Array.from({ length: 10 }, (_, index) => deviceOf(index)))
  const held = await queue.claim({ ...HELD, most: 9 })
  const [late, ...rest] = held
  if (late === undefined) throw new Error('claim: nine were due')
  const renewed = await Promise.all(
    held.map((claim, at) => queue.renew(at === 0 ? { ...claim, lease: '0' } : claim, 600_000)),
  )
  equal(
    'renew',
    renewed,
    held.map((_, at) => at > 0),
  )
  const settled = await Promise.all([
    queue.finish({ ...late, lease: '0' }),
    ...rest.map((claim, at) => (at < 4 ? queue.bury(claim, reasonFor(at)) : queue.finish(claim))),
  ])
  equal(
    'settle',
    settled,
    held.map((_, at) => at > 0),
  )
  equal('counts', await queue.counts(), { waiting: 1, delayed: 0, active: 1, done: 4, dead: 4 })
  const dead = await queue.list({ state: 'dead', limit: 9 })
  const buried = rest.slice(0, 4)
  equal('dead', devEuisOf(dead), devEuisOf(buried))
  equal(
    'reasons',
    buried.map(({ devEui }) => dead.find((one) => one.devEui === devEui)?.reason),
    buried.map((_, at) => reasonFor(at)),
  )
  // Of those that are done, one comes again; of those that are dead or held, none can.
  const [one, other, third] = [rest[4], rest[5], rest[0]]
  if (one === undefined || other === undefined || third === undefined) throw new Error('claim: nine were due')
  const again = [one, other, third, late].map((device, at) => ({
    ...deviceOf(at),
    devEui: device.devEui,
    again: at !== 1,
  }))
  equal('add', await queue.add([...again, deviceOf(20)]), { added: 2, known: 3 })
  equal('counts', await queue.counts(), { waiting: 3, delayed: 0, active: 1, done: 3, dead: 4 })
}

function reasonFor(at: number): QueueReason {
  return reasonOf(failureAt('claim', { code: 'conflict', status: 400 + at }, { devEui: deviceOf(0).devEui }))
}
