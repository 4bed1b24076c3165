import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createEventStreams } from '../../src/http/event-stream.ts'
import { openStation, type StationEvent } from '../../src/index.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { decoder } from '../bench.ts'

/** A page whose machine is asleep: it reads nothing. */
function sleepingPage(): ServerResponse & PassThrough {
  return Object.assign(new PassThrough(), { writeHead: () => undefined }) as never
}

test('a page that does not read is let go, and does not fill the memory of the station', async () => {
  const source = {
    name: 'none',
    devices: 0,
    find: () => ({ state: 'unknown' }) as const,
    close: () => Promise.resolve(),
  }
  const station = await openStation({
    folder: temporaryFolder(),
    source,
    to: 'file:///dev/null',
    decoder,
    operator: 'Ada',
  })
  const listeners = new Set<(event: StationEvent) => void>()
  const streams = createEventStreams({
    view: () => station.view(),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  const page = sleepingPage()
  expect(streams.open(page, 'en')).toBe(true)
  for (let event = 0; event < 1000 && !page.destroyed; event++) {
    for (const listener of listeners) listener({ type: 'printing', label: '70B3D57ED00A0004' })
    await new Promise<void>((resolve) => void setImmediate(resolve))
  }
  expect(page.destroyed).toBe(true)
  streams.close()
  await station.close()
})
