import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { InputError } from '../issue.ts'
import type { ColumnMapping } from './columns.ts'
import { byteOrderMark } from './encoding.ts'
import { crToLf, endsLinesWithCr } from './line-ends.ts'
import { readHead } from './head.ts'
import { openCsv, type Input } from './input.ts'
import { numberedElements } from './json-array.ts'
import { spool, spoolOf, type TemporaryFile } from '@claimtag/disk'
import { transcribeWorkbook } from './workbook.ts'

/** An input that can be read as often as needed, until it is disposed of. */
export interface OpenInput {
  readonly input: Input
  readonly dispose: () => Promise<void>
}

/**
 * Opens a file or a stream of devices. What it is shows in its first bytes, whatever its name: CSV in any dialect,
 * NDJSON, a JSON array of objects, or an XLSX workbook.
 *
 * @throws InputError `input-missing`, `input-unreadable`, `utf-16`, `not-json`, `not-a-workbook`,
 *   `old-workbook`, `workbook-too-large`, `no-rows`, `no-header`,
 *   `missing-column`, `duplicate-column`, `key-column`
 */
export async function openInput(source: string | Readable, mapping: ColumnMapping = {}): Promise<OpenInput> {
  const spools: TemporaryFile[] = []
  const dispose = () => {
    for (const one of spools) one.dispose()
    return Promise.resolve()
  }
  async function kept(made: Promise<TemporaryFile>): Promise<string> {
    spools.push(await made)
    return (await made).path
  }
  async function pathOf(given: string | Readable): Promise<string> {
    if (typeof given !== 'string') return kept(spool(given))
    // `<(…)` and /dev/stdin give what they hold only once.
    return isPipe(given) ? kept(spool(createReadStream(given))) : given
  }
  try {
    const path = await pathOf(source)
    const head = readHead(path)
    if (startsWith(head, WORKBOOK)) {
      const rows = await kept(spoolOf((into) => transcribeWorkbook({ path, mapping, into })))
      return { input: transcribed(rows, mapping), dispose }
    }
    if (startsWith(head, OLD_WORKBOOK)) throw new InputError({ code: 'old-workbook' })
    const mark = byteOrderMark(head)
    const text = head.subarray(mark).toString('utf8')
    const start = text.trimStart()[0]
    if (start === undefined) throw new InputError({ code: 'no-rows' })
    if (start === '{') {
      return { input: { kind: 'ndjson', path, start: mark, line: 1, mapping, numbered: false }, dispose }
    }
    if (start === '[') {
      return { input: transcribed(await kept(spool(numberedElements(path))), mapping), dispose }
    }
    if (endsLinesWithCr(text)) {
      const copy = await kept(spool(createReadStream(path, { start: mark }).pipe(crToLf())))
      return { input: openCsv(copy, 0, text.replaceAll('\r', '\n'), mapping), dispose }
    }
    return { input: openCsv(path, mark, text, mapping), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
}

/** A ZIP archive, and the compound file of Excel before 2007. */
const WORKBOOK = [0x50, 0x4b, 0x03, 0x04]
const OLD_WORKBOOK = [0xd0, 0xcf, 0x11, 0xe0]

function startsWith(head: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => head[index] === byte)
}

function transcribed(path: string, mapping: ColumnMapping): Input {
  return { kind: 'ndjson', path, start: 0, line: 1, mapping, numbered: true }
}
