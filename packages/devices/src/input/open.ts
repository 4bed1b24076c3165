import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { spool, type TemporaryFile } from '@claimtag/disk'
import { InputError } from '../issue.ts'
import { rowIssue } from '../row-issue.ts'
import { encodingOf, textOf } from '../text/encoding.ts'
import { crToLf, endsLinesWithCr } from '../text/line-ends.ts'
import type { ColumnMapping } from './columns.ts'
import { readHead } from './head.ts'
import { openCsv, type BegunInput } from './input.ts'
import { beginJson, isJsonLines } from './json/json.ts'
import { numberedRows } from './json/json-rows.ts'

/** An input that can be read as often as needed, until it is disposed of. */
export interface OpenFile extends BegunInput {
  /** The file as it was given, or what came in a stream; what is read may be a copy in another form. */
  readonly given: string
  readonly dispose: () => Promise<void>
}

/**
 * Opens a file or a stream of devices. Its first bytes decide what it is, not its name: CSV in any dialect, JSON as
 * others write it, a workbook, XLSX or ODS, or Parquet.
 *
 * @param visible leaves hidden rows and sheets of a workbook out
 * @throws InputError `input-missing`, `input-unreadable`, `not-json`, `secure-element-manifest`, `not-a-workbook`,
 *   `old-workbook`, `foreign-file`, `damaged-workbook`, `workbook-too-large`, `cell-out-of-range`, `several-sheets`,
 *   `no-visible-devices`, `record-too-long`, `no-rows`, `no-header`, `missing-column`, `unknown-column`,
 *   `duplicate-column`, `key-column`, `damaged-parquet`, `parquet-too-large`, `parquet-unsupported`, `parquet-columns`,
 *   `parquet-reader-missing`
 */
export async function openFile(
  source: string | Readable,
  mapping: ColumnMapping,
  visible: boolean,
): Promise<OpenFile> {
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
    // `<(…)` and /dev/stdin can be read only once.
    return isPipe(given) ? kept(spool(createReadStream(given))) : given
  }
  async function begin(path: string): Promise<BegunInput> {
    const head = readHead(path)
    // Loaded only here: a third of the package is about workbooks, and a command starts faster without it.
    if (startsWith(head, WORKBOOK)) {
      const { beginWorkbook } = await import('./workbook.ts')
      return beginWorkbook(path, { mapping, visible }, kept)
    }
    if (PARQUET.some((magic) => startsWith(head, magic))) {
      const { beginParquet } = await import('./parquet.ts')
      return beginParquet(path, mapping, kept)
    }
    if (startsWith(head, COMPOUND_FILE)) {
      const { compoundFileIssue } = await import('../workbook/compound-file.ts')
      throw await compoundFileIssue(path, head)
    }
    const encoding = encodingOf(path, head)
    if (encoding.name === 'none') throw new InputError({ code: 'not-a-workbook' })
    if (encoding.name === 'UTF-8') return beginText(path, head, encoding.mark)
    const copy = await kept(spool(textOf(path, encoding)))
    const begun = await beginText(copy, readHead(copy), 0)
    return { ...begun, notes: [rowIssue(1, { code: 'read-as', encoding: encoding.name }), ...begun.notes] }
  }
  async function beginText(path: string, head: Buffer, mark: number): Promise<BegunInput> {
    const text = head.subarray(mark).toString('utf8')
    const start = text.trimStart()[0]
    if (start === undefined) throw new InputError({ code: 'no-rows' })
    if (start === '<') throw new InputError({ code: 'foreign-file', kind: 'markup' })
    if (start === '{' && isJsonLines(text))
      return beginJson({ kind: 'ndjson', path, start: mark, line: 1, mapping, numbered: false })
    if (start === '{' || start === '[') return transcribed(await kept(spool(numberedRows(path))), mapping)
    if (!endsLinesWithCr(text)) return openCsv(path, mark, text, mapping)
    const copy = await kept(spool(createReadStream(path, { start: mark }).pipe(crToLf())))
    return openCsv(copy, 0, text.replaceAll('\r', '\n'), mapping)
  }
  try {
    const given = await pathOf(source)
    return { ...(await begin(given)), given, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
}

/** First bytes of a ZIP archive, and of the compound file that Excel wrote before 2007, and writes with a password. */
const WORKBOOK = [0x50, 0x4b, 0x03, 0x04]
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0]
/** `PAR1`, or `PARE` when the description of the file is encrypted. */
const PARQUET = [0x31, 0x45].map((last) => [0x50, 0x41, 0x52, last])

function startsWith(head: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => head[index] === byte)
}

function transcribed(path: string, mapping: ColumnMapping): BegunInput {
  return beginJson({ kind: 'ndjson', path, start: 0, line: 1, mapping, numbered: true })
}
