import { openHandleToRead } from '@claimtag/disk'
import { createInterface } from 'node:readline'
import { jobFolder } from '../ledger/folder.ts'
import { isOurRefused } from '../ledger/refused-file.ts'
import type { JobReport, JobRun, Refusal } from './schema.ts'

/** The most refused rows in a report. */
const LISTED = 1000

/** Reads the refused rows of all runs. A file that is not as this program wrote it is named and not read. */
export async function readRefused(out: string, runs: readonly JobRun[]): Promise<JobReport['refused']> {
  const listed: Refusal[] = []
  const byCode = new Map<string, number>()
  const unread: string[] = []
  let count = 0
  for (const { run, refused } of runs) {
    count += refused
    const folder = jobFolder(out, run === 1 ? undefined : run)
    const isOurs = isOurRefused(folder)
    if (isOurs !== true) {
      if (refused > 0 || isOurs === false) unread.push(folder.refused)
      continue
    }
    for await (const refusal of rowsOf(folder.refused, run)) {
      byCode.set(refusal.code, (byCode.get(refusal.code) ?? 0) + 1)
      if (listed.length < LISTED) listed.push(refusal)
    }
  }
  const codes = [...byCode].map(([code, rows]) => ({ code, count: rows }))
  return { count, byCode: codes.sort((a, b) => b.count - a.count), listed, unread }
}

async function* rowsOf(path: string, run: number): AsyncGenerator<Refusal> {
  const handle = await openHandleToRead(path)
  let header: readonly string[] | undefined
  let record = ''
  for await (const line of createInterface({ input: handle.createReadStream(), crlfDelay: Infinity })) {
    record = record === '' ? line : `${record}\n${line}`
    // A quoted cell may hold line breaks: until it ends, quotes are odd in number.
    if ((record.split('"').length - 1) % 2 === 1) continue
    const cells = cellsOf(record)
    record = ''
    if (header === undefined) {
      header = cells
      continue
    }
    const named = new Map(header.map((name, index) => [name, cells[index] ?? '']))
    const [file, field] = [named.get('file') ?? '', named.get('field') ?? '']
    yield {
      run,
      line: Number(named.get('line')),
      ...(file === '' ? {} : { file }),
      ...(field === '' ? {} : { field }),
      code: named.get('code') ?? '',
      reason: named.get('reason') ?? '',
    }
  }
}

/** The cells of a record that `csvLine` wrote (RFC 4180). */
function cellsOf(record: string): readonly string[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}
