import type { ProvisioningState } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { eui, stateOf } from './state.ts'

const A = '70B3D57ED00A0004'
const pathOf = (folder: string, devEui = A): string => join(folder, devEui.slice(-2), `${devEui}.ndjson`)
const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n')
const damaged = expect.objectContaining({ code: 'log-damaged' })

async function saved(folder: string, times: number): Promise<void> {
  const store = fileStore(folder)
  const from = (await store.load(eui(A)))?.revision ?? 0
  for (let revision = from; revision < from + times; revision++) await store.save(stateOf(A), revision)
}

describe('a log for each device', () => {
  test('is in a folder of its own, which others may not enter', async () => {
    const folder = join(temporaryFolder(), 'states')
    await saved(folder, 2)
    expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set(['04', join('04', `${A}.ndjson`)]),
    )
    expect(linesOf(pathOf(folder))).toHaveLength(2)
    if (process.platform === 'win32') return
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(pathOf(folder)).mode & 0o777).toBe(0o600)
  })

  test('is shortened to its last line when it is long, and goes on', async () => {
    const folder = temporaryFolder()
    await saved(folder, 33)
    expect(linesOf(pathOf(folder))).toHaveLength(1)
    await saved(folder, 2)
    expect(linesOf(pathOf(folder))).toHaveLength(3)
    expect(await fileStore(folder).load(eui(A))).toEqual({ revision: 35, state: stateOf(A) })
  })

  test('is shortened the next time, if a process was killed while it did', async () => {
    const folder = temporaryFolder()
    await saved(folder, 32)
    writeFileSync(`${pathOf(folder)}.new`, '{"revision":')
    await saved(folder, 1)
    expect(readdirSync(join(folder, '04'))).toEqual([`${A}.ndjson`])
    expect(await fileStore(folder).load(eui(A))).toMatchObject({ revision: 33 })
  })

  test('loses a line that was cut off, which no save has returned for', async () => {
    const folder = temporaryFolder()
    await saved(folder, 3)
    const path = pathOf(folder)
    truncateSync(path, statSync(path).size - 20)
    expect(await fileStore(folder).load(eui(A))).toMatchObject({ revision: 2 })
    await saved(folder, 1)
    expect(await fileStore(folder).load(eui(A))).toMatchObject({ revision: 3 })
  })

  test.each<[string, (lines: string[]) => void]>([
    ['a line is not JSON', (lines) => (lines[0] = '{')],
    ['a line is no state', (lines) => (lines[0] = '{"revision":1,"state":{}}')],
    ['a line is missing', (lines) => void lines.splice(1, 1)],
    ['two lines are exchanged', (lines) => void lines.splice(0, 2, lines[1] ?? '', lines[0] ?? '')],
    [
      'a line is of another device',
      (lines) => (lines[1] = lines[1]?.replaceAll(A, '70B3D57ED00A0005') ?? ''),
    ],
  ])('that was changed is refused: %s', async (_, change) => {
    const folder = temporaryFolder()
    await saved(folder, 4)
    const lines = [...linesOf(pathOf(folder))]
    change(lines)
    writeFileSync(pathOf(folder), `${lines.join('\n')}\n`)
    await expect(fileStore(folder).load(eui(A))).rejects.toThrow(damaged)
    await expect(fileStore(folder).save(stateOf(A), 4)).rejects.toThrow(damaged)
  })

  test('never has a name that is no DevEUI', async () => {
    const folder = temporaryFolder()
    const invalid = expect.objectContaining({ code: 'state-invalid' })
    const hostile = '../../../../tmp/x' as ReturnType<typeof eui>
    await expect(fileStore(folder).load(hostile)).rejects.toThrow(invalid)
    await expect(fileStore(folder).save({ ...stateOf(A), devEui: hostile }, 0)).rejects.toThrow(invalid)
    expect(readdirSync(folder)).toEqual([])
  })
})

test('all devices come in their order, whatever else lies there', async () => {
  const folder = temporaryFolder()
  const store = fileStore(folder)
  const states: ProvisioningState[] = []
  for await (const { state } of store.states()) states.push(state)
  for (const devEui of [A, '70B3D57ED00A0103', '70B3D57ED00A0104']) await store.save(stateOf(devEui), 0)
  appendFileSync(join(folder, '04', 'notes.txt'), '')
  for await (const { state } of store.states()) states.push(state)
  expect(states.map(({ devEui }) => devEui)).toEqual(['70B3D57ED00A0103', A, '70B3D57ED00A0104'])
})

/** The revisions that a process says it has stored; it is killed after so many, if a number is given. */
async function saidBy(one: ChildProcess, killAfter = Infinity): Promise<readonly number[]> {
  let text = ''
  one.stdout?.on('data', (bytes: Buffer) => {
    text += bytes.toString()
    if (text.split('\n').length > killAfter) one.kill('SIGKILL')
  })
  await once(one, 'close')
  return text.split('\n').slice(0, -1).map(Number)
}

describe('processes on one device', () => {
  const script = fileURLToPath(new URL('file-store-child.mjs', import.meta.url))

  function child(folder: string, times: number): ChildProcess {
    const one = spawn(process.execPath, [script, folder, JSON.stringify(stateOf(A)), String(times)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void one.kill('SIGKILL'))
    return one
  }

  test('store each revision once', async () => {
    const folder = temporaryFolder()
    const said = await Promise.all([child(folder, 20), child(folder, 20)].map((one) => saidBy(one)))
    expect(said.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    expect(await fileStore(folder).load(eui(A))).toMatchObject({ revision: 40 })
    expect(readdirSync(join(folder, '04'))).toEqual([`${A}.ndjson`])
  })

  test('lose nothing that was stored when they are killed, and others go on', async () => {
    const folder = temporaryFolder()
    let stored = 0
    // Long enough that logs are shortened in between.
    for (const killAfter of [1, 40]) {
      const [killed, other] = await Promise.all([
        saidBy(child(folder, 10_000), killAfter),
        saidBy(child(folder, 5)),
      ])
      const said = [...killed, ...other].sort((a, b) => a - b)
      expect(new Set(said).size).toBe(said.length)
      const { revision = 0 } = (await fileStore(folder).load(eui(A))) ?? {}
      // The last save of the killed process may be stored although it could not say so.
      expect(revision).toBeGreaterThanOrEqual(said.at(-1) ?? 0)
      expect(revision - stored - said.length).toBeGreaterThanOrEqual(0)
      expect(revision - stored - said.length).toBeLessThanOrEqual(1)
      stored = revision
    }
    await saved(folder, 1)
    expect(await fileStore(folder).load(eui(A))).toMatchObject({ revision: stored + 1 })
  })
})
