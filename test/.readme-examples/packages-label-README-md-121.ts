import { createLabeller, type Template } from '@claimtag/label'
import { rasteriseArt } from '@claimtag/label/art'

const template: Template = {
  name: 'logo-40x20',
  stock: { width: 40, height: 20, margin: 1.5 },
  elements: [
    { type: 'qr', id: 'code', x: 0, y: 0, size: 20 },
    { type: 'image', id: 'logo', x: 24, y: 3, width: 14, height: 14, source: 'logo.svg' },
  ],
}
const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><circle cx="1" cy=".5" r=".5"/></svg>'
// From a file: read: (source) => readFile(join(folder, source))
const art = await rasteriseArt(template, { dpi: 300, read: () => new TextEncoder().encode(logo) })
const labeller = createLabeller(template, { dpi: 300, art })
const { items } = labeller.place('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122', {})
console.log(items.map(({ type }) => type).join(', ')) // symbol, image
