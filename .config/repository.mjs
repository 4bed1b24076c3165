// Writes `repository` and `bugs` of every package from the one address in the workspace's package.json:
//   npm pkg set repository=https://… && node .config/repository.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { repository: url } = manifestOf(root)

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name)
  if (name.includes('.')) continue
  const { repository: _, bugs: __, ...manifest } = manifestOf(folder)
  const { name: own, version, description, keywords, ...rest } = manifest
  const from =
    url === undefined
      ? {}
      : { repository: { type: 'git', url, directory: `packages/${name}` }, bugs: { url: `${url}/issues` } }
  const written = { name: own, version, description, keywords, ...from, ...rest }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(written, undefined, 2)}\n`)
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
