// node dist/main.js [devices.json] [port] [--tls] [--portal FILE]
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startSimulator } from './index.ts'
import type { DeliveredDevice } from './index.ts'
import { newcomerText } from './newcomer.ts'
import { portalDocument } from './pages/portal-document.ts'
import { writePortalFile } from './portal-file.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tls: { type: 'boolean', default: false }, portal: { type: 'string', default: 'portal.json' } },
})
const [list, port = '0'] = positionals

const sample: readonly DeliveredDevice[] = [
  { devEui: '70B3D57ED00A0001', joinEui: '70B3D57ED0000001', ownerToken: 'AAECAwQFBgcICQoLDA0ODw==' },
  { devEui: '70B3D57ED00A0002', joinEui: '70B3D57ED0000001', ownerToken: 'EBESExQVFhcYGRobHB0eHw==' },
  // The Things Stack takes tokens of upper-case letters and digits only.
  { devEui: '70B3D57ED00A0003', joinEui: '70B3D57ED0000001', ownerToken: '7F3A19C4D2E85B60' },
]
const devices =
  list === undefined ? sample : (JSON.parse(await readFile(list, 'utf8')) as readonly DeliveredDevice[])

const simulator = await startSimulator({ devices, port: Number(port), tls: values.tls })
const { portal } = values
const file = `${JSON.stringify(portalDocument(simulator.world, simulator.address), undefined, 2)}\n`
const written = await writePortalFile(portal, file)
const certificate = `${portal.replace(/\.json$/, '')}-certificate.pem`
if (simulator.certificate !== undefined) await writeFile(certificate, simulator.certificate)
const states = portal.replace(/(?:\.json)?$/, '.states')
const old = existsSync(states) ? { states } : {}
process.stdout.write(newcomerText(simulator, { portal, written, certificate, ...old }))
