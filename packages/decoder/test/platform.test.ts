import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { runInContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtInFormats, defineFormat, encode, explain } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'
import { published, textOf } from '../../core/test/published.ts'
import { oldContext } from './old-context.ts'

const texts = published.map(textOf)

/** Everything that a text goes through, as one line of JSON. */
function wayOf(text: string, api: Api): string {
  const result = api.createDecoder().decode(text)
  if (!result.ok) return JSON.stringify([result, api.explain(result.error)])
  const document = api.builtInFormats.find(({ id }) => id === result.format)!.document
  const again = /"appKey"/.test(JSON.stringify(document))
    ? ''
    : api.encode(result.record, api.defineFormat({ ...document, readOnly: false }))
  return JSON.stringify([result, result.warnings.map(api.explain), again])
}

interface Api {
  readonly createDecoder: typeof createDecoder
  readonly builtInFormats: typeof builtInFormats
  readonly defineFormat: typeof defineFormat
  readonly encode: typeof encode
  readonly explain: typeof explain
}

let code = ''

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { createDecoder, explain } from '@claimtag/decoder'
        export { builtInFormats, defineFormat, encode } from '@claimtag/core'`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'api',
    target: 'es2018',
    platform: 'neutral',
    conditions: ['@claimtag/source'],
  })
  code = outputFiles.map(({ text }) => text).join('')
})

describe('where the language ends with ECMAScript 2018', () => {
  test('newer built-ins are gone', () => {
    const context = oldContext()
    for (const use of [
      '[].at(0)',
      '[[]].flat()',
      'Object.hasOwn({}, "a")',
      'Object.fromEntries([])',
      '"a".replaceAll("a", "")',
    ]) {
      expect(() => runInContext(use, context) as unknown).toThrow(/is not a function/)
    }
  })

  test('every vector is read, explained and written as elsewhere', () => {
    const context = oldContext()
    runInContext(code, context)
    const old = runInContext('api', context) as Api
    const here: Api = { createDecoder, builtInFormats, defineFormat, encode, explain }
    expect(texts.length).toBeGreaterThan(40)
    for (const text of [...texts, ...texts.map((one) => one.toLowerCase())]) {
      expect(wayOf(text, old)).toBe(wayOf(text, here))
    }
  })
})
