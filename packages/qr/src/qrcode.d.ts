// The part of npm `qrcode` that `reference.ts` calls. Its published types pull in Node's globals, which must not be
// visible to this package.
declare module 'qrcode' {
  interface Options {
    readonly version: number
    readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H'
    readonly maskPattern?: number | undefined
  }
  type Segment =
    | { readonly mode: 'numeric' | 'alphanumeric'; readonly data: string }
    | { readonly mode: 'byte'; readonly data: Uint8Array }
  const qrcode: {
    create(
      segments: readonly Segment[],
      options: Options,
    ): { readonly modules: { readonly data: Uint8Array }; readonly maskPattern: number }
  }
  export default qrcode
}
