/** Like a caller should: requests that are retryable are repeated. */
export async function persistent(call) {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (error.issue?.retryable !== true) throw error
      await new Promise((resolve) => void setTimeout(resolve, 50))
    }
  }
}
