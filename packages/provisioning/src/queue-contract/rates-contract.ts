import type { SharedRates } from '../rates/shared-rates.ts'
import { HORIZON_MS } from '../rates/shared-rates.ts'
import type { ContractCase } from '../store-contract/store-contract.ts'
import { equal, until } from './check.ts'

const EVERY_MS = 5
/** Of a division that is done twice, in milliseconds. */
const ROUNDING_MS = 0.01

/**
 * The requirements for every `SharedRates`, one case each.
 *
 * @param open opens the counters of a name, as the queue's contract does
 *
 * @example
 * ```ts
 * import { memoryRates } from '@claimtag/provisioning/queue'
 * import { ratesContract } from '@claimtag/provisioning/queue-contract'
 *
 * const rates = memoryRates()
 * for (const { run } of ratesContract(() => rates)) await run()
 * ```
 */
export function ratesContract(
  open: (name: string) => SharedRates | Promise<SharedRates>,
): readonly ContractCase[] {
  const start = Date.now().toString(36)
  let servers = 0

  const on = (
    name: string,
    run: (rates: SharedRates, server: string, again: () => Promise<SharedRates>) => Promise<void>,
  ): ContractCase => ({
    name,
    async run() {
      servers += 1
      const own = `rates-${start}`
      await run(await open(own), `https://${servers}.${start}.example.com`, async () => open(own))
    },
  })

  return [
    on(
      'all who ask at the same time get other times, each so far from the next',
      async (rates, server, again) => {
        const other = await again()
        const times: number[] = []
        await Promise.all(
          Array.from({ length: 8 }, async (_, worker) => {
            const own = worker % 2 === 0 ? rates : other
            for (let round = 0; round < 4; round += 1) {
              const { calls, firstInMs, at } = await own.take({ server, everyMs: EVERY_MS, most: 3 })
              for (let call = 0; call < calls; call += 1) times.push(at + firstInMs + call * EVERY_MS)
            }
          }),
        )
        if (times.length < 6) throw new Error(`times: ${times.length} were granted`)
        times.sort((one, next) => one - next)
        for (const [index, time] of times.slice(1).entries()) {
          const apart = time - (times[index] ?? 0)
          if (apart < EVERY_MS - ROUNDING_MS) throw new Error(`times: two are ${apart} ms apart`)
        }
      },
    ),
    on('no time is given out that lies far ahead', async (rates, server) => {
      for (let round = 0; round < 200; round += 1) {
        const { calls, firstInMs } = await rates.take({ server, everyMs: 1000, most: 1 })
        if (calls === 0) return
        if (firstInMs > HORIZON_MS) throw new Error(`the first call is ${firstInMs} ms ahead`)
      }
      throw new Error('more calls were granted than the rate allows')
    }),
    on(
      'a server that asks for a pause gets it from all, and a shorter one does not end it',
      async (rates, server, again) => {
        const other = await again()
        await rates.take({ server, everyMs: EVERY_MS, most: 1 })
        await rates.block(server, 600_000)
        await other.block(server, 10)
        const { calls, firstInMs } = await other.take({ server, everyMs: EVERY_MS, most: 5 })
        equal('calls', calls, 0)
        if (!(firstInMs > 500_000)) throw new Error(`it was granted in ${firstInMs} ms`)
        const [own] = (await rates.servers()).filter((one) => one.server === server)
        if (own === undefined || !(own.blockedMs > 500_000)) throw new Error('its block is not told')
      },
    ),
    on('a block ends', async (rates, server) => {
      await rates.block(server, 150)
      await until('a call', async () =>
        (await rates.take({ server, everyMs: EVERY_MS, most: 1 })).calls > 0 ? true : undefined,
      )
    }),
    on('servers do not wait for each other', async (rates, server) => {
      await rates.block(server, 600_000)
      const { calls } = await rates.take({ server: `${server}:8443`, everyMs: EVERY_MS, most: 4 })
      equal('calls', calls, 4)
    }),
  ]
}
