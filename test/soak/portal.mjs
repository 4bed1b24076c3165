// The portal in a browser, in every case that the suite has no time for: `npm run soak -- portal [NAME]`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export function soak([name]) {
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'test/portal/soak.config.ts',
      ...(name === undefined ? [] : [name]),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, CLAIMTAG_SOAK: 'portal' } },
  )
  process.exitCode = status ?? 1
}
