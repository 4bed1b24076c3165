import { createRequire } from 'node:module'
import { Pool } from 'pg'
import { postgresStore } from '@claimtag/online/postgres'
import { sqliteStore } from '@claimtag/online/sqlite'

// Beside the package that has it, since this folder depends on no driver.
const SQLITE = '@photostructure/sqlite'

/** The store, or for the peer that has none its way to issue. */
export async function openPeer({ store, where }) {
  if (store === 'sqlite-thread') {
    const opened = sqliteStore(where)
    return { store: opened, close: () => opened.close() }
  }
  if (store === 'sqlite-main') return mainThread(where)
  if (store === 'qrcode') return qrcode(where)
  const pool = openPool(where)
  if (store === 'postgres') return { store: postgresStore(pool), close: () => pool.end() }
  const opened = postgresStore(pool)
  await opened.list({ realm: '', limit: 1 })
  return { store: await plainPostgres(pool, opened), close: () => pool.end() }
}

export function openPool(where) {
  return new Pool({ connectionString: where, max: 8 })
}

/** The same SQL, a statement for each call: what a store without coalescing would do. */
async function plainPostgres(pool, store) {
  const { statementsFor } = await import('../../../packages/online/dist/sql/statements.js')
  const { POSTGRES } = await import('../../../packages/online/dist/sql/dialect.js')
  const { valuesOf } = await import('../../../packages/online/dist/sql/rows.js')
  const text = statementsFor(POSTGRES).insert
  return {
    ...store,
    async insert({ realm, devEui }, code, holder) {
      const values = [realm, devEui, holder, ...valuesOf(code)].map((value) =>
        ArrayBuffer.isView(value) ? Buffer.from(value) : value,
      )
      const { rows } = await pool.query({ name: 'plain', text, values })
      return rows.length > 0 ? { isOurs: true, code } : { status: 'taken', leftMs: 0 }
    },
  }
}

/** The same database and the same commits in the event loop. */
async function mainThread(where) {
  const [{ prepareDatabase }, { createRunner }, { createSqlStore }, { createCoalescer }] = await Promise.all(
    ['sqlite/prepare-database', 'sqlite/run-operations', 'sql/sql-store', 'sql/coalesce'].map(
      (name) => import(`../../../packages/online/dist/${name}.js`),
    ),
  )
  const database = await prepareDatabase(where)
  const run = createRunner(database)
  const commits = createCoalescer({
    mostInFlight: 1,
    mostRows: 1000,
    run: async (batch) => run(batch).map((ran) => ran),
  })
  return { store: createSqlStore(commits.ask), close: async () => database.close() }
}

/** What people write: a picture of qrcode, and an insert that is durable. */
async function qrcode(where) {
  const require = createRequire(new URL('../../../packages/online/package.json', import.meta.url))
  const [{ default: qr }, { encode, thingpark }, { DatabaseSync }] = await Promise.all([
    import('qrcode'),
    import('@claimtag/core'),
    import(require.resolve(SQLITE)),
  ])
  const database = new DatabaseSync(where)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE code (dev_eui TEXT PRIMARY KEY, text TEXT)',
  )
  const insert = database.prepare('INSERT INTO code VALUES (?, ?)')
  return {
    async issue(device) {
      const text = encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)
      await qr.toBuffer(text, { width: 450 })
      insert.run(device.devEui, text)
    },
    close: async () => database.close(),
  }
}
