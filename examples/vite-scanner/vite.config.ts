import { defineConfig } from 'vite'

/** What any server of this page should send: without `'wasm-unsafe-eval'` and `claimtag`, nothing is read. */
export const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types claimtag',
  ].join('; '),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export default defineConfig({
  worker: { format: 'es' },
  // Vite's preloader asks for Trusted Types under a name of its own, and browsers with modules need it no more.
  build: { outDir: 'dist/page', target: 'es2022', modulePreload: false, assetsInlineLimit: 0 },
  preview: { headers },
})
