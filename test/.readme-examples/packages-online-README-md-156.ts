import type { AuditRecord, CodeKey, CodeStore, StoredCode } from '@claimtag/online'
import { storeContract } from '@claimtag/online/contract'

interface Entry {
  attempt: number
  until: number
  code?: StoredCode
  audit: AuditRecord[]
}
// Stands for your database; `change` is one read and one write that is refused if the value has changed meanwhile.
const database = new Map<string, Entry>()
const named = ({ realm, devEui }: CodeKey) => JSON.stringify([realm, devEui])
async function change<T>(key: CodeKey, step: (entry: Entry, now: number) => T): Promise<T> {
  const entry = structuredClone(database.get(named(key)) ?? { attempt: 0, until: 0, audit: [] })
  const answer = step(entry, Date.now())
  database.set(named(key), entry)
  return answer
}

const store: CodeStore = {
  isDurable: true,
  reserve: (key, { leaseMs }) =>
    change(key, (entry, now) => {
      if (entry.code) return { status: 'issued', code: entry.code }
      if (entry.until > now) return { status: 'taken', leftMs: entry.until - now }
      Object.assign(entry, { attempt: entry.attempt + 1, until: now + leaseMs })
      return { status: 'reserved', attempt: entry.attempt }
    }),
  renew: (key, attempt, leaseMs) =>
    change(key, (entry, now) => {
      if (entry.code || entry.attempt !== attempt) return false
      entry.until = now + leaseMs
      return true
    }),
  fill: (key, attempt, code) =>
    change(key, (entry) => {
      if (entry.code) return { isOurs: false, code: entry.code }
      if (entry.attempt !== attempt) return { isOurs: false }
      entry.code = code
      return { isOurs: true, code }
    }),
  release: (key, attempt) =>
    change(key, (entry) => {
      if (!entry.code && entry.attempt === attempt) entry.until = 0
    }),
  find: async (key) => database.get(named(key))?.code,
  replace: (key, { version, keyId }, code, audit) =>
    change(key, (entry, at) => {
      if (entry.code?.version !== version || entry.code.keyId !== keyId) return false
      entry.code = code
      if (audit) entry.audit.push({ ...audit, at, version: code.version })
      return true
    }),
  note: (key, audit) =>
    change(key, (entry, at) => {
      if (entry.code) entry.audit.push({ ...audit, at, version: entry.code.version })
      return entry.code !== undefined
    }),
  history: async (key) => database.get(named(key))?.audit ?? [],
  async list({ realm, after = '', limit, notKeyId }) {
    const own = [...database].filter(([name]) => JSON.parse(name)[0] === realm).map(([, { code }]) => code)
    return own
      .filter((code) => code !== undefined)
      .filter(({ device, keyId }) => device.devEui > after && keyId !== notKeyId)
      .sort((one, other) => (one.device.devEui < other.device.devEui ? -1 : 1))
      .slice(0, limit)
  },
}

const failed: string[] = []
for (const { name, run } of storeContract(() => store)) await run().catch(() => failed.push(name))
console.log(failed.length) // 0
