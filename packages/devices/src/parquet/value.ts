import type { Cell } from '../workbook/sheet.ts'
import { damagedParquet } from './fault.ts'
import type { ParquetParsers, SchemaElement } from './hyparquet.ts'

/** What the values of a column are: text and numbers as they stand, or bytes that only an EUI can be made of. */
export type ColumnKind = 'plain' | 'date' | 'bytes' | 'unreadable'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textFrom(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw damagedParquet('text')
  }
}

/** Texts are refused, not mended, when their bytes are none. JSON stays the text that it is. */
export const TEXT_PARSERS: Partial<ParquetParsers> = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && textFrom(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && textFrom(bytes),
}

/** Parquet, LogicalTypes. */
export function kindOf({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): ColumnKind {
  const kind = logical?.type ?? ''
  if (/^(?:GEOMETRY|GEOGRAPHY|VARIANT|FILE|NULL)$/.test(kind) || /^(?:BSON|INTERVAL)$/.test(converted ?? ''))
    return 'unreadable'
  if (/^(?:DATE|TIME|TIMESTAMP)/.test(converted ?? '') || /^(?:DATE|TIME|TIMESTAMP)$/.test(kind))
    return 'date'
  if (type === 'INT96') return 'date'
  const isBytes = type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY'
  const isText = /^(?:UTF8|JSON|ENUM)$/.test(converted ?? '') || /^(?:STRING|JSON|ENUM|UUID)$/.test(kind)
  const isNumber = converted === 'DECIMAL' || kind === 'DECIMAL' || kind === 'FLOAT16'
  return isBytes && !isText && !isNumber ? 'bytes' : 'plain'
}

/** A value as a cell of a sheet; `undefined` when there is none. */
export function cellOf(value: unknown, column: number, kind: ColumnKind): Cell | undefined {
  if (value === null || value === undefined) return undefined
  if (kind === 'date') return { column, kind: 'date', text: dateText(value) }
  if (typeof value === 'string') return value === '' ? undefined : { column, kind: 'text', text: value }
  // Columns of enumerations, or of an EUI's bytes.
  if (value instanceof Uint8Array) {
    const text = kind === 'bytes' ? Buffer.from(value).toString('hex').toUpperCase() : textFrom(value)
    return text === '' ? undefined : { column, kind: 'text', text }
  }
  if (typeof value === 'boolean') return { column, kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
  if (typeof value === 'bigint')
    return { column, kind: 'number', text: String(value), number: Number(value), isExact: true }
  if (typeof value !== 'number' || !Number.isFinite(value)) return { column, kind: 'error', text: '' }
  return { column, kind: 'number', text: String(value), number: value, isExact: Number.isSafeInteger(value) }
}

function dateText(value: unknown): string {
  if (!(value instanceof Date)) return String(value)
  return Number.isNaN(value.getTime()) ? '' : value.toISOString()
}
