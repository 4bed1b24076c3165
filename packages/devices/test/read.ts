import { tr005, type Format } from '@claimtag/core'
import { fileURLToPath } from 'node:url'
import type { IdNotation } from '../src/index.ts'
import { readDevices, type ColumnMapping } from '../src/index.ts'
import { temporaryFile } from '../../disk/test/temporary.ts'

export interface ReadOptions {
  readonly format?: Format
  readonly columns?: ColumnMapping
  readonly ids?: IdNotation
}

/** The result of reading, in short: fields of devices, codes of refusals and warnings, by line. */
export interface Read {
  readonly devices: readonly Readonly<Record<string, unknown>>[]
  readonly columns: readonly Readonly<Record<string, string>>[]
  readonly refused: readonly (readonly [line: number, ...codes: string[]])[]
  readonly warned: readonly (readonly [line: number, code: string])[]
  readonly notes: readonly (readonly [line: number, code: string])[]
  readonly reasons: readonly string[]
}

/** Reads a file with the given content, or one of the files that people sent in. */
export async function read(content: string | Uint8Array, options: ReadOptions = {}): Promise<Read> {
  return readPath(temporaryFile(content), options)
}

export function readField(name: string, options: ReadOptions = {}): Promise<Read> {
  return readPath(fileURLToPath(new URL(`field/${name}`, import.meta.url)), options)
}

async function readPath(path: string, { format = tr005, ...options }: ReadOptions): Promise<Read> {
  const devices: Readonly<Record<string, unknown>>[] = []
  const columns: Readonly<Record<string, string>>[] = []
  const refused: [number, ...string[]][] = []
  const warned: [number, string][] = []
  const notes: [number, string][] = []
  const reasons: string[] = []
  for await (const row of readDevices(path, {
    format,
    ...options,
    onNote: ({ line, code, reason }) => {
      notes.push([line, code])
      reasons.push(reason)
    },
  })) {
    if ('device' in row) {
      devices.push(defined(row.device.fields))
      columns.push(row.device.columns)
      for (const { code } of row.warnings) warned.push([row.line, code])
    } else {
      refused.push([row.line, ...row.issues.map(({ code }) => code)])
      reasons.push(...row.issues.map(({ reason }) => reason))
    }
  }
  return { devices, columns, refused, warned, notes, reasons }
}

function defined(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
