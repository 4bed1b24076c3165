/** A key inside the platform. */
export type PlatformKey = object

type Bytes = Uint8Array<ArrayBuffer>

/** The part of WebCrypto that is used: browsers, workers, Deno, Bun and Node have it as `crypto.subtle`. */
export interface SubtleCrypto {
  generateKey(
    algorithm: object,
    isExtractable: boolean,
    uses: 'decrypt'[],
  ): Promise<{ readonly publicKey: PlatformKey; readonly privateKey: PlatformKey }>
  importKey(
    format: 'pkcs8' | 'jwk',
    key: never,
    algorithm: object,
    isExtractable: boolean,
    uses: ('encrypt' | 'decrypt')[],
  ): Promise<PlatformKey>
  exportKey(format: 'jwk' | 'spki', key: never): Promise<unknown>
  decrypt(algorithm: object, key: never, bytes: Bytes): Promise<ArrayBuffer>
}
