import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

const token = (number: number) => Buffer.alloc(16, `token of ${number}`).toString('base64')
const eui = (number: number) => `70B3D57ED00A000${number}`
const row = (number: number, separator: string) =>
  [eui(number), '70B3D57ED0000002', token(number), `S${number}`].join(separator)
const eaten = (number: number) => `${eui(number)},70B3D57ED0000002,4.4E+16\n`

/** Two files of different makers in one folder. */
function twoFiles(more: readonly string[] = []): string {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.csv'), `DevEUI;AppEUI;Token;S/N\n${row(1, ';')}\n${row(2, ';')}\n`)
  writeFileSync(join(cwd, 'b.csv'), ['dev_eui,join_eui,token,serial', row(3, ','), ...more].join('\n'))
  return cwd
}

test('generate takes several files as one job', async () => {
  const cwd = twoFiles()
  const ended = await claimtag(['generate', 'a.csv', 'b.csv', '--out', 'labels', '--as', 'zpl'], { cwd })
  expect(ended).toMatchObject({ code: 0, err: `✓ 3 labels in ${join(cwd, 'labels')}, all read back\n` })
  const record = JSON.parse(readFileSync(join(cwd, 'labels', 'job.json'), 'utf8')) as object
  expect(record).toMatchObject({ inputs: [{ name: 'a.csv' }, { name: 'b.csv' }] })
  expect((await claimtag(['verify', 'labels'], { cwd })).code).toBe(0)
})

test('lines are named with their files', async () => {
  const cwd = twoFiles([`01B3D57ED00A0005,70B3D57ED0000002,${token(5)},S5`, `${row(1, ',')}x`, 'nonsense,,,'])
  const { code, err } = await claimtag(['generate', 'a.csv', 'b.csv', '--dry-run', '--out', 'x'], { cwd })
  expect(code).toBe(3)
  expect(err).toContain(
    'refused line 2 of a.csv, DevEUI: The same DevEUI with other data stands on line 4 of b.csv.',
  )
  expect(err).toContain('warning line 3 of b.csv, dev_eui: ')
  expect(err).toContain('refused line 5 of b.csv, dev_eui: ')
})

test('one cause of all rows is said once, with the first of them', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.csv'), `DevEUI,AppEUI,Token\n${eaten(1)}${eaten(2)}`)
  writeFileSync(join(cwd, 'b.csv'), `dev_eui,app_eui,Token\n${eaten(3)}`)
  const { err } = await claimtag(['generate', 'a.csv', 'b.csv', '--out', 'labels'], { cwd })
  expect(err).toMatch(/^refused 3 rows from line 2 of a\.csv on, Token: /)
})

test('a file that cannot be read as a whole is named', async () => {
  const cwd = twoFiles()
  writeFileSync(join(cwd, 'c.csv'), 'Serial\nS1\n')
  const { code, err } = await claimtag(['generate', 'a.csv', 'c.csv', '--out', 'labels'], { cwd })
  expect(code).toBe(3)
  expect(err).toContain('claimtag: c.csv: No column holds DevEUI')
  const twice = await claimtag(['generate', 'a.csv', './a.csv', '--out', 'labels'], { cwd })
  expect(twice.code).toBe(2)
  expect(twice.err).toContain('is named twice')
})

test('stdin is read alone', async () => {
  const cwd = twoFiles()
  for (const command of ['generate', 'plan', 'preview']) {
    const { code, err } = await claimtag(
      [command, 'a.csv', '-', ...(command === 'generate' ? ['--out', 'x'] : [])],
      { cwd },
    )
    expect([code, err]).toEqual([2, expect.stringContaining('stdin, which is read alone')])
  }
})

test('plan and preview look through several files', async () => {
  const cwd = twoFiles()
  writeFileSync(join(cwd, 'bad.csv'), 'DevEUI,AppEUI,Token\nTBD,TBD,TBD\n')
  for (const command of ['plan', 'preview'])
    expect((await claimtag([command, 'bad.csv', 'b.csv'], { cwd })).code).toBe(0)
  expect((await claimtag(['plan', 'bad.csv'], { cwd })).err).toContain('No row of bad.csv is sound')
})

test('a label is drawn again from the files that it came from', async () => {
  const cwd = twoFiles()
  await claimtag(['generate', 'a.csv', 'b.csv', '--out', 'labels', '--as', 'zpl'], { cwd })
  const print = ['print', 'labels', '--dev-eui', eui(3), '--as', 'png', '--out', 'label.png']
  expect((await claimtag([...print, '--devices', 'b.csv'], { cwd })).code).toBe(4)
  expect((await claimtag([...print, '--devices', 'a.csv', '--devices', 'b.csv'], { cwd })).code).toBe(0)
  expect(readFileSync(join(cwd, 'label.png')).subarray(1, 4).toString()).toBe('PNG')
})

test('no file of devices is written over', async () => {
  const cwd = twoFiles()
  const { code } = await claimtag(['preview', 'a.csv', 'b.csv', '--out', 'b.csv', '--force'], { cwd })
  expect(code).toBe(2)
  const to = ['generate', 'a.csv', 'b.csv', '--out', 'labels', '--as', 'zpl', '--to', `file://${cwd}/b.csv`]
  expect((await claimtag(to, { cwd })).code).toBe(2)
})
