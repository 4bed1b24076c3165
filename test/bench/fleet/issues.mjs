import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hasPostgres, startPostgres } from '../../../packages/online/test/postgres-server.mjs'
import { median } from '../measure.mjs'

const RUN = fileURLToPath(new URL('../online/run.mjs', import.meta.url))
const ROUNDS = 3
/** Of `issueMany`: rows of a statement, and statements under way. */
const [BATCH, IN_FLIGHT] = [500, 2]

/**
 * Costs as test/sim/fleet has them, of `issueMany` at a PostgreSQL of its own; `undefined` where none is installed. What
 * the database takes is taken from the store alone, its fsync included.
 */
export async function measureIssues() {
  if (!hasPostgres()) return undefined
  const server = await startPostgres()
  try {
    const [whole, alone] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      whole.push((await run(server.connectionString, false)).mainUs)
      alone.push((await run(server.connectionString, true)).perSecond)
    }
    return {
      client: median(whole) / 1e6,
      row: 1 / median(alone),
      statement: 0,
      batch: BATCH,
      inFlight: IN_FLIGHT,
    }
  } finally {
    server.close()
  }
}

async function run(where, isAlone) {
  const options = JSON.stringify({ store: 'postgres', where, many: 20_000, isAlone })
  const child = spawn(process.execPath, [RUN, options], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (text) => (out += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`issueMany ended with ${code}`)
  return JSON.parse(out)
}
