import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repeatedName } from '../../../src/input/json/repeated-name.ts'
import { read } from '../../read.ts'

const EUI = '70B3D57ED00A0004'
const OTHER = '70B3D57ED00A0005'
const APP = '70B3D57ED0000002'
const TOKEN = 'ecQSH8YIV9/+/HS5mcyF8Q=='
const row = (more: string): string => `{"devEui":"${EUI}","joinEui":"${APP}",${more}}`

const wrapped = (inner: string, outer = ''): string => `{"device":${row(inner)}${outer}}\n`

describe('a row that says one thing twice', () => {
  test.each([
    ['its DevEUI', row(`"devEui":"${OTHER}"`), 'devEui'],
    ['its DevEUI, in another spelling of JSON', row(`"dev\\u0045ui":"${OTHER}"`), 'devEui'],
    ['its token, the second time as nothing', row(`"ownerToken":"C9","ownerToken":null`), 'ownerToken'],
    ['what a template prints', row(`"lot":"A","note":"x","lot":"B"`), 'lot'],
    ['a value within another', row(`"ids":{"lot":"A","lot":"B"}`), 'ids.lot'],
    ['a value within a list', row(`"tags":[{"lot":"A"},{"lot":"A","lot":"B"}]`), 'tags.lot'],
  ])('%s', async (_, text, name) => {
    for (const [content, line] of [
      [`${row('"lot":"A"')}\n${text}\n`, 2],
      [`[\n${row('"lot":"A"')},\n${text}]`, 3],
    ] as const) {
      const { devices, refused, reasons } = await read(content)
      expect(devices).toHaveLength(1)
      expect(refused).toEqual([[line, 'duplicate-member']])
      expect(reasons).toEqual([
        `${name} is there twice in this row, and only one can be meant: remove the other.`,
      ])
    }
  })

  test('beside the member that holds the values of all rows', async () => {
    const content = [
      wrapped('"serialNumber":"S1"', ',"serialNumber":"S1","updatedAt":"today"'),
      wrapped('"updatedAt":"today"', ',"updatedAt":"yesterday"'),
      wrapped('"serialNumber":"S2"', ',"serialNumber":"S3"'),
      wrapped('"serialNumber":"S4","serialNumber":"S5"'),
    ].join('')
    const { devices, refused, reasons } = await read(content)
    expect(devices).toHaveLength(2)
    expect(refused).toEqual([
      [3, 'duplicate-member'],
      [4, 'duplicate-member'],
    ])
    expect(reasons.every((reason) => reason.startsWith('serialNumber is there twice'))).toBe(true)
  })

  test('is not quoted where it may be a token', async () => {
    const { refused, reasons } = await read(`${row(`"${TOKEN}":1,"${TOKEN}":2`)}\n`)
    expect(refused).toEqual([[1, 'duplicate-member']])
    expect(reasons.join()).not.toContain(TOKEN.slice(0, 6))
    expect(reasons.join()).toContain('A member is there twice')
  })
})

test('two columns of one name are noted, and the last one counts', async () => {
  const { columns, notes, reasons } = await read(`DevEUI,AppEUI,lot,note,lot\n${EUI},${APP},A,x,B\n`)
  expect(columns).toEqual([{ lot: 'B', note: 'x' }])
  expect(notes).toEqual([[1, 'repeated-heading']])
  expect(reasons).toEqual([
    'Several columns are called lot: the last one counts. Rename the others if they are needed.',
  ])
})

/** JSON with names and texts that look like each other, and its value as a map of lists: nothing is lost. */
const text = fc.constantFrom(
  'a',
  'b',
  '"',
  '\\',
  '\\"',
  ':',
  '{',
  '}',
  '[',
  ',',
  'a":',
  '__proto__',
  'é',
  '\n',
)
const { tree } = fc.letrec<{ tree: Tree; node: Tree }>((tie) => ({
  tree: fc.array(fc.tuple(text, tie('node')), { maxLength: 4 }).map((members) => ({ members })),
  node: fc.oneof(
    { maxDepth: 3 },
    text.map((leaf) => ({ leaf })),
    fc.constantFrom<Tree>({ leaf: null }, { leaf: 7 }),
    tie('tree'),
    fc.array(tie('node'), { maxLength: 3 }).map((list) => ({ list })),
  ),
}))

type Tree =
  | { readonly members: readonly (readonly [string, Tree])[] }
  | { readonly list: readonly Tree[] }
  | { readonly leaf: string | number | null }

function written(node: Tree, space: string): string {
  if ('leaf' in node) return JSON.stringify(node.leaf)
  if ('list' in node) return `[${node.list.map((one) => written(one, space)).join(`,${space}`)}]`
  const members = node.members.map(([name, one]) => `${JSON.stringify(name)}${space}:${written(one, space)}`)
  return `{${members.join(`${space},`)}}`
}

function isRepeated(node: Tree): boolean {
  if ('leaf' in node) return false
  if ('list' in node) return node.list.some(isRepeated)
  const names = node.members.map(([name]) => name)
  return new Set(names).size < names.length || node.members.some(([, one]) => isRepeated(one))
}

test('a repeated name is found wherever it is, and nothing else is taken for one', () => {
  let repeated = 0
  fc.assert(
    fc.property(tree, fc.constantFrom('', ' ', '\t '), (node, space) => {
      const json = written(node, space)
      const found = repeatedName(json, JSON.parse(json))
      expect(found !== undefined).toBe(isRepeated(node))
      if (found !== undefined) repeated++
    }),
    { numRuns: 500 },
  )
  expect(repeated).toBeGreaterThan(20)
})
