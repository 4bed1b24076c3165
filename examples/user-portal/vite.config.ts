import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

/** Tells the service worker which files this build has, and gives the mono face a head start. */
function shell(): Plugin {
  return {
    name: 'shell',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const mono = Object.keys(bundle).find((name) => name.includes('jetbrains-mono'))
        return mono === undefined
          ? html
          : html.replace(
              '<link rel="icon"',
              `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${mono}" />\n    $&`,
            )
      },
    },
    generateBundle(_, bundle) {
      // The reader is large: it is kept when it was needed first.
      const files = Object.keys(bundle).filter((name) => !/\.(wasm|html)$|^sw\.js$/.test(name))
      const build = createHash('sha256').update(files.sort().join()).digest('hex').slice(0, 12)
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') throw new Error('there is no service worker')
      worker.code = `const SHELL=${JSON.stringify(files.map((name) => `/${name}`))},BUILD="${build}";${worker.code}`
    },
  }
}

/** Packs each file once, and not for each browser that asks; fonts are packed as they are. */
function packed(): Plugin {
  return {
    name: 'packed',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => !one.endsWith('.woff2'))) {
        const file = join(dir, name)
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  publicDir: 'app/public',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  plugins: [shell(), packed()],
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    // Vite's preloader asks for Trusted Types under a name of its own, and browsers with modules need it no more.
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'app/sw.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
})
