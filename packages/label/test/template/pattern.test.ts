import { describe, expect, test } from 'vitest'
import { createLabeller, planLabel, presets } from '@claimtag/label'
import { fieldValue, parsePattern } from '../../src/template/pattern.ts'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../samples.ts'

describe.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('a field named %s', (name) => {
  const template = templateWith(text({ text: `{${name}}` }))
  const own = JSON.parse(`{ "${name}": "XY" }`) as Readonly<Record<string, string>>

  test('is not found where only every object has it', () => {
    expect(fieldValue({}, name)).toBe('')
    expect(parsePattern(`{${name}}`, 'words').fill(FIELDS)).toBe('')
    expect(() => createLabeller(template, { dpi: 203 }).draw(CODE, FIELDS)).not.toThrow()
    expect(thrownBy(() => planLabel(template, { dpi: 203, text: CODE, fields: FIELDS }))).toMatchObject({
      code: 'unknown-field',
      field: name,
    })
    expect(presets[name]).toBeUndefined()
  })

  test('is printed when a device has it', () => {
    expect(parsePattern(`{${name}}`, 'words').fill(own)).toBe('XY')
    expect(() => createLabeller(template, { dpi: 203 }).draw(CODE, own)).not.toThrow()
  })
})

test.each([
  'code',
  'ownerToken',
  'Owner Token (hex)',
  'claim_authentication_code',
  'deviceKey',
  'fNwkSIntKey',
  'accessKey',
  'AppKey (OTAA)',
  'Root AppKey',
  "Clé d'application",
  'Anwendungsschlüssel',
])('{%s} is never printed as text', (field) => {
  const issue = thrownBy(() => createLabeller(templateWith(text({ text: `{${field}}` })), { dpi: 203 }))
  expect(issue).toMatchObject({ code: 'secret-field', field })
})

test.each(Object.values(presets).map((template) => [template.name, template] as const))(
  '%s asks for no secret',
  (_, template) => {
    expect(() => createLabeller(template, { dpi: 300 })).not.toThrow()
  },
)

test('AppEUI and JoinEUI find each other', () => {
  expect(fieldValue({ joinEui: 'A' }, 'appEui')).toBe('A')
  expect(fieldValue({ appEui: 'A' }, 'joinEui')).toBe('A')
  expect(fieldValue({ appEui: 'A', joinEui: 'B' }, 'joinEui')).toBe('B')
})
