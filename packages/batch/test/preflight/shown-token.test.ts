import { defaultTemplate, type Template } from '@claimtag/label'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { runBatch } from '../../src/index.ts'
import { shownToken } from '../../src/preflight/shown-token.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const { devEui, appEui: joinEui, ownerToken } = sampleDevice(0)
const bytes = Buffer.from(ownerToken, 'base64')
const found = (columns: Readonly<Record<string, string>>, token = ownerToken) =>
  shownToken(
    { fields: { devEui, joinEui, ownerToken: token } as never, columns, text: '' },
    Object.keys(columns),
  )

describe('a printed column that holds the token is found', () => {
  test.each([
    ['as issued', ownerToken],
    ['in a web address', `https://x.example/claim?t=${encodeURIComponent(ownerToken)}`.replace(/%../g, '')],
    ['as hex', bytes.toString('hex')],
    ['as hex in groups', bytes.toString('hex').toUpperCase().match(/.{4}/g)!.join('-')],
    ['as base64url', bytes.toString('base64url')],
  ])('%s', (_, value) => {
    expect(found({ note: 'fine', link: value })).toBe('link')
  })

  test('as base32, as the code carries it', () => {
    expect(found({ link: 'x/LUKBKYQX' }, Buffer.from(']\x14\x15b\x17').toString('base64'))).toBe('link')
    expect(found({ link: 'MZXW6' }, Buffer.from('foo').toString('base64'))).toBe('link')
  })

  test('a short one only where it is the whole value', () => {
    expect(found({ lot: '26AB12' }, 'AB12')).toBeUndefined()
    expect(found({ lot: 'ab-12' }, 'AB12')).toBe('lot')
  })

  test('and no other column', () => {
    expect(found({ lot: '26W47', link: `https://x.example/${devEui}` })).toBeUndefined()
    expect(
      shownToken({ fields: { devEui } as never, columns: { lot: 'x' }, text: '' }, ['lot']),
    ).toBeUndefined()
  })
})

test('a public code that would carry a token is refused, with its row and without the token', async () => {
  const template: Template = {
    ...defaultTemplate,
    name: 'public',
    stock: { width: 60, height: 30 },
    elements: [
      defaultTemplate.elements[0]!,
      { type: 'qr', id: 'public', x: 26, y: 0, size: 30, text: 'https://id.example/21/{batch}?{link}' },
    ],
  }
  const rows = csvOf(sampleDevices(3)).trimEnd().split('\n')
  const links = ['batch,link', '1,a', `2,${sampleDevice(1).ownerToken}`, '3,c']
  const input = temporaryFile(rows.map((row, at) => `${row},${links[at]}`).join('\n'))
  const summary = await runBatch({
    input,
    out: temporaryFolder(),
    template,
    dpi: 300,
    skipBadRows: true,
    workers: 0,
  })
  expect(summary).toMatchObject({ labelled: 2, verified: 2, refused: 1 })
  expect(summary.refusals).toMatchObject([{ line: 3, code: 'token-shown' }])
  expect(JSON.stringify(summary.refusals)).not.toContain(sampleDevice(1).ownerToken.slice(0, 6))
})
