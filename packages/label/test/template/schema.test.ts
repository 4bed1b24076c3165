import { defaultTemplate } from '@claimtag/label'
import { parseTemplate, templateJsonSchema } from '@claimtag/label/schema'
import { expect, test } from 'vitest'
import { thrownBy } from '../samples.ts'

const document = JSON.parse(JSON.stringify(defaultTemplate)) as { elements: object[] }
const qr = { type: 'qr', x: 0, y: 0, size: 20 }

test.each([
  [{ elements: [{ ...qr, sizes: 3 }] }, 'elements[0]', 'there is no property "sizes"; nearest: "size"'],
  [{ elements: [{ ...qr, szie: 3 }] }, 'elements[0]', 'there is no property "szie"; nearest: "size"'],
  [{ elements: [{ ...qr, wehn: 'devEui' }] }, 'elements[0]', 'nearest: "when"'],
  [{ elements: [{ ...qr, size: '20' }] }, 'elements[0].size', 'expected number'],
  [{ elements: [{ ...qr, size: -1 }] }, 'elements[0].size', 'expected number to be >0'],
  [{ elements: [{ ...qr, type: 'barcode' }] }, 'elements[0].type', "'qr' | 'text'"],
  [
    { elements: [{ type: 'text', x: 0, y: 0, width: 5, size: 2, text: 'a', rotate: 45 }] },
    'elements[0].rotate',
    '90',
  ],
  [{ elements: [] }, 'elements', '>=1'],
  [{ stock: { width: 50 } }, 'stock.height', 'expected number'],
  [{ name: 'a label' }, 'name', 'only letters'],
  [{ sheets: {} }, 'its root', 'nearest: "sheet"'],
])('%j is refused with its place', (change, path, problem) => {
  const issue = thrownBy(() => parseTemplate({ ...document, ...change }))
  expect(issue).toMatchObject({ code: 'bad-template', path })
  expect(issue['problem']).toContain(problem)
  expect(issue['message']).toContain(path)
})

test('what is no document at all', () => {
  for (const value of [null, 'x', [], 7])
    expect(thrownBy(() => parseTemplate(value))).toMatchObject({ code: 'bad-template' })
})

test('an editor is told what each property means', () => {
  const schema = JSON.stringify(templateJsonSchema())
  expect(schema).toContain('"$schema":"https://json-schema.org')
  expect(schema).toContain('Height of a capital letter, mm')
  expect(schema).toContain('"additionalProperties":false')
})
