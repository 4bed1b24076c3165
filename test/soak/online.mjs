// Issuing under kills: `npm run soak -- online [ROUNDS]`, 30 unless said otherwise, on SQLite and, where it is
// installed, on PostgreSQL with six immediate stops.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killRounds } from '../../packages/online/test/crash/kill-rounds.mjs'
import { hasPostgres, startPostgres } from '../../packages/online/test/postgres-server.mjs'

export async function soak([count = '30']) {
  const rounds = Number(count)
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-soak-'))
  try {
    report('SQLite', await killRounds({ spec: `sqlite:${join(folder, 'codes.sqlite')}`, rounds }))
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (!hasPostgres()) return
  const server = await startPostgres()
  try {
    const every = Math.max(1, Math.floor(rounds / 6))
    const betweenKills = async (round) => {
      if (round % every === every - 1) await server.crash()
    }
    report(
      'PostgreSQL',
      await killRounds({ spec: `postgres:${server.connectionString}`, rounds, betweenKills }),
    )
  } finally {
    server.close()
  }
}

function report(store, { acknowledged, missing, contradictions }) {
  process.stdout.write(
    `${store}: ${acknowledged} acknowledged, ${missing} missing, ${contradictions} contradictions\n`,
  )
  if (missing > 0 || contradictions > 0) process.exitCode = 1
}
