import { presets, sheetPlaces, type Template } from '@claimtag/label'

const template: Template = {
  ...presets['device-40x20']!,
  name: 'acme-a4',
  sheet: {
    page: { width: 210, height: 297 },
    columns: 4,
    rows: 12,
    left: 19,
    top: 18,
    columnGap: 4,
    rowGap: 2,
  },
}
const place = sheetPlaces(template, { start: 2 })
console.log(place(0)) // { page: 0, x: 63, y: 18 }
console.log(place(47).page) // 1
