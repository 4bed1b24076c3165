// node dist/new-api-key.js ID SCOPE,SCOPE [DATE]: prints a key for its user and the line for CLAIMTAG_API_KEYS_FILE.
import { newApiKey, SCOPES, type Scope } from './api-keys.ts'

const [id = '', listed = '', notAfter] = process.argv.slice(2)
const scopes = listed
  .split(',')
  .filter((scope): scope is Scope => (SCOPES as readonly string[]).includes(scope))
if (id === '' || scopes.length === 0) {
  process.stderr.write(`An id and scopes are wanted: ${SCOPES.join(', ')}\n`)
  process.exitCode = 2
} else {
  const { key, line } = newApiKey(id, scopes, notAfter)
  process.stdout.write(`${key}\n${line}\n`)
}
