import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { ListedItem } from '../ports.ts'
import type { Page } from './schema.ts'

/** Ends the loop over a server that always says "more"; 100 pages of 100 are more plans than any account has. */
const MOST_PAGES = 100

/** Fetches a whole list, page by page, counted from 1. */
export async function allPages(
  page: (index: number) => Promise<Answer<Page>>,
): Promise<Answer<readonly ListedItem[]>> {
  const items: ListedItem[] = []
  for (let index = 1; index <= MOST_PAGES; index++) {
    const answer = await page(index)
    if (!answer.ok) return answer
    const next = answer.value
    // A server without pages returns its whole list again.
    if (next.items.length > 0 && isSame(next.items, items.slice(-next.items.length))) return answered(items)
    items.push(...next.items)
    if (!next.more) return answered(items)
  }
  return fault('unintelligible')
}

function isSame(one: readonly ListedItem[], other: readonly ListedItem[]): boolean {
  return one.length === other.length && one.every(({ id }, at) => id === other[at]?.id)
}
