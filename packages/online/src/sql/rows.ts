import type { AuditRecord, CodeKey, StoredCode } from '../store/code-store.ts'

/** A row as a driver returns it. Databases count in 64 bits, which some drivers return as text. */
export type Row = Readonly<Record<string, unknown>>

/** A parameter of a statement. */
export type Value = string | number | Uint8Array | null

type CodeValues = readonly [
  device: string,
  format: string,
  version: number,
  status: string,
  keyId: string,
  sealed: Uint8Array,
  tag: Uint8Array | null,
]

/** A code's columns, in the order of the parameters of every statement. */
export function valuesOf({ device, format, version, status, keyId, sealed, tag }: StoredCode): CodeValues {
  return [JSON.stringify(device), format, version, status, keyId, sealed, tag ?? null]
}

/** The code of a row; `undefined` when the device is only reserved. The issuer checks its content. */
export function codeOfRow(row: Row): StoredCode | undefined {
  if (row['sealed'] === null || row['sealed'] === undefined) return undefined
  const tag = row['tag']
  return {
    device: JSON.parse(String(row['device'])) as StoredCode['device'],
    format: row['format'] as string,
    version: Number(row['version']),
    status: row['status'] as StoredCode['status'],
    keyId: row['key_id'] as string,
    sealed: row['sealed'] as Uint8Array,
    ...(tag === null || tag === undefined ? {} : { tag: tag as Uint8Array }),
  }
}

export function auditOfRow({ at, version, what, who, reason }: Row): AuditRecord {
  return {
    at: Number(at),
    version: Number(version),
    what: what as AuditRecord['what'],
    who: String(who),
    reason: String(reason),
  }
}

export function keyValues({ realm, devEui }: CodeKey): readonly [string, string] {
  return [realm, devEui]
}
