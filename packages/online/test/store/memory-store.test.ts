import { memoryStore } from '@claimtag/online'
import type { CodeStore } from '@claimtag/online'
import { storeContract } from '@claimtag/online/contract'
import { describe, expect, test } from 'vitest'

describe('the contract holds for the store in memory', () => {
  const store = memoryStore()
  test.each(storeContract(() => store))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contract finds a store that', () => {
  const sound = memoryStore()
  test.each<[string, Partial<CodeStore>]>([
    ['reserves for all', { reserve: async () => ({ status: 'reserved', attempt: 1 }) }],
    ['lets late holders fill', { fill: async (key, _, code) => sound.insert?.(key, code, '') as never }],
    ['renews for all', { renew: async () => true }],
    ['forgets to release', { release: async () => undefined }],
    ['mixes realms', { find: (key) => sound.find({ ...key, realm: 'contract' }) }],
    ['replaces without looking', { replace: async () => true }],
    ['writes no entries', { replace: (key, expected, code) => sound.replace(key, expected, code) }],
    ['lists without end', { list: (query) => sound.list({ ...query, limit: 100 }) }],
    ['gives other bytes back', { find: async (key) => altered(await sound.find(key)) }],
  ])('%s', async (_, fault) => {
    const failed = await Promise.all(
      storeContract(() => ({ ...sound, ...fault })).map(({ run }) =>
        run().then(
          () => false,
          () => true,
        ),
      ),
    )
    expect(failed).toContain(true)
  })
})

function altered<T extends { readonly sealed: Uint8Array } | undefined>(code: T): T {
  return code === undefined ? code : { ...code, sealed: code.sealed.map((byte) => byte ^ 1) }
}
