/**
 * What a foreign function gives, with at most one promise unwrapped. `await` goes on unwrapping: a `then` that hands
 * out itself would keep the event loop busy for ever. The box keeps the value from being unwrapped again.
 */
export function settled(call: () => unknown): Promise<{ readonly value: unknown }> {
  return new Promise((resolve, reject) => {
    const given = call()
    const then: unknown = isObject(given) ? given['then'] : undefined
    if (typeof then !== 'function') return resolve({ value: given })
    then.call(given, (value: unknown) => resolve({ value }), reject)
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}
