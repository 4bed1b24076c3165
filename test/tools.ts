import { spawnSync } from 'node:child_process'

/**
 * Whether a program that a test calls is on this machine, for `test.skipIf(!requireTool('zbarimg'))`.
 * Without it a person gets one line and a skipped test; under CI=true the missing program is an error.
 */
export function requireTool(name: string, versionArgument = '--version'): boolean {
  const { error } = spawnSync(name, [versionArgument], { stdio: 'ignore' })
  if (error === undefined) return true
  const line = `${name} is not installed: tests that need it are skipped`
  if (process.env['CI'] === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}
