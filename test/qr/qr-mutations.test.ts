import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type * as qr from '@claimtag/qr'
import { expect, test } from 'vitest'
import { nayuki, sameModules } from '../../packages/qr/test/nayuki.ts'

const source = (name: string): string =>
  fileURLToPath(new URL(`../../packages/qr/src/${name}`, import.meta.url))

/** The encoder with one place of one source file changed. */
async function encoderWith(file: string, from: string, to: string): Promise<typeof qr> {
  const original = readFileSync(source(file), 'utf8')
  expect(original.split(from), `${from} in ${file}`).toHaveLength(2)
  const { outputFiles } = await build({
    entryPoints: [source('index.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'mutate',
        setup(builder) {
          builder.onLoad({ filter: new RegExp(`/${file}$`) }, () => ({
            contents: original.replace(from, to),
            loader: 'ts',
          }))
        },
      },
    ],
  })
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64')
  return (await import(`data:text/javascript;base64,${code}`)) as typeof qr
}

/** How many of some symbols differ from those of the Nayuki reference, in a module or in the mask. */
function differences({ encodeQr, planQr }: typeof qr): number {
  let count = 0
  for (let i = 0; i < 60; i++) {
    const text = `LW:D0:${i * 7919}:${'Ab'.repeat(i % 9)}${'0123456789ABCDEF'.repeat(i % 5)}`
    const options = { errorCorrection: (['L', 'M', 'Q', 'H'] as const)[i % 4]!, minVersion: 1 + (i % 12) }
    const symbol = encodeQr(text, options)
    const expected = nayuki(planQr(text, options))
    if (symbol.mask !== expected.mask || !sameModules(symbol, expected)) count++
  }
  return count
}

test('unchanged, the encoder is the Nayuki reference to the module', async () => {
  expect(differences(await encoderWith('mask/mask.ts', 'part > 1', 'part > 1'))).toBe(0)
})

// The faults that the comparison has to find; each is planted in the real source.
test.each([
  ['the score of runs and blocks', 'mask/popcount.ts', '2 * popcount(twos)', '1 * popcount(twos)'],
  ['where blocks are counted', 'mask/edges.ts', 'lanesBelow(size - 1, word)', 'lanesBelow(size, word)'],
  ['the score of finder patterns', 'mask/finder-penalty.ts', 'return 40 * found', 'return 30 * found'],
  ['an alignment position', 'alignment.ts', 'version * 4 + 10', 'version * 4 + 8'],
  [
    'a boundary of Reed–Solomon blocks',
    'codewords/codewords.ts',
    'block < longFrom ? 0 : 1',
    'block <= longFrom ? 0 : 1',
  ],
  ['the generator polynomial', 'codewords/galois.ts', '0x1d', '0x2d'],
  ['the order of the masks', 'mask/mask.ts', 'Math.min(...keys)', 'Math.max(...keys)'],
])('a fault planted in %s is caught', async (_what, file, from, to) => {
  expect(differences(await encoderWith(file, from, to))).toBeGreaterThan(0)
})
