export const VERSIONS: {
  readonly node: readonly string[]
  readonly typescript: readonly string[]
  readonly jest: string
}
export function writeProjects(folder: string): ReadonlyMap<string, readonly string[]>
export function requireAll(folder: string): string
