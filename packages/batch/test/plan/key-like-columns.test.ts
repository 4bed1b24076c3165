import { tr005 } from '@claimtag/core'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Template } from '@claimtag/label'
import { runBatch } from '../../src/index.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

// A column of keys under a name that does not tell.

const key = (index: number) => createHash('md5').update(`key ${index}`).digest('hex')
const rowOf = (index: number, more: string) =>
  `70B3D57ED00A00${10 + index},70B3D57ED0000002,C915005${index},${more}`
const text = { type: 'text', x: 25, width: 60, size: 2, minSize: 1 } as const
const template: Template = {
  name: 'own',
  stock: { width: 90, height: 25 },
  elements: [
    { type: 'qr', id: 'code', x: 0, y: 0, size: 24 },
    { ...text, id: 'blob', y: 3, text: '{Blob}' },
  ],
}

async function warned(cells: readonly string[], of: Template = template, names = 'Blob') {
  const rows = cells.map((more, index) => rowOf(index, more))
  const { warnings } = await runBatch({
    input: temporaryFile([`DevEUI,AppEUI,Token,${names}`, ...rows].join('\n')),
    out: temporaryFolder(),
    format: tr005,
    template: of,
    dryRun: true,
    workers: 0,
    chunkRows: 2,
  })
  return warnings.map(({ line, code, reason }) => [line, code, reason.includes('Every Blob is')])
}

test('is said once, where its first value stands, when a template prints it', async () => {
  expect(await warned([key(1)])).toEqual([[2, 'key-like-column', true]])
  expect(await warned(['', '', key(1), '', key(2).toUpperCase()])).toEqual([[4, 'key-like-column', true]])
})

test('but not when any value is something else, nor when nothing prints it', async () => {
  expect(await warned([key(1), key(2), key(3), 'Sensor'])).toEqual([])
  expect(await warned(['Sensor', '', key(3)])).toEqual([])
  expect(await warned([key(1).slice(1)])).toEqual([])
  expect(await warned(['', ''])).toEqual([])
  const [code] = template.elements
  const plain = { ...template, elements: code === undefined ? [] : [code] }
  expect(await warned([key(1)], plain)).toEqual([])
})

test('also as a serial number, and when it only decides whether something is shown', async () => {
  const shown = { ...template, elements: template.elements.map((one) => ({ ...one })) }
  const when: Template = {
    ...shown,
    elements: [...shown.elements.slice(0, 1), { ...text, y: 3, text: 'sealed', when: 'Blob' }],
  }
  expect(await warned([key(1)], when)).toEqual([[2, 'key-like-column', true]])
  const serial: Template = {
    ...template,
    elements: [...shown.elements.slice(0, 1), { ...text, y: 3, text: '{serialNumber}' }],
  }
  const said = await warned([key(1), key(2)], serial, 'Serial')
  expect(said).toEqual([[2, 'key-like-column', false]])
})
