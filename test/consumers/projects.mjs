// TypeScript projects that import all of our packages, as those of users do.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { modulesIn } from './install.mjs'

/** Versions that `npm run soak -- consumers` tries; the table in the README names the same ones. */
export const VERSIONS = {
  node: ['20.19.0', '22.23.3', '24.21.0'],
  typescript: ['5.4.5', '5.9.3', '6.0.3', '7.0.2'],
  jest: '30.5.2',
}

/** Those that need neither Node nor a browser; the schemas of zod name `URL`. */
const PLAIN = /^@claimtag\/(?:core|qr|decoder|label|online|provisioning)(?:\/|$)/
const WITH_PLATFORM =
  /\/(?:schema|portal|camera|element|page|art|contract|sqlite|postgres|file-store)(?:\/|$)/

const PROGRAM = `
import { thingpark } from '@claimtag/core'
import { createIssuer, createSealer, memoryStore, randomTokens, type Sealer } from '@claimtag/online'
const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
const issuer = createIssuer({ format: thingpark, tokens, store: memoryStore() })
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
export const code: Promise<string> = issuer.issue(device).then(({ text }) => text)
const sealer = createSealer({ keys: [{ id: '1', key: crypto.getRandomValues(new Uint8Array(32)) }] })
export const sealed: Promise<unknown> = sealer.seal(new Uint8Array(16), new Uint8Array(3))
export const own: Sealer = {
  keyId: '1',
  seal: async (bytes) => ({ keyId: '1', sealed: bytes.slice() }),
  open: async (bytes) => bytes,
}
`

const imports = (modules) =>
  modules
    .map((name, at) => `import * as m${at} from '${name}'\nexport type M${at} = typeof m${at}\n`)
    .join('')

/**
 * Writes projects into an installation with `@types/node`: everything with the libraries of Node and of browsers, as
 * `nodenext` and as `bundler` resolve it, and what needs neither with ES2018 alone.
 *
 * @returns the arguments of `tsc` for each
 */
export function writeProjects(folder) {
  const modules = modulesIn(folder)
  const plain = modules.filter((name) => PLAIN.test(name) && !WITH_PLATFORM.test(name))
  const write = (name, program, options) => {
    writeFileSync(join(folder, `${name}.ts`), program)
    const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, ...options }
    writeFileSync(
      join(folder, `tsconfig.${name}.json`),
      JSON.stringify({ compilerOptions, files: [`${name}.ts`] }),
    )
    return [name, ['-p', join(folder, `tsconfig.${name}.json`)]]
  }
  const [nodenext, bundler] = [
    { module: 'NodeNext', moduleResolution: 'NodeNext' },
    { module: 'ESNext', moduleResolution: 'Bundler' },
  ]
  const all = { target: 'ES2022', lib: ['ES2022', 'DOM'], types: ['node'] }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  return new Map([
    write('nodenext', imports(modules) + PROGRAM, { ...all, ...nodenext }),
    write('bundler', imports(modules) + PROGRAM, { ...all, ...bundler }),
    write('plain', imports(plain), { target: 'ES2018', lib: ['ES2018'], types: [], ...nodenext }),
  ])
}

/** A CommonJS program that requires everything that does not ask for a worker of a browser. */
export function requireAll(folder) {
  const modules = modulesIn(folder).filter((name) => !name.endsWith('/camera/worker'))
  // The classic script exports nothing: it sets a global.
  return `for (const name of ${JSON.stringify(modules)}) {
  const exported = require(name)
  if (Object.keys(name.endsWith('/classic.js') ? globalThis.claimtag : exported).length === 0) throw new Error(name)
}
const { decode, tr005 } = require('@claimtag/core')
console.log(decode('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122', [tr005]).ok)`
}
