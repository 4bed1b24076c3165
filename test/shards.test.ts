import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../packages/batch/test/devices.ts'

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/claimtag.js', import.meta.url))

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

/** Ends a process by SIGKILL in its fiftieth write, which is half of a shard of 150 rows, whatever the machine does. */
const KILLED_HALF_WAY = `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const { writeSync } = fs
  let writes = 0
  fs.writeSync = (...args) => {
    if (++writes === 50) process.kill(process.pid, 'SIGKILL')
    return writeSync(...args)
  }
  syncBuiltinESMExports()
`)}`

function shard(number: number): string {
  return `generate devices.csv --plan plan/shards.json --shard ${number}/2 --out shards --workers 0`
}

test('two processes, one of them killed half-way and started again, make what one makes', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-shards-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'devices.csv'), csvOf(sampleDevices(300)))
  const run = (line: string, ...node: readonly string[]): Promise<number | null> =>
    codeOf(spawn(process.execPath, [...node, COMMAND, ...line.split(' ')], { cwd, stdio: 'ignore' }))
  const options = '--as svg,zpl --pack zip --verify none --chunk 5 --workers 0'
  expect(await run(`plan-shards devices.csv --of 2 --out plan ${options}`)).toBe(0)

  const [killed, other] = await Promise.all([run(shard(1), '--import', KILLED_HALF_WAY), run(shard(2))])
  expect([killed, other]).toEqual([null, 0])
  const first = join(cwd, 'shards', 'shard-00001')
  expect(readFileSync(join(first, 'shard.json'), 'utf8')).toContain('"running"')
  expect(readFileSync(join(first, '.claimtag', 'journal.ndjson'), 'utf8')).toContain('"labels"')
  expect(await run('merge shards --plan plan/shards.json --out labels')).toBe(2)
  expect(await run(shard(1))).toBe(0)
  expect(await run('merge shards --plan plan/shards.json --out labels')).toBe(0)

  expect(await run(`generate devices.csv --out one ${options}`)).toBe(0)
  for (const name of ['labels.zip', 'labels.zpl']) {
    const [merged, one] = ['labels', 'one'].map((folder) => readFileSync(join(cwd, folder, name)))
    expect(merged !== undefined && one !== undefined && merged.equals(one)).toBe(true)
  }
})
