import { openVault, type Vault } from '@claimtag/decoder/page'
import { expect, test } from 'vitest'

interface Secret {
  readonly text: string
}
const CODE = { id: '1', devEui: '0011223344556677' }
const TEXT = 'LW:D0:0011223344556677:secret'

/** An event that comes as soon as somebody listens. */
function told(result: unknown): object {
  return {
    result,
    addEventListener(type: string, listener: () => void) {
      if (type === 'success' || type === 'complete') queueMicrotask(listener)
    },
  }
}

/** An event of what is refused. */
function refused(error: Error): object {
  return {
    error,
    addEventListener(type: string, listener: () => void) {
      if (type === 'error') queueMicrotask(listener)
    },
  }
}

/** As much of IndexedDB as a vault uses; what is stored can be looked at. */
function browser() {
  const stores = { items: new Map<string, object>(), keys: new Map<string, object>() }
  const database = {
    transaction: (name: keyof typeof stores) => ({
      ...told(undefined),
      objectStore: () => ({
        getAll: () => told([...stores[name].values()]),
        get: (key: string) => told(stores[name].get(key)),
        put: (item: { readonly id: string }) => told(stores[name].set(item.id, item)),
        add: (value: object, key: string) =>
          stores[name].has(key) ? refused(new Error('ConstraintError')) : told(stores[name].set(key, value)),
        delete: (key: string) => told(stores[name].delete(key)),
        clear: () => told(stores[name].clear()),
      }),
    }),
  }
  return { stores, indexedDb: { open: () => told(database) } as unknown as IDBFactory }
}

test('codes are sealed under a key that no script reads out, and outlive the page', async () => {
  const { stores, indexedDb } = browser()
  const vault = await openVault<typeof CODE, Secret>('waiting', indexedDb)
  await vault.put(CODE, { text: TEXT })
  expect(vault.isLasting).toBe(true)
  const [kept] = stores.items.values() as Iterable<{ readonly sealed: ArrayBuffer }>
  expect(JSON.stringify(kept)).not.toContain('secret')
  expect(new TextDecoder('latin1').decode(kept!.sealed)).not.toContain('secret')
  const key = stores.keys.get('queue') as CryptoKey
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow(/extractable/)
  const later = await openVault<typeof CODE, Secret>('waiting', indexedDb)
  expect(await later.all()).toEqual([{ ...CODE, secret: { text: TEXT } }])
  await later.remove(CODE.id)
  expect(await later.all()).toEqual([])
})

test('a sealed code opens for its own device alone, and not once the key is gone', async () => {
  const { stores, indexedDb } = browser()
  const vault = await openVault<typeof CODE, Secret>('waiting', indexedDb)
  await vault.put(CODE, { text: TEXT })
  const kept = stores.items.get(CODE.id)!
  stores.items.set(CODE.id, { ...kept, devEui: '0011223344556688' })
  expect(await vault.all()).toEqual([{ ...CODE, devEui: '0011223344556688', secret: undefined }])
  await vault.clear()
  expect(stores.items.size).toBe(0)
  stores.items.set(CODE.id, kept)
  expect(await vault.all()).toEqual([{ ...CODE, secret: undefined }])
})

test('two pages that open it at once have one key, and both are lasting', async () => {
  const { indexedDb } = browser()
  const open = (): Promise<Vault<typeof CODE, Secret>> => openVault<typeof CODE, Secret>('waiting', indexedDb)
  const [one, other] = await Promise.all([open(), open()])
  expect([one.isLasting, other.isLasting]).toEqual([true, true])
  await one.put(CODE, { text: TEXT })
  expect(await other.all()).toEqual([{ ...CODE, secret: { text: TEXT } }])
})

test('what is kept after another page cleared the vault opens later', async () => {
  const { indexedDb } = browser()
  const open = (): Promise<Vault<typeof CODE, Secret>> => openVault<typeof CODE, Secret>('waiting', indexedDb)
  const [one, other] = [await open(), await open()]
  await other.clear()
  await one.put(CODE, { text: TEXT })
  const later = await open()
  expect(await later.all()).toEqual([{ ...CODE, secret: { text: TEXT } }])
})

test('where a browser stores no keys, codes wait as long as the page is there', async () => {
  const refuses = { open: () => expect.fail('DataCloneError') } as unknown as IDBFactory
  const vault = await openVault<typeof CODE, Secret>('waiting', refuses)
  expect(vault.isLasting).toBe(false)
  await vault.put(CODE, { text: TEXT })
  expect(await vault.all()).toEqual([{ ...CODE, secret: { text: TEXT } }])
  await vault.clear()
  expect(await vault.all()).toEqual([])
})
