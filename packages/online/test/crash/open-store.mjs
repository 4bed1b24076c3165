/**
 * Opens `sqlite:PATH`, `postgres:CONNECTION`, `partitions:CONNECTION` (eight of them), or `memory:`, which loses
 * everything with its process, so the test must notice.
 */
export async function openStore(spec) {
  const [kind] = spec.split(':', 1)
  const where = spec.slice(kind.length + 1)
  if (kind === 'memory') {
    const { memoryStore } = await import('@claimtag/online')
    return memoryStore()
  }
  if (kind === 'sqlite') {
    const { sqliteStore } = await import('@claimtag/online/sqlite')
    return sqliteStore(where)
  }
  const { default: pg } = await import('pg')
  const { postgresStore } = await import('@claimtag/online/postgres')
  const pool = new pg.Pool({ connectionString: where, max: 4 })
  pool.on('error', () => undefined)
  return { ...postgresStore(pool, { partitions: kind === 'partitions' ? 8 : 0 }), close: () => pool.end() }
}
