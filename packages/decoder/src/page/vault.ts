/** What stands beside a code that waits, in the open. */
export interface WaitingCode {
  readonly id: string
  readonly devEui: string
}

/** A code that waits, opened. */
export type OpenedCode<Code extends WaitingCode, Secret> = Code & {
  /** Absent when the key no longer opens it: the code has to be scanned again. */
  readonly secret: Secret | undefined
}

/** Keeps scanned codes on this device, sealed under a key that no script can read out. */
export interface Vault<Code extends WaitingCode, Secret> {
  /** Whether they outlive the page: some browsers refuse to store keys. */
  readonly isLasting: boolean
  readonly all: () => Promise<readonly OpenedCode<Code, Secret>[]>
  readonly put: (code: Code, secret: Secret) => Promise<void>
  readonly remove: (id: string) => Promise<void>
  /** Forgets everything, and the key. */
  readonly clear: () => Promise<void>
}

type Sealed<Code> = Code & {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

const ALGORITHM = { name: 'AES-GCM', length: 256 }

/**
 * Opens the vault of this name, where codes wait that were scanned without a network. That protects a copied profile
 * or backup, and not against a script in the page.
 *
 * @param name of the database; of one origin, each name is a vault of its own
 * @example
 * ```ts no-run
 * import { openVault } from '@claimtag/decoder/page'
 *
 * declare const code: { readonly devEui: string; readonly text: string }
 *
 * const vault = await openVault('waiting')
 * await vault.put({ id: crypto.randomUUID(), devEui: code.devEui }, { text: code.text })
 * if (!vault.isLasting) console.log('Keep this page open until the codes are sent.')
 * ```
 */
export async function openVault<Code extends WaitingCode, Secret extends object>(
  name: string,
  indexedDb: IDBFactory = indexedDB,
): Promise<Vault<Code, Secret>> {
  try {
    const database = await openDatabase(name, indexedDb)
    // Whether it stores keys shows here.
    await keyIn(database)
    return sealedVault(database)
  } catch {
    // iOS in Lockdown Mode and private tabs: DataCloneError.
    return memoryVault()
  }
}

/** Takes the key anew each time: another page of the same origin may have cleared the vault since. */
function sealedVault<Code extends WaitingCode, Secret>(database: IDBDatabase): Vault<Code, Secret> {
  async function open(
    { iv, sealed, ...rest }: Sealed<Code>,
    key: CryptoKey,
  ): Promise<OpenedCode<Code, Secret>> {
    const code = rest as unknown as Code
    try {
      const plain = await crypto.subtle.decrypt(bound(code, iv), key, sealed)
      return { ...code, secret: JSON.parse(new TextDecoder().decode(plain)) as Secret }
    } catch {
      return { ...code, secret: undefined }
    }
  }

  return {
    isLasting: true,
    all: async () => {
      const items = await run<readonly Sealed<Code>[]>(database, 'items', 'readonly', (store) =>
        store.getAll(),
      )
      const key = await keyIn(database)
      return Promise.all(items.map((item) => open(item, key)))
    },
    put: async (item, secret) => {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(secret))
      const sealed = await crypto.subtle.encrypt(bound(item, iv), await keyIn(database), plain)
      await run(database, 'items', 'readwrite', (store) => store.put({ ...item, iv, sealed }))
    },
    remove: (id) => run(database, 'items', 'readwrite', (store) => store.delete(id)),
    clear: async () => {
      await run(database, 'items', 'readwrite', (store) => store.clear())
      await run(database, 'keys', 'readwrite', (store) => store.clear())
    },
  }
}

/** A sealed text opens for its own item alone. */
function bound({ id, devEui }: WaitingCode, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${id} ${devEui}`) }
}

function memoryVault<Code extends WaitingCode, Secret>(): Vault<Code, Secret> {
  const items = new Map<string, OpenedCode<Code, Secret>>()
  return {
    isLasting: false,
    all: async () => [...items.values()],
    put: async (item, secret) => void items.set(item.id, { ...item, secret }),
    remove: async (id) => void items.delete(id),
    clear: async () => items.clear(),
  }
}

async function keyIn(database: IDBDatabase): Promise<CryptoKey> {
  const keptKey = (): Promise<CryptoKey | undefined> =>
    run(database, 'keys', 'readonly', (store) => store.get('queue'))
  const kept = await keptKey()
  if (kept !== undefined) return kept
  const key = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt'])
  try {
    await run(database, 'keys', 'readwrite', (store) => store.add(key, 'queue'))
    return key
  } catch (error) {
    // Another page came first.
    const theirs = await keptKey()
    if (theirs === undefined) throw error
    return theirs
  }
}

function openDatabase(name: string, indexedDb: IDBFactory): Promise<IDBDatabase> {
  const request = indexedDb.open(name, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('items', { keyPath: 'id' })
    request.result.createObjectStore('keys')
  })
  return settled(request)
}

async function run<Value>(
  database: IDBDatabase,
  name: 'items' | 'keys',
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<Value> {
  const transaction = database.transaction(name, mode)
  const value = (await settled(ask(transaction.objectStore(name)))) as Value
  if (mode === 'readwrite')
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
      transaction.commit?.()
    })
  return value
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('failed')))
  })
}
