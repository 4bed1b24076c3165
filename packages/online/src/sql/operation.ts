import type { AuditEntry, CodeKey, CodeQuery, Lease, StoredCode } from '../store/code-store.ts'
import { keyValues, valuesOf } from './rows.ts'
import type { Value } from './rows.ts'
import type { Statements } from './statements.ts'

/** One step of an operation: a statement and its parameters. */
export interface Step {
  readonly statement: keyof Statements
  readonly values: readonly Value[]
}

/**
 * Steps in one transaction. The first one decides: if it returns a row, `onRow` follows, otherwise `onNone`. Plain
 * data, so that it can be sent to a thread.
 */
export interface Operation {
  readonly first: Step
  readonly onRow?: Step
  readonly onNone?: Step
  readonly isRead?: boolean
}

const find = (key: CodeKey): Step => ({ statement: 'find', values: keyValues(key) })

export const operations = {
  reserve: (key: CodeKey, { leaseMs, holder }: Lease): Operation => ({
    first: { statement: 'reserve', values: [...keyValues(key), Math.ceil(leaseMs), holder] },
    onNone: find(key),
  }),
  renew: (key: CodeKey, attempt: number, leaseMs: number): Operation => ({
    first: { statement: 'renew', values: [...keyValues(key), attempt, Math.ceil(leaseMs)] },
  }),
  fill: (key: CodeKey, attempt: number, code: StoredCode): Operation => ({
    first: { statement: 'fill', values: [...keyValues(key), attempt, ...valuesOf(code)] },
    onNone: find(key),
  }),
  release: (key: CodeKey, attempt: number): Operation => ({
    first: { statement: 'release', values: [...keyValues(key), attempt] },
  }),
  insert: (key: CodeKey, code: StoredCode, holder: string): Operation => {
    const [device, format, version, status, keyId, sealed, tag] = valuesOf(code)
    // One by one: to spread two lists into a third took as long as to send it.
    const values = [key.realm, key.devEui, holder, device, format, version, status, keyId, sealed, tag]
    return { first: { statement: 'insert', values }, onNone: find(key) }
  },
  find: (key: CodeKey): Operation => ({ first: find(key), isRead: true }),
  replace: (
    key: CodeKey,
    { version, keyId }: Pick<StoredCode, 'version' | 'keyId'>,
    code: StoredCode,
    entry?: AuditEntry,
  ): Operation => ({
    first: { statement: 'replace', values: [...keyValues(key), version, keyId, ...valuesOf(code)] },
    ...(entry === undefined
      ? {}
      : {
          onRow: {
            statement: 'audit' as const,
            values: [...keyValues(key), code.version, entry.what, entry.who, entry.reason],
          },
        }),
  }),
  note: (key: CodeKey, { what, who, reason }: AuditEntry): Operation => ({
    first: { statement: 'note', values: [...keyValues(key), what, who, reason] },
  }),
  history: (key: CodeKey): Operation => ({
    first: { statement: 'history', values: keyValues(key) },
    isRead: true,
  }),
  list: ({
    realm,
    after = '',
    limit,
    notKeyId,
  }: { readonly after?: string | undefined } & Omit<CodeQuery, 'after'>): Operation => ({
    first:
      notKeyId === undefined
        ? { statement: 'list', values: [realm, after, limit] }
        : { statement: 'listOtherKey', values: [realm, after, limit, notKeyId] },
    isRead: true,
  }),
}
