/** A scanned code that waits on this device. */
export interface Waiting {
  readonly id: string
  readonly devEui: string
  readonly scannedAt: number
  readonly routingProfileId?: string
  readonly name?: string
  readonly adopt?: boolean
  readonly deviceProfileId?: string
}

/** What only an open item has: the text with its token, and what the label says beside. */
export interface Secret {
  readonly text: string
  readonly joinEui?: string
  readonly serialNumber?: string
}

interface Sealed extends Waiting {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

export interface Opened extends Waiting {
  /** Absent when the key no longer opens it: the code has to be scanned again. */
  readonly secret: Secret | undefined
}

/** Keeps scanned codes on this device, sealed under a key that no script can read out. */
export interface Vault {
  /** Whether they outlive the page: some browsers refuse to store keys. */
  readonly isLasting: boolean
  all(): Promise<readonly Opened[]>
  put(item: Waiting, secret: Secret): Promise<void>
  remove(id: string): Promise<void>
  /** Forgets everything, and the key. */
  clear(): Promise<void>
}

const ALGORITHM = { name: 'AES-GCM', length: 256 }

export async function openVault(indexedDb: IDBFactory = indexedDB): Promise<Vault> {
  try {
    const database = await openDatabase(indexedDb)
    return sealedVault(database, await keyIn(database))
  } catch {
    // iOS in Lockdown Mode and private tabs: DataCloneError.
    return memoryVault()
  }
}

function sealedVault(database: IDBDatabase, first: CryptoKey): Vault {
  let key = first

  async function open({ iv, sealed, ...item }: Sealed): Promise<Opened> {
    try {
      const plain = await crypto.subtle.decrypt(bound(item, iv), key, sealed)
      return { ...item, secret: JSON.parse(new TextDecoder().decode(plain)) as Secret }
    } catch {
      return { ...item, secret: undefined }
    }
  }

  return {
    isLasting: true,
    async all() {
      const items = await run<readonly Sealed[]>(database, 'items', 'readonly', (store) => store.getAll())
      return Promise.all(items.map(open))
    },
    async put(item, secret) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(secret))
      const sealed = await crypto.subtle.encrypt(bound(item, iv), key, plain)
      await run(database, 'items', 'readwrite', (store) => store.put({ ...item, iv, sealed }))
    },
    remove: (id) => run(database, 'items', 'readwrite', (store) => store.delete(id)),
    async clear() {
      await run(database, 'items', 'readwrite', (store) => store.clear())
      await run(database, 'keys', 'readwrite', (store) => store.clear())
      key = await keyIn(database)
    },
  }
}

/** A sealed text opens for its own item alone. */
function bound({ id, devEui }: Waiting, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${id} ${devEui}`) }
}

function memoryVault(): Vault {
  const items = new Map<string, Opened>()
  return {
    isLasting: false,
    all: async () => [...items.values()],
    put: async (item, secret) => void items.set(item.id, { ...item, secret }),
    remove: async (id) => void items.delete(id),
    clear: async () => items.clear(),
  }
}

async function keyIn(database: IDBDatabase): Promise<CryptoKey> {
  const kept = await run<CryptoKey | undefined>(database, 'keys', 'readonly', (store) => store.get('queue'))
  if (kept !== undefined) return kept
  const key = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt'])
  await run(database, 'keys', 'readwrite', (store) => store.add(key, 'queue'))
  return key
}

function openDatabase(indexedDb: IDBFactory): Promise<IDBDatabase> {
  const request = indexedDb.open('claimtag', 1)
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
