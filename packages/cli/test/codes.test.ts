import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDecoder } from '@claimtag/decoder'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

const DEVICE = '70B3D57ED00A0004'
const ISSUE = ['issue', DEVICE, '--join-eui', '70B3D57ED0000002', '--serial-number', '26W47-1']
const TOKENS =
  'DevEUI,AppEUI,Owner Token,Serial\n' +
  '70B3D57ED00A0005,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==,S5\n' +
  '70B3D57ED00A0006,70B3D57ED0000002,rEbIvN9yjnD+bM6GHjPmsA==,S6\n'

/** The texts of a picture's codes. */
async function textsIn(cwd: string, file: string): Promise<readonly string[]> {
  const { out } = await claimtag(['decode', file, '--json'], { cwd })
  return out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { record: { devEui: string } }).record.devEui)
}

function mode(...path: readonly string[]): number {
  return statSync(join(...path)).mode & 0o777
}

test('a code is issued once, with a label that reads back, in files that only their owner may read', async () => {
  const cwd = emptyFolder()
  const first = await claimtag([...ISSUE, '--out', 'label.png', '--json'], { cwd })
  expect(first).toMatchObject({ code: 0 })
  expect(JSON.parse(first.out)).toEqual({
    devEui: DEVICE,
    joinEui: '70B3D57ED0000002',
    serialNumber: '26W47-1',
    version: 1,
    isNew: true,
    format: 'thingpark',
  })
  expect(await textsIn(cwd, 'label.png')).toEqual([DEVICE])
  for (const file of ['codes.sqlite', 'codes.sqlite.keys', 'label.png']) expect(mode(cwd, file)).toBe(0o600)

  const again = await claimtag([...ISSUE, '--reveal', '--json'], { cwd })
  const { text, isNew } = JSON.parse(again.out) as { text: string; isNew: boolean }
  expect(isNew).toBe(false)
  const read = createDecoder().decode(text)
  expect(read.ok && read.record.devEui).toBe(DEVICE)
  const token = read.ok ? (read.record.ownerToken ?? '') : ''
  // The store is sealed, and no output shows a token.
  for (const bytes of [readFileSync(join(cwd, 'codes.sqlite')), Buffer.from(first.out + first.err)])
    expect(bytes.includes(token)).toBe(false)
})

test.each(['svg', 'pdf', 'zpl'])('the label is made as %s, by the name of its file', async (kind) => {
  const cwd = emptyFolder()
  expect(await claimtag([...ISSUE, '--out', `label.${kind}`], { cwd })).toMatchObject({ code: 0 })
  const head = readFileSync(join(cwd, `label.${kind}`), 'latin1').slice(0, 8)
  expect(head).toMatch({ svg: /^<svg/, pdf: /^%PDF/, zpl: /^\^XA/ }[kind] ?? /^$/)
})

test('another AppEUI, a wrong name, a file that is there and a key are refused, each with its exit code', async () => {
  const cwd = emptyFolder()
  await claimtag(ISSUE, { cwd })
  const conflict = await claimtag(['issue', DEVICE, '--join-eui', '70B3D57ED0000003'], { cwd })
  expect(conflict).toMatchObject({ code: 3 })
  expect(conflict.err).toContain('issued for another joinEui')
  const key = await claimtag([...ISSUE, '--field', 'appKey=00112233445566778899AABBCCDDEEFF'], { cwd })
  expect(key).toMatchObject({ code: 2 })
  expect(key.err).not.toContain('001122')
  writeFileSync(join(cwd, 'there.png'), 'mine')
  expect(await claimtag([...ISSUE, '--out', 'there.png'], { cwd })).toMatchObject({ code: 2 })
  expect(readFileSync(join(cwd, 'there.png'), 'utf8')).toBe('mine')
})

test('what only looks leaves no store behind, and a store without its keys is not opened', async () => {
  const cwd = emptyFolder()
  const { code, err } = await claimtag(['codes', 'list'], { cwd })
  expect(code).toBe(2)
  expect(err).toContain('There is no store codes.sqlite')
  await claimtag(ISSUE, { cwd })
  const other = await claimtag([...ISSUE, '--keys', 'other.keys'], { cwd })
  expect(other).toMatchObject({ code: 2 })
  expect(other.err).toContain('other.keys, are not there')
})

test('recorded tokens are imported, again without harm, and bad rows are named', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'tokens.csv'), TOKENS)
  const first = await claimtag(['import', 'tokens.csv', '--json'], { cwd })
  expect(JSON.parse(first.out)).toEqual({ imported: 2, known: 0, refused: 0 })
  const other = TOKENS.replace('rEbIvN9y', 'AAAAvN9y') + '70B3D57ED00A0007,70B3D57ED0000002,,S7\n'
  writeFileSync(join(cwd, 'other.csv'), other)
  const second = await claimtag(['import', 'other.csv'], { cwd })
  expect(second).toMatchObject({ code: 3 })
  expect(second.err).toContain('0 imported, 1 known already, 2 refused')
  expect(second.err).toContain('refused line 3: This device has another ownerToken already.')
  expect(second.err).toContain('refused line 4:')
  expect(second.err).not.toContain('AAAAvN9y')
})

test('hexadecimal tokens under a base64 format are refused', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'hex.csv'), TOKENS.replace(/,[^,]*==,/g, ',00102030405060708090A0B0C0D0E0F0,'))
  const { code, err } = await claimtag(['import', 'hex.csv'], { cwd })
  expect(code).toBe(3)
  expect(err).toContain('written in hexadecimal')
})

test('codes are listed, shown, revoked, exported, compared and sealed anew', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'tokens.csv'), TOKENS)
  await claimtag(['import', 'tokens.csv', '--quiet'], { cwd })
  const listed = await claimtag(['codes', 'list', '--json'], { cwd })
  expect(listed.out.trim().split('\n')).toHaveLength(2)
  expect(listed.out).not.toContain('ecQSH8')

  expect(await claimtag(['codes', 'reconcile', 'tokens.csv'], { cwd })).toMatchObject({ code: 0 })
  const revoke = ['codes', 'revoke', '70B3D57ED00A0005']
  expect((await claimtag(revoke, { cwd })).err).toContain('--reason')
  expect(await claimtag([...revoke, '--reason', 'scrapped'], { cwd })).toMatchObject({ code: 0 })
  const shown = await claimtag(['codes', 'show', '70B3D57ED00A0005'], { cwd })
  expect(shown.out).toMatch(/State +revoked/)
  expect(shown.out).toContain('scrapped')
  expect(await claimtag(['codes', 'show', '70B3D57ED00A0005', '--out', 'l.png'], { cwd })).toMatchObject({
    code: 2,
  })

  const exporting = ['codes', 'export', '--out', 'out.csv', '--reason', 'for the Join Server']
  expect(await claimtag(exporting, { cwd })).toMatchObject({ code: 0 })
  expect(mode(cwd, 'out.csv')).toBe(0o600)
  expect(readFileSync(join(cwd, 'out.csv'), 'utf8')).toBe(
    'DevEUI,AppEUI,ownerToken\r\n70B3D57ED00A0006,70B3D57ED0000002,rEbIvN9yjnD+bM6GHjPmsA==\r\n',
  )

  const rewrapped = await claimtag(['codes', 'rewrap', '--new-key', '--json'], { cwd })
  expect(JSON.parse(rewrapped.out)).toEqual({ rewrapped: 2, unreadable: [] })
  expect((await claimtag(['codes', 'show', '70B3D57ED00A0006', '--reveal'], { cwd })).out).toContain('LW:D0:')
  writeFileSync(join(cwd, 'less.csv'), TOKENS.replace(/70B3D57ED00A0006.*\n/, ''))
  const differs = await claimtag(['codes', 'reconcile', 'less.csv'], { cwd })
  expect(differs).toMatchObject({ code: 4, out: '70B3D57ED00A0006 is not known there\n' })
})

test('a code is reissued with a reason: another token, the same device, or what is said of it', async () => {
  const cwd = emptyFolder()
  await claimtag([...ISSUE, '--field', 'sku=S100', '--out', 'first.png'], { cwd })
  const reissue = ['codes', 'reissue', DEVICE]
  expect(await claimtag(reissue, { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('--reason') as string,
  })
  const again = [...reissue, '--reason', 'label lost', '--out', 'second.png', '--json']
  const second = await claimtag(again, { cwd })
  expect(JSON.parse(second.out)).toEqual({ devEui: DEVICE, version: 2, format: 'thingpark' })
  expect(await textsIn(cwd, 'second.png')).toEqual([DEVICE])
  expect(readFileSync(join(cwd, 'second.png'))).not.toEqual(readFileSync(join(cwd, 'first.png')))

  const key = 'rEbIvN9yjnD+bM6GHjPmsA=='
  writeFileSync(join(cwd, 'tokens.csv'), TOKENS.replace('70B3D57ED00A0006', DEVICE))
  const third = [
    ...reissue,
    'tokens.csv',
    '--serial-number',
    '26W47-2',
    '--reason',
    'as the Join Server has it',
  ]
  expect(await claimtag(third, { cwd })).toMatchObject({ code: 0 })
  const shown = await claimtag(['codes', 'show', DEVICE, '--reveal', '--json'], { cwd })
  expect(JSON.parse(shown.out)).toMatchObject({ serialNumber: '26W47-2', version: 3, history: [{}, {}] })
  const { text } = JSON.parse(shown.out) as { text: string }
  const read = createDecoder().decode(text)
  expect(read.ok && read.record.ownerToken).toBe(key)

  const other = await claimtag(['codes', 'reissue', '70B3D57ED00A0009', '--reason', 'x'], { cwd })
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('has no code') as string })
  const tr005 = [...reissue, '--reason', 'x', '--format', 'tr005']
  await claimtag([...tr005, '--field', 'vendorId=00FA', '--field', 'vendorProfileId=0001'], { cwd })
  expect((await claimtag([...reissue, '--reason', 'x'], { cwd })).err).toContain('--format tr005')
})
