import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type CompiledFormat, compileFormat, defineFormat, tr005 } from '@claimtag/core'
import type { ConformanceVector } from '@claimtag/core/vectors'
import { createDecoder } from '@claimtag/decoder/single'
import { acmeDocument } from '../../decoder/test/acme.ts'
import { claimtag, emptyFolder } from './command.ts'

function folderWith(document: object): string {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'acme.json'), JSON.stringify(document))
  return cwd
}

async function vectorsOf(format: string, cwd: string): Promise<readonly ConformanceVector[]> {
  const { code, out } = await claimtag(['vectors', format], { cwd })
  expect(code).toBe(0)
  return (JSON.parse(out) as { readonly vectors: readonly ConformanceVector[] }).vectors
}

describe('compile', () => {
  test('writes a module of data that a decoder takes', async () => {
    const cwd = folderWith({ ...acmeDocument, id: 'acme-indoor-2' })
    const { code, err } = await claimtag(['compile', 'acme.json', '--out', 'acme.mjs'], { cwd })
    expect({ code, err }).toEqual({ code: 0, err: 'Wrote acme.mjs\n' })
    const module = (await import(pathToFileURL(join(cwd, 'acme.mjs')).href)) as {
      readonly acmeIndoor2: CompiledFormat
    }
    expect(module.acmeIndoor2).toEqual(compileFormat(defineFormat({ ...acmeDocument, id: 'acme-indoor-2' })))
    for (const vector of await vectorsOf('acme.json', cwd)) {
      const result = createDecoder(module.acmeIndoor2).decode(vector.text)
      expect(result.ok).toBe('record' in vector)
    }
  })

  test('with its type for TypeScript, and on stdout', async () => {
    const cwd = folderWith({ ...acmeDocument, id: '2go' })
    await claimtag(['compile', 'acme.json', '--out', 'acme.ts'], { cwd })
    expect(readFileSync(join(cwd, 'acme.ts'), 'utf8')).toMatch(
      /^export const format2go: CompiledFormat = \{/m,
    )
    const { out } = await claimtag(['compile', 'thingpark', '--json'], { cwd })
    expect(JSON.parse(out)).toMatchObject({ id: 'thingpark', layout: 1 })
  })

  test('says which built-in formats it cannot be loaded with', async () => {
    const cwd = folderWith({ ...tr005.document, id: 'blunt', fields: acmeDocument.fields.slice(0, 3) })
    const { code, out, err } = await claimtag(['compile', 'acme.json'], { cwd })
    expect(code).toBe(0)
    expect(out).toContain('"conflicts":[')
    expect(err).toMatch(/^Formats blunt and \S+ cannot be told apart/)
  })

  test('keeps a file that is there, and refuses a document that is wrong', async () => {
    const cwd = folderWith({ ...acmeDocument, prefix: 7 })
    const { code, err } = await claimtag(['compile', 'acme.json', '--out', 'acme.js'], { cwd })
    expect(code).toBe(2)
    expect(err).toContain('prefix')
    expect(existsSync(join(cwd, 'acme.js'))).toBe(false)
    writeFileSync(join(cwd, 'acme.js'), 'mine')
    const { code: second } = await claimtag(['compile', 'tr005', '--out', 'acme.js'], { cwd })
    expect(second).not.toBe(0)
    expect(readFileSync(join(cwd, 'acme.js'), 'utf8')).toBe('mine')
  })
})

describe('vectors', () => {
  test('are the same for the same document, to the byte', async () => {
    const cwd = folderWith(acmeDocument)
    const [one, two] = [
      await claimtag(['vectors', 'acme.json'], { cwd }),
      await claimtag(['vectors', 'acme.json'], { cwd }),
    ]
    expect(one).toEqual(two)
    expect(JSON.parse(one.out)).toMatchObject({ format: { id: 'acme' } })
  })

  test('hold the edges of every length, and a refusal of every kind', async () => {
    const vectors = await vectorsOf('acme.json', folderWith(acmeDocument))
    const abouts = vectors.map(({ about }) => about)
    expect(abouts).toEqual(
      expect.arrayContaining(['serialNumber of the least length', 'serialNumber of the most length']),
    )
    const codes = new Set(vectors.flatMap((one) => ('error' in one ? [one.error.code] : [])))
    expect([...codes]).toEqual(
      expect.arrayContaining([
        'case-lost',
        'checksum-mismatch',
        'control-character',
        'duplicate-element',
        'empty',
        'invalid-character',
        'malformed-checksum',
        'missing-checksum',
        'missing-element',
        'non-ascii-character',
        'not-canonical',
        'not-recognised',
        'other-dialect',
        'placeholder',
        'too-long',
        'wrong-length',
      ]),
    )
  })
})
