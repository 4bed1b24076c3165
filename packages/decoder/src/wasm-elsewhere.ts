/** Outside Node nothing is fetched behind the caller's back, so there is nothing to offer. */
export async function bundledWasm(): Promise<ArrayBuffer | undefined> {
  return undefined
}
