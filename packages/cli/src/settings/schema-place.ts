import { existsSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGES = {
  config: 'claimtag',
  format: '@claimtag/core',
  template: '@claimtag/label',
} as const

/**
 * Where an editor finds what may stand in a document, for its `$schema`: in the project, or else where the command is
 * installed.
 */
export function schemaPlace(of: keyof typeof PACKAGES, cwd: string): string {
  const file = `${PACKAGES[of]}/schemas/${of}.schema.json`
  const inProject = `node_modules/${file}`
  return existsSync(join(cwd, inProject)) ? `./${inProject}` : import.meta.resolve(file)
}
