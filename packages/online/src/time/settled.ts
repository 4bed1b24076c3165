/**
 * Calls a foreign function and passes its result on, unwrapping at most one promise. `await` unwraps as often as it
 * can: a `then` that resolves with itself would keep the event loop busy for ever.
 *
 * @throws the errors of the call, and of looking at its result
 */
export function settle(
  call: () => unknown,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): void {
  const given = call()
  const then: unknown = isObject(given) ? given['then'] : undefined
  if (typeof then === 'function') then.call(given, onValue, onError)
  else onValue(given)
}

/** The same as a promise. The object around the value keeps it from being unwrapped again. */
export function settled(call: () => unknown): Promise<{ readonly value: unknown }> {
  return new Promise((resolve, reject) => settle(call, (value) => resolve({ value }), reject))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}
