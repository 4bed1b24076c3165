// The part of Node that `host-node.ts` calls. Node's own types bring newer libraries of the language with them, which
// this package must not use.
declare module 'node:fs/promises' {
  export function readFile(path: string): Promise<Uint8Array>
}

declare module 'node:module' {
  export function createRequire(from: string): { resolve(specifier: string): string }
}

interface ImportMeta {
  readonly url: string
}
