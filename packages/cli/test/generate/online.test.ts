import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

const HEAD = 'Device ID;AppEUI;Serial;batch\n'

function devices(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, at) =>
      `70B3D57ED00A${at.toString(16).padStart(4, '0').toUpperCase()};70B3D57ED0000002;S${at};week 47\n`,
  )
  return HEAD + rows.join('')
}

const ONLINE = ['generate', 'devices.csv', '--column', 'devEui=Device ID', '--online']

/** The bytes of all labels in a folder, by name. */
function labelsIn(...path: readonly string[]): ReadonlyMap<string, string> {
  const folder = join(...path)
  const names = readdirSync(folder).filter((name) => /\.(?:png|csv)$/.test(name) && name !== 'refused.csv')
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'base64')]))
}

/** What `refused.csv` says, without its heading. */
function refusedIn(cwd: string): readonly string[] {
  const [heading, ...rows] = readFileSync(join(cwd, 'labels', 'refused.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
  expect(heading).toBe('line,field,code,reason')
  return rows
}

test('a batch takes its tokens from the store: the same labels again, and the codes of issue', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), devices(3))
  const first = await claimtag([...ONLINE, '--out', 'labels', '--as', 'png,csv', '--json'], { cwd })
  expect(first).toMatchObject({ code: 0 })
  expect(JSON.parse(first.out)).toMatchObject({ state: 'done', labelled: 3, verified: 3, refused: 0 })
  const again = await claimtag([...ONLINE, '--out', 'labels', '--as', 'png,csv'], { cwd })
  expect(again).toMatchObject({ code: 0 })
  expect(again.err).toContain('they were made before')
  expect(await claimtag([...ONLINE, '--out', 'others', '--as', 'png,csv'], { cwd })).toMatchObject({
    code: 0,
  })
  expect(labelsIn(cwd, 'others')).toEqual(labelsIn(cwd, 'labels'))

  const shown = await claimtag(['codes', 'show', '70B3D57ED00A0001', '--reveal', '--json'], { cwd })
  const { text, serialNumber } = JSON.parse(shown.out) as { text: string; serialNumber: string }
  expect(serialNumber).toBe('S1')
  const read = await claimtag(['decode', 'labels/70B3D57ED00A0001.png', '--json'], { cwd })
  const { record } = JSON.parse(read.out) as { record: object }
  const read2 = await claimtag(['decode', text, '--json'], { cwd })
  expect(JSON.parse(read2.out)).toMatchObject({ record })
})

test('labels are added to a job, and go to stdout', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), devices(2))
  await claimtag([...ONLINE, '--out', 'labels'], { cwd })
  writeFileSync(join(cwd, 'devices.csv'), devices(4))
  const added = await claimtag([...ONLINE, '--out', 'labels', '--add'], { cwd })
  expect(added).toMatchObject({ code: 0, err: expect.stringContaining('2 labels added') as string })
  const stream = await claimtag([...ONLINE, '--out', '-', '--as', 'zpl'], { cwd })
  expect(stream.out.match(/\^XA/g)).toHaveLength(4)
})

test('nothing is issued before all rows are sound, and a row is named by its line in the file', async () => {
  const cwd = emptyFolder()
  const bad = `${devices(2)}70B3D57ED00A00ZZ;70B3D57ED0000002;S9;x\n${devices(3).split('\n')[3]}\n`
  writeFileSync(join(cwd, 'devices.csv'), bad)
  const refused = await claimtag([...ONLINE, '--out', 'labels'], { cwd })
  expect(refused).toMatchObject({ code: 3 })
  expect(refused.err).toContain('line 4, Device ID')
  expect(refused.err).toContain(`(see ${join(cwd, 'labels', 'refused.csv')})`)
  expect(refusedIn(cwd)).toEqual([expect.stringMatching(/^4,Device ID,/)])
  expect(existsSync(join(cwd, 'codes.sqlite'))).toBe(false)
  const dry = await claimtag([...ONLINE, '--dry-run', '--skip-bad-rows'], { cwd })
  expect(dry).toMatchObject({ code: 3 })
  expect(existsSync(join(cwd, 'codes.sqlite'))).toBe(false)
  const skipped = await claimtag([...ONLINE, '--out', 'labels', '--skip-bad-rows'], { cwd })
  expect(skipped).toMatchObject({ code: 3, err: expect.stringContaining('3 labels') as string })
  expect(refusedIn(cwd)).toEqual([expect.stringMatching(/^4,Device ID,/)])
  const listed = await claimtag(['codes', 'list', '--json'], { cwd })
  expect(listed.out.trim().split('\n')).toHaveLength(3)
})

test('a device that the store refuses is named, and no label is made', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), devices(3))
  await claimtag(['issue', '70B3D57ED00A0001', '--join-eui', '70B3D57ED0000009'], { cwd })
  const refused = await claimtag([...ONLINE, '--out', 'labels'], { cwd })
  expect(refused).toMatchObject({ code: 3 })
  expect(refused.err).toMatch(/refused line 3: .*issued for another joinEui/)
  expect(refused.err).toContain('refused.csv')
  const told = expect.stringMatching(/^3,,device-conflict,.*issued for another joinEui/) as string
  expect(refusedIn(cwd)).toEqual([told])
  expect(existsSync(join(cwd, 'labels', '70B3D57ED00A0000.png'))).toBe(false)
  const skipped = await claimtag([...ONLINE, '--out', 'labels', '--skip-bad-rows'], { cwd })
  expect(skipped).toMatchObject({ code: 3 })
  expect(refusedIn(cwd)).toEqual([told])
  expect([...labelsIn(cwd, 'labels').keys()]).toEqual(['70B3D57ED00A0000.png', '70B3D57ED00A0002.png'])
})

test('tokens of the file, several files, and a store without --online are mistakes', async () => {
  const cwd = emptyFolder()
  const own = `devEui,joinEui,ownerToken\n70B3D57ED00A0001,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n`
  writeFileSync(join(cwd, 'own.csv'), own)
  writeFileSync(join(cwd, 'devices.csv'), devices(1))
  const brought = await claimtag(['generate', 'own.csv', '--online', '--out', 'labels'], { cwd })
  expect(brought).toMatchObject({ code: 2, err: expect.stringContaining('claimtag import') as string })
  expect(brought.err).not.toContain('ecQSH8')
  const two = ['generate', 'own.csv', 'devices.csv', '--online', '--out', 'labels']
  expect(await claimtag(two, { cwd })).toMatchObject({ code: 2 })
  const store = ['generate', 'own.csv', '--store', 'codes.sqlite', '--out', 'labels']
  expect(await claimtag(store, { cwd })).toMatchObject({ code: 2 })
})

test('a run that is killed goes on with the same command, to the same labels', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), devices(60))
  const args = [...ONLINE, '--out', 'labels', '--as', 'png', '--chunk', '10', '--workers', '0']
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url)), ...args],
    { cwd, stdio: 'ignore' },
  )
  const isBegun = () => existsSync(join(cwd, 'labels')) && labelsIn(cwd, 'labels').size > 0
  while (!isBegun() && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(await claimtag(args, { cwd })).toMatchObject({ code: 0 })
  expect(
    await claimtag([...ONLINE, '--out', 'whole', '--as', 'png', '--chunk', '10'], { cwd }),
  ).toMatchObject({
    code: 0,
  })
  const whole = labelsIn(cwd, 'whole')
  expect(whole.size).toBe(60)
  expect(labelsIn(cwd, 'labels')).toEqual(whole)
})
