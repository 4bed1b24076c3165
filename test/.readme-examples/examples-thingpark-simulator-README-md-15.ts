import { startSimulator } from 'claimtag-example-thingpark-simulator'

const devEui = '70B3D57ED00A0004'
const device = { devEui, joinEui: '70B3D57ED0000002', ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }
const simulator = await startSimulator({ devices: [device] })
simulator.inject('claim', { kind: 'drop-after' }) // the next claim is carried out, and its answer lost
// … point connectors at simulator.address, with the demoAccount that the package exports …
console.log(simulator.world.networkServer.get(devEui)) // undefined
await simulator.close()
