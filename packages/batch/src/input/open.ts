import type { Readable } from 'node:stream'
import { BatchError } from '../issue.ts'
import type { ColumnMapping } from '../rows/columns.ts'
import { byteOrderMark } from './encoding.ts'
import { readHead } from './head.ts'
import { openCsv, type Input } from './input.ts'
import { numberedElements } from './json-array.ts'
import { spool, type Spool } from './spool.ts'

/** An input that can be read as often as needed, until it is disposed of. */
export interface OpenInput {
  readonly input: Input
  readonly dispose: () => Promise<void>
}

/**
 * Opens a file or a stream of devices. What it is shows in its first bytes, whatever its name: CSV in any dialect,
 * NDJSON, or a JSON array of objects.
 *
 * @throws BatchError `input-missing`, `input-unreadable`, `utf-16`, `not-json`, `no-rows`, `no-header`,
 *   `missing-column`, `duplicate-column`, `key-column`
 */
export async function openInput(source: string | Readable, mapping: ColumnMapping = {}): Promise<OpenInput> {
  const spools: Spool[] = []
  const dispose = async () => {
    for (const one of spools) await one.dispose()
  }
  async function spooled(content: Parameters<typeof spool>[0]): Promise<string> {
    const made = await spool(content)
    spools.push(made)
    return made.path
  }
  try {
    const path = typeof source === 'string' ? source : await spooled(source)
    const head = await readHead(path)
    const mark = byteOrderMark(head)
    const text = head.subarray(mark).toString('utf8')
    const start = text.trimStart()[0]
    if (start === undefined) throw new BatchError({ code: 'no-rows' })
    if (start === '{') {
      return { input: { kind: 'ndjson', path, start: mark, line: 1, mapping, numbered: false }, dispose }
    }
    if (start === '[') {
      const lines = await spooled(numberedElements(path))
      return { input: { kind: 'ndjson', path: lines, start: 0, line: 1, mapping, numbered: true }, dispose }
    }
    return { input: await openCsv(path, mark, text, mapping), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}
