import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { runBatch, verifyFolder } from '../../src/index.ts'
import { jobFolder } from '../../src/ledger/folder.ts'
import { openJobLog } from '../../src/ledger/job-log.ts'
import { csvOf, sampleDevices } from '../devices.ts'

/** A finished job with three lines in each of the logs that printing writes. */
async function printedJob(): Promise<string> {
  const place = temporaryFolder()
  const [input, out] = [join(place, 'devices.csv'), join(place, 'labels')]
  writeFileSync(input, csvOf(sampleDevices(3)))
  await runBatch({ input, out, as: ['svg'], workers: 0, chunkRows: 1 })
  const folder = jobFolder(out)
  for (const [path, end] of [
    [folder.deliveries, folder.deliveriesEnd],
    [folder.audit, folder.auditEnd],
  ] as const) {
    const log = openJobLog(folder, path, { parse: (line) => JSON.parse(line) as object }, end)
    for (const number of [1, 2, 3]) log.append({ number })
    log.close()
  }
  return out
}

const LOGS = ['.claimtag/deliveries.ndjson', 'audit.ndjson', '.claimtag/journal.ndjson']

function edit(path: string, change: (lines: string[]) => string[]): void {
  writeFileSync(path, change(readFileSync(path, 'utf8').trimEnd().split('\n')).join('\n') + '\n')
}

test('logs as they were written have no faults', async () => {
  expect((await verifyFolder(await printedJob())).records).toEqual([])
})

describe.each(LOGS)('verify sees in %s', (file) => {
  test('that a line was changed', async () => {
    const out = await printedJob()
    edit(join(out, file), ([first = '', ...rest]) => [first.replace(/\d/, '7'), ...rest])
    expect((await verifyFolder(out)).records).toEqual([{ file, fault: 'changed' }])
  })
})

// How far a finished job went is said by its record, too.
describe.each(LOGS.slice(0, 2))('verify sees of %s', (file) => {
  test('that a line in the middle, its last line, or all of it is gone', async () => {
    const out = await printedJob()
    const text = readFileSync(join(out, file), 'utf8')
    edit(join(out, file), ([first = '', , ...rest]) => [first, ...rest])
    expect((await verifyFolder(out)).records).toEqual([{ file, fault: 'changed' }])
    writeFileSync(join(out, file), text)
    edit(join(out, file), (lines) => lines.slice(0, -1))
    expect((await verifyFolder(out)).records).toEqual([{ file, fault: 'changed' }])
    rmSync(join(out, file))
    expect((await verifyFolder(out)).records).toEqual([{ file, fault: 'missing' }])
  })
})
