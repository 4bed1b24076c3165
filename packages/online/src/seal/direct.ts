type Call<Given extends readonly unknown[], T> = (...given: Given) => T

/**
 * Functions that give at once what others promise. Found by the very function, and not as a member beside it: a sealer
 * that is made of another one, and replaces a function, is never passed by.
 */
const known = /* @__PURE__ */ new WeakMap<object, Call<never, unknown>>()

/** A function that promises what `direct` gives. With `directOf`, the issuer finds `direct` again. */
export function promising<Given extends readonly unknown[], T>(
  direct: Call<Given, T>,
): Call<Given, Promise<T>> {
  const later = async (...given: Given): Promise<T> => direct(...given)
  known.set(later, direct)
  return later
}

/** The function behind one of `promising`; `undefined` for any other. */
export function directOf<Given extends readonly unknown[], T>(
  later: Call<Given, Promise<T>>,
): Call<Given, T> | undefined {
  return known.get(later) as Call<Given, T> | undefined
}
