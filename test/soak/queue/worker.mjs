// One of several processes that work a queue off. It may be killed at any time, and is started again; it ends when
// nothing is left.
import { createSealer } from '@claimtag/online'
import { timeLimited } from '@claimtag/provisioning/http'
import { sealedRecords, sharedFetch, workQueue } from '@claimtag/provisioning/queue'
import { portsOf } from '../provisioning/ports.mjs'
import { openBackend } from './backends.mjs'

const LEASE_MS = 6000
const CONCURRENCY = 16
/** The servers are one process with the soak, on a busy machine: now and then it takes a request up that much later. */
const JITTER_MS = 200

// When a request left this process, for who counts them.
const stamped = (url, { headers, ...request }) =>
  fetch(url, {
    ...request,
    headers: { ...headers, 'x-sent': String(performance.timeOrigin + performance.now()) },
  })

process.once('message', async ({ backend, folder, session, key, perSecond, ...rest }) => {
  const { queue, rates, store, close } = await openBackend(backend, folder)
  const { open } = sealedRecords(
    createSealer({ keys: [{ id: '1', key: Uint8Array.from(Buffer.from(key, 'hex')) }] }),
  )
  const paced = sharedFetch(timeLimited(stamped, 10_000), { rates, perSecond, jitterMs: JITTER_MS })
  const report = await workQueue({
    ports: { ...portsOf({ ...rest, fetch: paced }), clock: { now: Date.now, sleep: async () => undefined } },
    store,
    session,
    queue,
    recordOf: open,
    holder: `soak ${process.pid}`,
    concurrency: CONCURRENCY,
    leaseMs: LEASE_MS,
    pollMs: 250,
    untilEmpty: true,
  })
  await close()
  process.send(report, () => process.disconnect())
})
