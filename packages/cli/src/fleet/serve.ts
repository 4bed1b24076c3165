import { once } from 'node:events'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import type { OpenQueue } from './open-queue.ts'
import { serveFleet } from './serve-fleet.ts'

const ADDRESS = '127.0.0.1:7080'

/** `claimtag fleet --listen 127.0.0.1:7080`: the page of a queue for its operators, until it is stopped. */
export async function serve(open: OpenQueue, { flags }: Invocation, io: Session): Promise<ExitCode> {
  const served = await serveFleet(open, text(flags['listen']) ?? ADDRESS, {
    realm: text(flags['realm']) ?? '',
    mayExpose: flags['expose'] === true,
  })
  try {
    if (flags['json'] === true) io.stdout.json({ url: served.url })
    else if (flags['quiet'] !== true) io.stderr.print(prose`The fleet is at ${served.url}\n`)
    if (!io.signal.aborted) await once(io.signal, 'abort')
    return EXIT.done
  } finally {
    await served.close()
  }
}
