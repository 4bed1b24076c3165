import { answered, fault } from '@claimtag/provisioning'
import { expect, test } from 'vitest'
import { allPages } from '../../src/http/pages.ts'
import type { Page } from '../../src/http/pages.ts'

const all = (pages: readonly Page<string>[], last = fault('not-found')) =>
  allPages(
    async (index) => {
      const page = pages[index - 1]
      return page === undefined ? last : answered(page)
    },
    (item) => item,
  )

test.each([
  ['no more', [{ items: ['a'], more: false }], ['a']],
  ['a 404', [{ items: ['a'], more: true }], ['a']],
  [
    'a repeated page',
    [
      { items: ['a', 'b'], more: true },
      { items: ['a', 'b'], more: true },
    ],
    ['a', 'b'],
  ],
  ['nothing at all', [{ items: [], more: false }], []],
  [
    'an empty page',
    [
      { items: ['a'], more: true },
      { items: [], more: false },
    ],
    ['a'],
  ],
])('a list ends with %s', async (_, pages, items) => {
  expect(await all(pages)).toEqual({ ok: true, value: items })
})

test('a page that is not there ends no list that has not begun, and another fault ends none', async () => {
  expect(await all([])).toEqual(fault('not-found'))
  expect(await all([{ items: ['a'], more: true }], fault('server-failed'))).toEqual(fault('server-failed'))
})
