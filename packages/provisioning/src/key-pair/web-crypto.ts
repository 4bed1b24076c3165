/** A key inside the platform. */
export type PlatformKey = object

type Bytes = Uint8Array<ArrayBuffer>

interface RsaAlgorithm {
  readonly name: string
  readonly hash: string
}

/** The part of WebCrypto that is used: browsers, workers, Deno, Bun and Node have it as `crypto.subtle`. */
export interface SubtleCrypto {
  generateKey(
    algorithm: RsaAlgorithm & { readonly modulusLength: number; readonly publicExponent: Bytes },
    isExtractable: boolean,
    uses: 'decrypt'[],
  ): Promise<object>
  importKey(
    format: 'pkcs8' | 'jwk',
    key: never,
    algorithm: RsaAlgorithm,
    isExtractable: boolean,
    uses: ('encrypt' | 'decrypt')[],
  ): Promise<PlatformKey>
  exportKey(format: 'jwk' | 'spki', key: never): Promise<unknown>
  decrypt(algorithm: { readonly name: string }, key: never, bytes: Bytes): Promise<ArrayBuffer>
}
