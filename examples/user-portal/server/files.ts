import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'

/** Addresses of screens: all are the one page. */
const SCREENS = /^\/(review|devices|account|device\/[0-9A-F]{16})?$/

/** Serves the files of a built app. What has a hash in its name is kept by browsers for ever. */
export function serveFiles(root: string): MiddlewareHandler {
  const serve = serveStatic({
    root,
    precompressed: true,
    rewriteRequestPath: (path) => (SCREENS.test(path) ? '/index.html' : path),
  })
  return async (c, next) => {
    const answer = await serve(c, next)
    const isHashed = c.req.path.startsWith('/assets/')
    const cache = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache'
    if (answer instanceof Response) answer.headers.set('cache-control', cache)
    return answer
  }
}
