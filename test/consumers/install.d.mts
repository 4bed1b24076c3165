export interface Packed {
  readonly file: string
  readonly tarball: Uint8Array<ArrayBuffer>
  readonly paths: readonly string[]
}

export interface Installed {
  readonly folder: string
  /** Packages of others that came with ours. */
  readonly foreign: readonly string[]
}

export type Packer = (name: string) => Packed

export const FOLDERS: readonly string[]
export function createPacker(out: string): Packer
export function install(packed: Packer, out: string, wanted: readonly string[]): Installed
export function link(folder: string, dependency: string, from: string): void
export function modulesIn(folder: string): readonly string[]
export function linkPeers(folder: string): void
