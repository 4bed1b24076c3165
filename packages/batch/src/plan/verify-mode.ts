/** All labels, every n-th one, or none are read back. */
export type VerifyMode = 'all' | 'none' | { readonly every: number }

/** How a verification mode is written: `all`, `none`, `sample:100`. */
export function verifyName(mode: VerifyMode): string {
  return typeof mode === 'string' ? mode : `sample:${mode.every}`
}

/** Reads what `verifyName` writes; `undefined` for anything else. */
export function parseVerifyMode(text: string): VerifyMode | undefined {
  if (text === 'all' || text === 'none') return text
  const [, every] = /^sample:([1-9]\d{0,8})$/.exec(text) ?? []
  return every === undefined ? undefined : { every: Number(every) }
}
