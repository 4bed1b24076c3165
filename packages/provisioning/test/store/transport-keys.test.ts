import type { Session, Workflow } from '@claimtag/provisioning'
import { transportKeyStore } from '@claimtag/provisioning/file-store'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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

test('an owner names a file in the folder, and no other one', async () => {
  const folder = join(temporaryFolder(), 'keys')
  const { made, workflow } = servers()
  for (const owner of ['../up', 'a/b', 'a\\b', '..', '.hidden', '', 'a\0b', 'a'.repeat(300)]) {
    const login = transportKeyStore(folder).logIn(owner, workflow, 'public')
    await expect(login).rejects.toMatchObject({ code: 'state-invalid', issue: { field: 'owner' } })
  }
  expect(made).toEqual([])
  expect(idOf(await transportKeyStore(folder).logIn('me@example.com', workflow, 'public'))).toBe('key-1')
})

test('a damaged file is not replaced, since devices may be under way with its keys, and not quoted', async () => {
  const folder = temporaryFolder()
  const { made, workflow } = servers()
  writeFileSync(join(folder, 'tenant.json'), '{"asTransportKey":{"wrapped":"QUJD', { mode: 0o600 })
  const login = transportKeyStore(folder).logIn('tenant', workflow, 'public')
  await expect(login).rejects.toMatchObject({
    code: 'state-invalid',
    message: expect.not.stringContaining('QUJD'),
  })
  expect(made).toEqual([])
  expect(readFileSync(join(folder, 'tenant.json'), 'utf8')).toContain('QUJD')
})

test('keys of a login that lost its lock meanwhile do not replace those of the next one', async () => {
  const folder = temporaryFolder()
  const { workflow } = servers()
  const lock = join(folder, 'tenant.json.lock')
  const slow: typeof workflow = {
    async login(keys) {
      // Another machine took this one for dead.
      const mine = JSON.parse(readFileSync(lock, 'utf8')) as object
      writeFileSync(lock, JSON.stringify({ ...mine, random: 'b'.repeat(24) }))
      return workflow.login(keys)
    },
  }
  const login = transportKeyStore(folder).logIn('tenant', slow, 'public')
  await expect(login).rejects.toMatchObject({ code: 'lock-lost' })
  expect(readdirSync(folder)).not.toContain('tenant.json')
})
