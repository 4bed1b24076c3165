import { parseEui64 } from '@claimtag/core'
import type { CodeKey, CodeStore } from '../store/code-store.ts'
import { equal, eventually, holds } from './check.ts'
import { codeOf, expired, LONG, reserved, SHORT } from './steps.ts'

/** One requirement for a store. `run` rejects, with the reason, when the store does not meet it. */
export interface ContractCase {
  readonly name: string
  readonly run: () => Promise<void>
}

/**
 * The requirements for every store, one case each: `for (const { name, run } of storeContract(make)) test(name,
 * run)`.
 *
 * @param make opens a store; called several times, and stores with `isShared` have to share their codes
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/online'
 * import { storeContract } from '@claimtag/online/contract'
 *
 * for (const { run } of storeContract(() => memoryStore())) await run()
 * ```
 */
export function storeContract(make: () => CodeStore | Promise<CodeStore>): readonly ContractCase[] {
  let devices = Number((Date.now() % 1e9).toFixed(0)) * 1000

  /** A device that no other case uses, so that all cases may use one database. */
  function newKey(realm = 'contract'): CodeKey {
    devices += 1
    const devEui = parseEui64(devices.toString(16).padStart(16, '0').toUpperCase())
    if (devEui === undefined) throw new Error('there are no devices left')
    return { realm, devEui }
  }

  const on = (name: string, run: (store: CodeStore, key: CodeKey) => Promise<void>): ContractCase => ({
    name,
    run: async () => run(await make(), newKey()),
  })

  return [
    on('a device that is not known has no code', async (store, key) => {
      equal('find', await store.find(key), undefined)
      equal('history', await store.history(key), [])
    }),
    on('a code comes back as it was filled in, byte for byte', async (store, key) => {
      const code = codeOf(key.devEui, 7, { tag: Uint8Array.of(1, 0, 255) })
      const filled = await store.fill(key, await reserved(store, key), code)
      equal('fill', filled, { isOurs: true, code })
      equal('find', await store.find(key), code)
      equal('reserve', await store.reserve(key, LONG), { status: 'issued', code })
    }),
    on('of fifty that reserve at once, one gets the device', async (store, key) => {
      const all = await Promise.all(Array.from({ length: 50 }, () => store.reserve(key, LONG)))
      equal(
        'attempts',
        all.flatMap((one) => (one.status === 'reserved' ? [one.attempt] : [])),
        [1],
      )
      const left = all.flatMap((one) => (one.status === 'taken' ? [one.leftMs] : []))
      equal('the others are told that it is taken', left.length, 49)
      holds(
        'they are told for how long',
        left.every((ms) => ms > 0 && ms <= LONG.leaseMs),
      )
    }),
    on('a lease that ran out is taken over by exactly one of twenty, and counts on', async (store, key) => {
      await reserved(store, key, SHORT)
      const won = await eventually('a lease of 1 ms ends', async () => {
        const all = await Promise.all(Array.from({ length: 20 }, () => store.reserve(key, LONG)))
        const attempts = all.flatMap((one) => (one.status === 'reserved' ? [one.attempt] : []))
        return attempts.length > 0 ? attempts : undefined
      })
      equal('attempts', won, [2])
    }),
    on('a late holder cannot fill, renew or release', async (store, key) => {
      equal('the attempt that took over', await expired(store, key), 2)
      equal('late fill', await store.fill(key, 1, codeOf(key.devEui, 3)), { isOurs: false })
      equal('late renew', await store.renew(key, 1, LONG.leaseMs), false)
      await store.release(key, 1)
      equal('still taken', (await store.reserve(key, LONG)).status, 'taken')
      const code = codeOf(key.devEui, 5)
      equal('fill', await store.fill(key, 2, code), { isOurs: true, code })
      equal('later fill', await store.fill(key, 2, codeOf(key.devEui, 3)), { isOurs: false, code })
      equal('latest fill', await store.fill(key, 1, codeOf(key.devEui, 3)), { isOurs: false, code })
    }),
    on('a lease that is renewed does not end', async (store, key) => {
      await reserved(store, key, SHORT)
      // Its holder is still the current one, whether the short lease has expired by now or not.
      equal('renew', await store.renew(key, 1, LONG.leaseMs), true)
      equal('reserve', (await store.reserve(key, LONG)).status, 'taken')
    }),
    on('a released device is free at once, and counts on', async (store, key) => {
      await store.release(key, await reserved(store, key))
      equal('attempt', await reserved(store, key), 2)
      equal('find', await store.find(key), undefined)
    }),
    on('nothing ends a code: not reserving, renewing, releasing or inserting', async (store, key) => {
      const code = codeOf(key.devEui, 9)
      const attempt = await reserved(store, key)
      await store.fill(key, attempt, code)
      await store.release(key, attempt)
      equal('renew', await store.renew(key, attempt, 1), false)
      if (store.insert) {
        const inserted = await store.insert(key, codeOf(key.devEui, 4), 'contract')
        equal('insert', inserted, { isOurs: false, code })
      }
      equal('find', await store.find(key), code)
    }),
    on('of fifty that insert at once, one code stands for all', async (store, key) => {
      if (store.insert === undefined) return
      const { insert } = store
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, mark) => insert(key, codeOf(key.devEui, mark + 1), 'contract')),
      )
      const standing = await store.find(key)
      equal('winners', all.filter((one) => 'isOurs' in one && one.isOurs).length, 1)
      for (const one of all) equal('code', 'code' in one ? one.code : one, standing)
    }),
    on('an insert waits for a running lease, and not for one that is over', async (store, key) => {
      if (store.insert === undefined) return
      await reserved(store, key)
      const taken = await store.insert(key, codeOf(key.devEui, 2), 'contract')
      equal('while the lease runs', 'status' in taken && taken.status, 'taken')
      await store.release(key, 1)
      const code = codeOf(key.devEui, 2)
      equal('after it', await store.insert(key, code, 'contract'), { isOurs: true, code })
      equal('late fill', await store.fill(key, 1, codeOf(key.devEui, 3)), { isOurs: false, code })
    }),
    on('of many that are inserted together, each is answered for itself', async (store, key) => {
      const { insertMany } = store
      if (insertMany === undefined) return
      const [taken, fresh, other] = [newKey(), newKey(), newKey('contract, too')]
      const standing = codeOf(key.devEui, 3)
      await store.fill(key, await reserved(store, key), standing)
      await reserved(store, taken)
      const codes = [key, taken, fresh, other].map((one, mark) => codeOf(one.devEui, mark + 10))
      const asked = [key, taken, fresh, other].map((one, at) => ({ key: one, code: codes[at]! }))
      const [first, second, ...more] = await insertMany(asked, 'contract')
      equal('one that has a code', first, { isOurs: false, code: standing })
      equal('one whose lease runs', second !== undefined && 'status' in second && second.status, 'taken')
      equal(
        'free ones',
        more,
        [2, 3].map((at) => ({ isOurs: true, code: codes[at] })),
      )
      equal('find', await store.find(other), codes[3])
      equal('none', await insertMany([], 'contract'), [])
    }),
    on('makers with realms of their own do not meet', async (store, key) => {
      const other = { ...key, realm: 'contract, too' }
      const code = codeOf(key.devEui, 6)
      await store.fill(key, await reserved(store, key), code)
      equal('find', await store.find(other), undefined)
      equal('attempt', await reserved(store, other), 1)
    }),
    on('of twenty replacements of one version, one is made, with its entry', async (store, key) => {
      const code = codeOf(key.devEui, 8)
      await store.fill(key, await reserved(store, key), code)
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, mark) =>
          store.replace(key, code, codeOf(key.devEui, mark + 20, { version: 2 }), {
            what: 'reissued',
            who: `contract ${mark}`,
            reason: 'torn',
          }),
        ),
      )
      equal('replacements', all.filter(Boolean).length, 1)
      const standing = await store.find(key)
      equal('version', standing?.version, 2)
      const [entry, ...more] = await store.history(key)
      equal('entries', more, [])
      const who = `contract ${all.indexOf(true)}`
      equal('entry', { ...entry, at: 0 }, { what: 'reissued', who, reason: 'torn', version: 2, at: 0 })
      holds('its time is a time', (entry?.at ?? 0) > 1e12)
      const rewrapped = { ...codeOf(key.devEui, 50), version: 2, keyId: 'key-2' }
      equal('another key', await store.replace(key, { version: 2, keyId: 'key-2' }, rewrapped), false)
      equal('without entry', await store.replace(key, { version: 2, keyId: 'key-1' }, rewrapped), true)
      equal('entries', (await store.history(key)).length, 1)
      const revoked = { ...rewrapped, version: 3, status: 'revoked' as const }
      const revocation = { what: 'revoked', who: '', reason: '' } as const
      equal('revoke', await store.replace(key, rewrapped, revoked, revocation), true)
      equal('find', await store.find(key), revoked)
    }),
    on('an entry needs a code, and entries keep their order', async (store, key) => {
      const entry = { what: 'reprinted', who: 'line 3', reason: 'smeared ✓' } as const
      equal('no code', await store.note(key, entry), false)
      await store.fill(key, await reserved(store, key), codeOf(key.devEui, 8))
      equal('note', await store.note(key, entry), true)
      equal('note', await store.note(key, { ...entry, reason: 'again' }), true)
      const history = await store.history(key)
      equal(
        'reasons',
        history.map(({ reason }) => reason),
        ['smeared ✓', 'again'],
      )
    }),
    on('codes are listed in order, page by page, and only those of the realm', async (store, { realm }) => {
      const own = `${realm} ${newKey().devEui}`
      const keys = Array.from({ length: 7 }, () => newKey(own))
      for (const [mark, key] of [...keys].reverse().entries()) {
        const code = codeOf(key.devEui, mark + 1, { keyId: mark % 2 === 0 ? 'key-1' : 'key-2' })
        await store.fill(key, await reserved(store, key), code)
      }
      await reserved(store, newKey(own))
      const page = await store.list({ realm: own, limit: 5 })
      equal(
        'first page',
        page.map(({ device }) => device.devEui),
        keys.slice(0, 5).map(({ devEui }) => devEui),
      )
      const rest = await store.list({ realm: own, limit: 5, after: page[4]?.device.devEui })
      equal(
        'second page',
        rest.map(({ device }) => device.devEui),
        keys.slice(5).map(({ devEui }) => devEui),
      )
      const other = await store.list({ realm: own, limit: 10, notKeyId: 'key-1' })
      equal(
        'sealed by another key',
        other.map(({ keyId }) => keyId),
        ['key-2', 'key-2', 'key-2'],
      )
    }),
    on('a thousand devices at once do not meet', async (store) => {
      const keys = Array.from({ length: 1000 }, () => newKey())
      const attempts = await Promise.all(keys.map((key) => reserved(store, key)))
      equal('attempts', [...new Set(attempts)], [1])
      const filled = await Promise.all(keys.map((key, mark) => store.fill(key, 1, codeOf(key.devEui, mark))))
      holds(
        'every code is ours',
        filled.every(({ isOurs }) => isOurs),
      )
      const found = await Promise.all(keys.map((key) => store.find(key)))
      for (const [mark, key] of keys.entries()) equal('find', found[mark], codeOf(key.devEui, mark))
    }),
  ]
}
