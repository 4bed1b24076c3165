import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { type Category, categoryNames, photographed, SHOTS, take } from './ledger/categories.ts'
import { printedLabels } from './ledger/labels.ts'
import { type Ledger, outcomeOf, rateOf, totalOf } from './ledger/ledger.ts'
import { HEIGHT, WIDTH } from './ledger/size.ts'

// Our own read rate: `npm run bench -- scan` looks at all photographs and at other readers.
const file = new URL('ledger/ledger.json', import.meta.url)
const isUpdate = process.env['UPDATE_LEDGER'] === '1'
const ledger = JSON.parse(readFileSync(file, 'utf8')) as Ledger
/** A category that is new has no line yet. */
const lineOf = (category: Category): string => (ledger as Partial<Ledger>)[category] ?? ''
/** All photographs would take a minute: every eighth tells when a rate falls. */
const EVERY = isUpdate ? 1 : 8

const scanner = createScanner()
const labels = printedLabels()

async function read(category: Category, severity: number, effort: 'low' | 'high'): Promise<string> {
  const { text, grey } = take(category, severity, labels)
  const found = await scanner.scan({ grey, width: WIDTH, height: HEIGHT }, { effort })
  return { read: 'x', unread: '.', wrong: '!' }[outcomeOf(textsOf(found), text)]
}

/** What was read of the selected photographs, and what of them the ledger has. */
async function compare(
  category: Category,
  effort: 'low' | 'high',
): Promise<{ readonly now: string; readonly before: string }> {
  let [now, before] = ['', '']
  for (let severity = EVERY - 1; severity < SHOTS; severity += EVERY) {
    now += await read(category, severity, effort)
    before += lineOf(category)[severity] ?? ''
  }
  return { now, before }
}

const updated: Partial<Record<Category, string>> = {}

test.each(categoryNames)(
  '%s: as much is read as before, and nothing wrongly',
  async (category) => {
    const { now, before } = await compare(category, 'high')
    updated[category] = now
    expect(now).not.toContain('!')
    expect(rateOf(now), `${now} is read, ${before} was`).toBeGreaterThanOrEqual(isUpdate ? 0 : rateOf(before))
  },
  300_000,
)

afterAll(() => {
  if (isUpdate) writeFileSync(file, `${JSON.stringify(updated, undefined, 2)}\n`)
})

test('a scanner that reads less is noticed', async () => {
  const { now, before } = await compare('inverted', 'low')
  expect(rateOf(now)).toBeLessThan(rateOf(before))
})

describe('the ledger as committed', () => {
  const readme = readFileSync(new URL('../packages/decoder/README.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim()),
    )

  /** What zxing-wasm read in one look, measured on other photographs of the same kinds, in whole percent. */
  const ATLEAST: Partial<Record<Category, number>> = {
    rotation: 100,
    tilt: 100,
    blur: 35,
    motion: 98,
    noise: 95,
    contrast: 93,
    module: 93,
    light: 88,
    jpeg: 100,
    damage: 33,
    inverted: 100,
    glare: 90,
    combined: 75,
  }

  test.each(photographed)('%s has all its photographs, and the rate that is asked for', (category) => {
    expect(ledger[category]).toHaveLength(SHOTS)
    expect(Math.round(rateOf(ledger[category]))).toBeGreaterThanOrEqual(ATLEAST[category] ?? 100)
  })

  test.each(categoryNames)('%s has its rate in the README', (category) => {
    const [, , rate] = readme.find((cells) => cells[0] === `\`${category}\``) ?? []
    expect(Number(rate)).toBe(Math.round(rateOf(ledger[category])))
  })

  test('88 % of 520 in all', () => {
    expect(photographed).toHaveLength(13)
    expect(totalOf(ledger)).toBeGreaterThanOrEqual(88)
  })
})

test('a photograph is the same each time, and no two are alike', () => {
  const [one, again, other] = [take('noise', 3, labels), take('noise', 3, labels), take('noise', 4, labels)]
  expect(again).toEqual(one)
  expect(other.grey).not.toEqual(one.grey)
})
