import type { FaultCode } from '../answer.ts'

/**
 * One row of a connector's table of errors: what an answer has to have, and what it means then. A row that names
 * neither a status nor a name nor words fits every answer. The first row that fits counts.
 */
export interface ErrorRow {
  /** One HTTP status or several, or the number that the body gives as its code where every answer is 200. */
  readonly status?: number | readonly number[] | undefined
  /** A `code`, `name` or `error` of the body, at its top, in `error` or in one of `details`. */
  readonly name?: string | undefined
  /** Words of the body's message, or of a body that is not JSON. They are compared and dropped: servers echo. */
  readonly says?: RegExp | undefined
  readonly is: FaultCode
}

/** Most servers' words for a device that is there already. */
export const ALREADY_EXISTS =
  /already (?:exist|registered|in use|used|taken|present)|duplicate|not unique|must be unique/i

/**
 * Words for a token that was refused. They say what is wrong with it, since the word "ownerToken" alone may be an
 * echo of the request.
 */
export const CLAIM_REFUSED =
  /(?:wrong|invalid|unknown|incorrect) (?:owner|device) ?token|(?:owner|device) ?token (?:is |was )?(?:wrong|invalid|unknown|incorrect|refused|used|expired)|already (?:been )?claimed|claim (?:was )?(?:refused|failed|denied)/i

const NAMES = ['name', 'code', 'error', 'errorCode', 'errorId', 'status', 'type']
const MESSAGES = [
  'message',
  'info',
  'error',
  'errorMessage',
  'error_description',
  'detail',
  'description',
  'title',
]

/** What the rows are compared with. */
interface ErrorWords {
  readonly status: number
  readonly names: ReadonlySet<string>
  readonly message: string
}

/** The fault that a table says an answer is; `undefined` when no row fits. */
export function faultInTable(
  rows: readonly ErrorRow[],
  status: number,
  body: unknown,
  text: string,
): FaultCode | undefined {
  const said = wordsOf(status, body, text)
  return rows.find((row) => fits(row, said))?.is
}

function fits({ status, name, says }: ErrorRow, said: ErrorWords): boolean {
  return (
    (status === undefined || [status].flat().includes(said.status)) &&
    (name === undefined || said.names.has(name)) &&
    (says === undefined || says.test(said.message))
  )
}

function wordsOf(status: number, body: unknown, text: string): ErrorWords {
  const parts = partsOf(body)
  const names = parts.flatMap((part) => NAMES.map((name) => wordIn(part, name)))
  const messages = parts.flatMap((part) => MESSAGES.map((name) => wordIn(part, name)))
  const message = parts.length === 0 ? text.slice(0, 2000) : messages.filter(Boolean).join('\n')
  return { status, names: new Set(names.filter((name) => name !== undefined)), message }
}

/** The body, its `error` and its `details`, as far as they are objects. */
function partsOf(body: unknown): readonly object[] {
  if (typeof body === 'string') return [{ message: body }]
  if (!isObject(body)) return []
  const { error, errors, details } = body as Record<string, unknown>
  const inner = [error, errors, details].flatMap((member) => (Array.isArray(member) ? member : [member]))
  return [body, ...inner.filter(isObject)]
}

function wordIn(part: object, name: string): string | undefined {
  const value: unknown = Object.prototype.hasOwnProperty.call(part, name)
    ? (part as Record<string, unknown>)[name]
    : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
