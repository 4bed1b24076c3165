import { Readable } from 'node:stream'
import { readDevices } from '@claimtag/devices'

const csv = Readable.from([
  'DevEUI;AppEUI;Owner Token\n70B3D57ED00A0004;70B3D57ED0000002;ecQSH8YIV9/+/HS5mcyF8Q==\n',
])
for await (const row of readDevices(csv)) {
  if ('device' in row) console.log(row.line, row.device.fields.devEui) // 2 70B3D57ED00A0004
  else console.log(row.line, row.issues[0]?.reason)
}
