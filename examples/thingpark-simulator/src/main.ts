// node dist/main.js [devices.json] [port]
import { readFile } from 'node:fs/promises'
import { demoAccount, startSimulator } from './index.ts'
import type { DeliveredDevice } from './index.ts'

const [file, port = '0'] = process.argv.slice(2)

const sample: readonly DeliveredDevice[] = [
  { devEui: '70B3D57ED00A0001', joinEui: '70B3D57ED0000001', ownerToken: 'AAECAwQFBgcICQoLDA0ODw==' },
  { devEui: '70B3D57ED00A0002', joinEui: '70B3D57ED0000001', ownerToken: 'EBESExQVFhcYGRobHB0eHw==' },
]
const devices =
  file === undefined ? sample : (JSON.parse(await readFile(file, 'utf8')) as readonly DeliveredDevice[])

const simulator = await startSimulator({ devices, port: Number(port) })
const { clientId, clientSecret, kmSubscription } = demoAccount
process.stdout.write(
  `${simulator.address}\n${devices.length} devices, account ${clientId} / ${clientSecret}, kmSubscription ${kmSubscription}\n`,
)
