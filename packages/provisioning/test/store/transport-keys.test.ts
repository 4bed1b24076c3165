import type { Session, Workflow } from '@claimtag/provisioning'
import { transportKeyStore } from '@claimtag/provisioning/file-store'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { session } from '../steps/ports.ts'

const { asTransportKey } = session

/** Servers that make a key where none is given, or that one belongs to another private key; they number the keys. */
function servers() {
  const made: string[] = []
  const world = { isAway: false, isKeyOfToday: true }
  const workflow: Pick<Workflow, 'login'> = {
    async login(keys) {
      const kept = typeof keys === 'string' ? undefined : keys.asTransportKey
      if (world.isAway)
        return { ok: false, code: 'unreachable', step: 'as-transport-key', retryable: true } as never
      if (kept !== undefined && !world.isKeyOfToday)
        return { ok: false, code: 'key-unwrap-failed', step: 'as-transport-key', retryable: false } as never
      const key = kept ?? { ...asTransportKey, id: `key-${made.push('made')}` }
      return { ok: true, session: { ...session, asTransportKey: key } }
    },
  }
  return { made, world, workflow }
}

const idOf = (login: Awaited<ReturnType<Workflow['login']>>): unknown =>
  login.ok ? (login.session.asTransportKey as Session['asTransportKey'] & { id: string }).id : login.code

test('of logins at the same time, one makes a key, and the others have it', async () => {
  const folder = join(temporaryFolder(), 'keys')
  const { made, workflow } = servers()
  const logins = ['a', 'b', 'c'].map(() => transportKeyStore(folder).logIn('tenant', workflow, 'public'))
  expect((await Promise.all(logins)).map(idOf)).toEqual(['key-1', 'key-1', 'key-1'])
  expect(made).toHaveLength(1)
  expect(readdirSync(folder)).toEqual(['tenant.json'])
  if (process.platform === 'win32') return
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'tenant.json')).mode & 0o777).toBe(0o600)
})

test('a login that fails keeps what there was, and owners are apart', async () => {
  const store = transportKeyStore(temporaryFolder())
  const { world, workflow } = servers()
  const logIn = async (owner: string): Promise<unknown> => idOf(await store.logIn(owner, workflow, 'public'))
  expect(await logIn('tenant')).toBe('key-1')
  world.isAway = true
  expect(await logIn('tenant')).toBe('unreachable')
  world.isAway = false
  expect(await logIn('tenant')).toBe('key-1')
  expect(await logIn('other')).toBe('key-2')
})

test('keys of another private key are made anew', async () => {
  const store = transportKeyStore(temporaryFolder())
  const { world, workflow } = servers()
  await store.logIn('tenant', workflow, 'public')
  world.isKeyOfToday = false
  expect(idOf(await store.logIn('tenant', workflow, 'public'))).toBe('key-2')
  world.isKeyOfToday = true
  expect(idOf(await store.logIn('tenant', workflow, 'public'))).toBe('key-2')
})
