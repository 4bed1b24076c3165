import { expect, test } from 'vitest'
import { temporaryFile } from '../../disk/test/temporary.ts'
import { createLabelMaker, indexDevices } from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'

test('finds devices that can be labelled, and says why others cannot', async () => {
  const devices = sampleDevices(1000)
  const twin = { ...sampleDevice(7), ownerToken: sampleDevice(2000).ownerToken }
  const short = { ...sampleDevice(2001), ownerToken: 'x' }
  const index = await indexDevices(temporaryFile(csvOf([...devices, twin, short, sampleDevice(3)])))
  expect(index).toMatchObject({ devices: 999, refused: 3 })
  for (const { devEui, serialNumber } of [devices[0]!, devices[3]!, devices[999]!])
    expect(index.find(devEui)).toMatchObject({ fields: { devEui, serialNumber } })
  expect(index.find(twin.devEui)).toMatchObject({ issue: { code: 'dev-eui-conflict' } })
  expect(index.find(short.devEui)).toMatchObject({ issue: { line: 1003 } })
  expect(index.find('0000000000000001')).toBeUndefined()

  const found = index.find(devices[500]!.devEui)
  if (found === undefined || 'issue' in found) throw new Error('it is there')
  const label = await createLabelMaker({ as: 'zpl' }).make(found.text, found.fields)
  expect(label.length).toBeGreaterThan(100)
  index.close()
})
