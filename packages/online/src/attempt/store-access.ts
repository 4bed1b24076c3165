import { guarded } from '../issue/guarded.ts'
import type { StoreOperation } from '../issue/issue.ts'
import type { Settings } from '../options.ts'
import type {
  AuditEntry,
  AuditRecord,
  CodeKey,
  Filled,
  Inserted,
  Reservation,
  StoredCode,
} from '../store/code-store.ts'
import {
  filledOf,
  foundOf,
  historyOf,
  insertedOf,
  isOwn,
  reservationOf,
  yesOrNoOf,
} from '../store/store-answer.ts'
import type { Answer } from '../store/store-answer.ts'
import type { Deadline } from '../time/deadline.ts'

/** A store's operations on one code. Each ends with the deadline at the latest, and its answer is checked. */
export interface StoreAccess {
  reserve(): Promise<Reservation>
  renew(attempt: number): Promise<boolean>
  fill(attempt: number, code: StoredCode): Promise<Filled>
  release(attempt: number): Promise<void>
  insert(code: StoredCode): Promise<Inserted>
  find(): Promise<StoredCode | undefined>
  /** `find` where it decides nothing: of the store's replica, if there is one. */
  look(): Promise<StoredCode | undefined>
  replace(expected: StoredCode, code: StoredCode, entry?: AuditEntry): Promise<boolean>
  note(entry: AuditEntry): Promise<boolean>
  history(): Promise<readonly AuditRecord[]>
}

export function accessStore(
  { store, leaseMs, holder }: Pick<Settings, 'store' | 'leaseMs' | 'holder'>,
  key: CodeKey,
  deadline: Deadline,
): StoreAccess {
  async function ask<T>(
    during: StoreOperation,
    call: () => unknown,
    check: (answer: Answer) => T,
  ): Promise<T> {
    try {
      return await deadline.call('store', call, (given) => check({ during, key, given }))
    } catch (error) {
      throw guarded(error, { code: 'store-failed', during, devEui: key.devEui })
    }
  }
  return {
    reserve: () => ask('reserve', () => store.reserve(key, { leaseMs, holder }), reservationOf),
    renew: (attempt) => ask('renew', () => store.renew(key, attempt, leaseMs), yesOrNoOf),
    fill: (attempt, code) => ask('fill', () => store.fill(key, attempt, code), filledOf),
    release: (attempt) =>
      ask(
        'release',
        () => store.release(key, attempt),
        () => undefined,
      ),
    insert: (code) =>
      ask(
        'insert',
        () => store.insert?.(key, code, holder),
        (answer) => (isOwn(answer.given, code) ? { isOurs: true, code } : insertedOf(answer)),
      ),
    find: () => ask('find', () => store.find(key), foundOf),
    look: () => ask('find', () => (store.replica ?? store).find(key), foundOf),
    replace: ({ version, keyId }, code, entry) =>
      ask('replace', () => store.replace(key, { version, keyId }, code, entry), yesOrNoOf),
    note: (entry) => ask('note', () => store.note(key, entry), yesOrNoOf),
    history: () => ask('history', () => store.history(key), historyOf),
  }
}
