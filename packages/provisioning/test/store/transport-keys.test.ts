import { transportKeyStore } from '@claimtag/provisioning/file-store'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

const keysOf = (id: string) => ({ asTransportKey: { id, wrapped: 'AAAA' } }) as never

test('of logins at the same time, one makes a key, and the others have it', async () => {
  const folder = join(temporaryFolder(), 'keys')
  const seen: unknown[] = []
  const logIn = (id: string): Promise<string> =>
    transportKeyStore(folder).use('tenant', async (kept) => {
      seen.push(kept)
      return { keys: kept ?? keysOf(id), result: id }
    })
  expect(await Promise.all(['a', 'b', 'c'].map(logIn))).toEqual(['a', 'b', 'c'])
  const [first, ...rest] = seen
  expect(first).toBeUndefined()
  expect(rest).toHaveLength(2)
  expect(new Set(rest.map((kept) => JSON.stringify(kept))).size).toBe(1)
  expect(readdirSync(folder)).toEqual(['tenant.json'])
  if (process.platform === 'win32') return
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'tenant.json')).mode & 0o777).toBe(0o600)
})

test('a login that fails keeps what there was, and owners are apart', async () => {
  const store = transportKeyStore(temporaryFolder())
  await store.use('tenant', async () => ({ keys: keysOf('a'), result: 0 }))
  await store.use('tenant', async () => ({ result: 0 }))
  await expect(store.use('tenant', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  const look = (owner: string): Promise<unknown> => store.use(owner, async (kept) => ({ result: kept }))
  expect(await look('tenant')).toEqual(keysOf('a'))
  expect(await look('other')).toBeUndefined()
})
