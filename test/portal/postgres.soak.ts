import { demoDevices } from 'claimtag-example-user-portal/demo'
import { postgresStore } from 'claimtag-example-user-portal'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, otherLogin } from '../../examples/user-portal/test/harness.ts'
import {
  hasPostgres,
  type PostgresServer,
  startPostgres,
} from '../../packages/online/test/postgres-server.mjs'

describe.skipIf(!hasPostgres())('devices in PostgreSQL', () => {
  let server: PostgresServer
  let pool: Pool
  beforeAll(async () => {
    server = await startPostgres()
    pool = new Pool({ connectionString: server.database('portal') })
  })
  afterAll(async () => {
    await pool.end()
    server.close()
  })

  test('a device lives on in another server, which goes on with it, and other tenants do not see it', async () => {
    const world = await openWorld((folder) => postgresStore(pool, folder))
    const [device, second] = demoDevices
    const visitor = world.visitor()
    await visitor.logIn()
    await visitor.put(device!)
    await visitor.reach(device!.devEui, 'live')
    world.simulator.inject('application-server', { kind: 'status', status: 500 })
    await visitor.put(second!)
    await visitor.reach(second!.devEui, 'waiting')
    await world.restart()
    await visitor.logIn()
    await visitor.reach(device!.devEui, 'live')
    await visitor.reach(second!.devEui, 'live')
    const stranger = world.visitor()
    await stranger.logIn(otherLogin)
    expect((await stranger.ask('GET', '/api/devices')).json).toMatchObject({ devices: [] })
    expect(world.simulator.world.asKeys.size).toBe(2)
  })
})
