import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

function folderWith(devices: number): string {
  const cwd = emptyFolder()
  const rows = Array.from({ length: devices }, (_, at) => {
    const token = Buffer.alloc(16, `token of ${at}`).toString('base64')
    return `70B3D57ED00A00${String(at + 10)},70B3D57ED0000002,${token},S${at}`
  })
  writeFileSync(join(cwd, 'devices.csv'), ['DevEUI,AppEUI,Token,Serial', ...rows].join('\n'))
  return cwd
}

test('--cartons makes a label for every so many devices', async () => {
  const cwd = folderWith(5)
  const argv = ['generate', 'devices.csv', '--out', 'labels', '--cartons', '2']
  const ended = await claimtag([...argv, '--carton-template', 'carton-100x50'], { cwd })
  expect(ended).toMatchObject({
    code: 0,
    err: `✓ 5 labels and 3 carton labels in ${join(cwd, 'labels')}, all read back\n`,
  })
  const names = readdirSync(join(cwd, 'labels')).filter((name) => name.endsWith('.png'))
  expect(names.sort().slice(-3)).toEqual(['carton-00001.png', 'carton-00002.png', 'carton-00003.png'])
  // The built-in template is the default one.
  expect(await claimtag(argv, { cwd })).toMatchObject({ code: 0 })
  expect((await claimtag(['verify', 'labels'], { cwd })).code).toBe(0)
})

test.each([
  [['--carton-template', 'carton-100x50'], 'needs --cartons'],
  [['--cartons', '2', '--carton-template', 'device-50x25'], 'no carton template device-50x25'],
  [['--cartons', '2', '--carton-template', 'constructor'], 'no carton template constructor'],
  [['--cartons', '2', '--carton-template', 'own.json'], 'would hold the code of a device'],
  [['--cartons', '0'], '1 to 1,000 devices'],
  [['--cartons', '2', '--as', 'pdf'], 'not made as pdf'],
])('%j is a mistake', async (flags, sentence) => {
  const cwd = folderWith(3)
  const { out } = await claimtag(['templates', '--show', 'device-50x25'], { cwd })
  writeFileSync(join(cwd, 'own.json'), out)
  const { code, err } = await claimtag(['generate', 'devices.csv', '--out', 'labels', ...flags], { cwd })
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)])
})
