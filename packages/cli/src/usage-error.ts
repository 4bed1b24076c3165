/** The command was called wrongly, or its configuration is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
