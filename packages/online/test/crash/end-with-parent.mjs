/** Ends this process when the one that started it is gone: else it would ask a store that nothing reads for ever. */
export function endWithParent() {
  process.stdin.once('end', () => process.exit(1)).resume()
  process.stdin.unref()
}
