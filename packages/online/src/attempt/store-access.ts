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

type Places = Pick<Settings, 'store' | 'leaseMs' | 'holder'>

export function accessStore(settings: Places, key: CodeKey, deadline: Deadline): StoreAccess {
  return new Access(settings, key, deadline)
}

/** A class, since most requests call one of these: to make all of them took more memory than the code. */
class Access implements StoreAccess {
  readonly #settings: Places
  readonly #key: CodeKey
  readonly #deadline: Deadline

  constructor(settings: Places, key: CodeKey, deadline: Deadline) {
    this.#settings = settings
    this.#key = key
    this.#deadline = deadline
  }

  reserve(): Promise<Reservation> {
    const { store, leaseMs, holder } = this.#settings
    return this.#ask('reserve', () => store.reserve(this.#key, { leaseMs, holder }), reservationOf)
  }

  renew(attempt: number): Promise<boolean> {
    const { store, leaseMs } = this.#settings
    return this.#ask('renew', () => store.renew(this.#key, attempt, leaseMs), yesOrNoOf)
  }

  fill(attempt: number, code: StoredCode): Promise<Filled> {
    return this.#ask('fill', () => this.#settings.store.fill(this.#key, attempt, code), filledOf)
  }

  release(attempt: number): Promise<void> {
    const { store } = this.#settings
    return this.#ask(
      'release',
      () => store.release(this.#key, attempt),
      () => undefined,
    )
  }

  insert(code: StoredCode): Promise<Inserted> {
    const { store, holder } = this.#settings
    return this.#ask(
      'insert',
      () => store.insert?.(this.#key, code, holder),
      (answer) => (isOwn(answer.given, code) ? { isOurs: true, code } : insertedOf(answer)),
    )
  }

  find(): Promise<StoredCode | undefined> {
    return this.#ask('find', () => this.#settings.store.find(this.#key), foundOf)
  }

  look(): Promise<StoredCode | undefined> {
    const { store } = this.#settings
    return this.#ask('find', () => (store.replica ?? store).find(this.#key), foundOf)
  }

  replace({ version, keyId }: StoredCode, code: StoredCode, entry?: AuditEntry): Promise<boolean> {
    const { store } = this.#settings
    return this.#ask('replace', () => store.replace(this.#key, { version, keyId }, code, entry), yesOrNoOf)
  }

  note(entry: AuditEntry): Promise<boolean> {
    return this.#ask('note', () => this.#settings.store.note(this.#key, entry), yesOrNoOf)
  }

  history(): Promise<readonly AuditRecord[]> {
    return this.#ask('history', () => this.#settings.store.history(this.#key), historyOf)
  }

  #ask<T>(during: StoreOperation, call: () => unknown, check: (answer: Answer) => T): Promise<T> {
    const key = this.#key
    return this.#deadline.call(
      'store',
      call,
      (given) => check({ during, key, given }),
      (thrown) => guarded(thrown, { code: 'store-failed', during, devEui: key.devEui }),
    )
  }
}
