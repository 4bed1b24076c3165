/**
 * Bytes that no other thread shares, as WebCrypto takes them: `Uint8Array<ArrayBuffer>`, in words that TypeScript
 * before 5.7, where the type takes no arguments, can read in our declarations.
 */
export type OwnBytes = ReturnType<typeof Uint8Array.of>

export function joined(first: Uint8Array, second: Uint8Array): OwnBytes {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
