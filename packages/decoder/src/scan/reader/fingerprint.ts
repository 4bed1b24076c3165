/** Of the file of zxing-wasm 3.1.4, as `fingerprint` has it. */
const READER = '953527 2418f8f5'

/**
 * Whether these are the bytes that the names of imports and exports in `module.ts` belong to. With those of another
 * version, a module may load and find nothing in pictures, since a function of JavaScript fits an import of any type.
 */
export function isReader(wasm: ArrayBuffer | Uint8Array): boolean {
  return fingerprint(ArrayBuffer.isView(wasm) ? wasm : new Uint8Array(wasm)) === READER
}

/** The length and FNV-1a of 32 bits: against mistakes, not against forgery. */
function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5
  // An iterator takes several times as long.
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return `${bytes.length} ${(hash >>> 0).toString(16)}`
}
