import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
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

/** Resolves when a file is there. */
async function appears(folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const watcher = watch(folder)
  try {
    while (!existsSync(join(folder, name))) await once(watcher, 'change')
  } finally {
    watcher.close()
  }
}

function shard(number: number): string {
  return `generate devices.csv --plan plan/shards.json --shard ${number}/2 --out shards --workers 0`
}

test('two processes, one of them killed half-way and started again, make what one makes', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-shards-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'devices.csv'), csvOf(sampleDevices(300)))
  const start = (line: string): ChildProcess =>
    spawn(process.execPath, [COMMAND, ...line.split(' ')], { cwd, stdio: 'ignore' })
  const run = (line: string): Promise<number | null> => codeOf(start(line))
  const options = '--as svg,zpl --pack zip --verify none --chunk 5 --workers 0'
  expect(await run(`plan-shards devices.csv --of 2 --out plan ${options}`)).toBe(0)

  const killed = start(shard(1))
  const other = run(shard(2))
  const hidden = join(cwd, 'shards', 'shard-00001', '.claimtag')
  await appears(hidden, 'journal.ndjson')
  killed.kill('SIGKILL')
  expect(await codeOf(killed)).toBe(null)
  expect(readFileSync(join(hidden, '..', 'shard.json'), 'utf8')).toContain('"running"')
  expect(await other).toBe(0)
  expect(await run('merge shards --plan plan/shards.json --out labels')).toBe(2)
  expect(await run(shard(1))).toBe(0)
  expect(await run('merge shards --plan plan/shards.json --out labels')).toBe(0)

  expect(await run(`generate devices.csv --out one ${options}`)).toBe(0)
  for (const name of ['labels.zip', 'labels.zpl']) {
    const [merged, one] = ['labels', 'one'].map((folder) => readFileSync(join(cwd, folder, name)))
    expect(merged !== undefined && one !== undefined && merged.equals(one)).toBe(true)
  }
})
