import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly more: boolean
}

/** Ends the loop over a server that always says "more"; 100 pages of 100 are more than any account has. */
const MOST_PAGES = 100

/**
 * Fetches a whole list, page by page, counted from 1. It ends where the server says so, at a page that repeats the one
 * before it (a server without pages returns its whole list again), and at a 404 after the first page.
 */
export async function allPages<T>(
  page: (index: number) => Promise<Answer<Page<T>>>,
  idOf: (item: T) => string | undefined,
): Promise<Answer<readonly T[]>> {
  const items: T[] = []
  for (let index = 1; index <= MOST_PAGES; index++) {
    const answer = await page(index)
    if (!answer.ok) return index > 1 && answer.fault.code === 'not-found' ? answered(items) : answer
    const next = answer.value
    if (repeats(next.items.map(idOf), items.slice(-next.items.length).map(idOf))) return answered(items)
    items.push(...next.items)
    if (!next.more) return answered(items)
  }
  return fault('unintelligible')
}

function repeats(ids: readonly (string | undefined)[], last: readonly (string | undefined)[]): boolean {
  return ids.length > 0 && ids.length === last.length && ids.every((id, at) => id === last[at])
}
