/** Members of a 2xx answer that say that it is an error all the same. */
export const ERROR_MEMBERS: readonly string[] = [
  'error',
  'errors',
  'errorCode',
  'errorMessage',
  'fault',
  'exception',
]

/** The status of an error that says no more than that it is one. */
const UNTOLD = 400

/**
 * The status that a 2xx answer has inside when it is an error all the same: its own code, or 400 where it tells none.
 * `undefined` when it is not an error. Members that are null, false, empty or 0 do not count.
 */
export function errorInside(body: unknown, members: readonly string[] = ERROR_MEMBERS): number | undefined {
  const outer = membersOf(body)
  const inner = membersOf(outer.error)
  const told = [outer.code, outer.status, inner.code, inner.status]
    .map(statusOf)
    .find((one) => one !== undefined)
  if (told !== undefined) return told
  return members.some((name) => isSomething(outer[name])) ? UNTOLD : undefined
}

/** Whether a member says anything. */
export function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : undefined
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}
