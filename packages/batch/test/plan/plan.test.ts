import { builtInFormats, defineFormat, thingpark } from '@claimtag/core'
import { defaultTemplate, type Template } from '@claimtag/label'
import { describe, expect, test } from 'vitest'
import { jobFormat } from '../../src/plan/job-format.ts'
import { unusedColumns } from '../../src/plan/unused-columns.ts'
import { parseVerifyMode, verifyName } from '../../src/plan/verify-mode.ts'

function templateOf(...texts: readonly string[]): Template {
  const place = { x: 0, y: 0, width: 10, size: 1 }
  return { ...defaultTemplate, elements: texts.map((text) => ({ type: 'text', text, ...place })) }
}

describe('columns that nothing uses', () => {
  const { fields } = thingpark
  const columns = [
    { name: 'DevEUI', field: 'devEui' },
    { name: 'AppEUI', field: 'joinEui' },
    { name: 'token', field: 'ownerToken' },
    { name: 'lot', field: undefined },
    { name: 'Serien-Nr', field: undefined },
  ] as const

  test('are named as the input names them', () => {
    expect(unusedColumns(columns, { fields, templates: [templateOf('{lot}')] })).toEqual(['Serien-Nr'])
    expect(unusedColumns(columns, { fields, templates: [] })).toEqual(['lot', 'Serien-Nr'])
  })

  test('are never the DevEUI and the token, and the JoinEUI has two names', () => {
    expect(unusedColumns(columns, { fields: [], templates: [templateOf('{appEui}')] })).toEqual([
      'lot',
      'Serien-Nr',
    ])
    expect(unusedColumns(columns, { fields: [], templates: [] })).toContain('AppEUI')
  })
})

test.each(['all', 'none', 'sample:1', 'sample:100'])('%s is a mode of verification', (text) => {
  const mode = parseVerifyMode(text)
  expect(mode === undefined ? undefined : verifyName(mode)).toBe(text)
})

test.each([
  '',
  'some',
  'sample',
  'sample:',
  'sample:0',
  'sample:-1',
  'sample:1.5',
  'sample:10000000000',
  'ALL',
])('%j is none', (text) => expect(parseVerifyMode(text)).toBeUndefined())

describe('the format of a job', () => {
  test('is the built-in one where the document is, after a way through JSON too', () => {
    for (const format of builtInFormats) {
      expect(jobFormat(JSON.parse(JSON.stringify(format.document)))).toBe(format)
    }
  })

  test('is compiled from any other document, also one with the id of a built-in format', () => {
    const document = { ...thingpark.document, title: 'Another' }
    expect(jobFormat(document)).not.toBe(thingpark)
    expect(jobFormat(document).document).toEqual(defineFormat(document).document)
  })
})
