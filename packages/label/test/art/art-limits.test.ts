import type { Template } from '@claimtag/label'
import { rasteriseArt } from '@claimtag/label/art'
import { deflateSync, crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'

const template: Template = {
  name: 't',
  stock: { width: 100, height: 100 },
  elements: [{ type: 'image', id: 'logo', x: 0, y: 0, width: 100, height: 100, source: 'logo.svg' }],
}
const svg = (body: string, attributes = 'viewBox="0 0 1000 1000"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${body}</svg>`
const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('')
const rasterised = (bytes: string | Uint8Array) =>
  rasteriseArt(template, { dpi: 203, read: () => Buffer.from(bytes) })

/** The issue with which a picture is refused, and the seconds of CPU until then. */
async function refusal(bytes: string | Uint8Array): Promise<{ issue: unknown; seconds: number }> {
  const before = process.cpuUsage()
  const issue = await rasterised(bytes).then(
    () => undefined,
    (error: { issue?: unknown }) => error.issue ?? error,
  )
  const { user, system } = process.cpuUsage(before)
  return { issue, seconds: (user + system) / 1e6 }
}

/** Each level shows the one before it twice. */
const doubling = (levels: number, first: string, next: (index: number) => string) =>
  `<defs>${first}${times(levels, next)}</defs>`
const crossing = (points: number) => times(points, (i) => `L${(i * 7919) % 1000} ${(i * 104_729) % 997}`)
const red = '<rect width="900" height="900"/>'

const TOO_LARGE: readonly (readonly [name: string, limit: string, picture: string])[] = [
  ['a file of megabytes', 'bytes', svg(`<!--${'x'.repeat(1_100_000)}-->`)],
  ['very many elements', 'elements', svg(red.repeat(10_001))],
  ['elements within elements', 'levels', svg('<g>'.repeat(250) + '</g>'.repeat(250))],
  [
    'uses of uses',
    'drawing steps',
    svg(
      `${doubling(30, '<rect id="a0" width="1" height="1"/>', (i) => `<g id="a${i + 1}">${`<use xlink:href="#a${i}"/>`.repeat(2)}</g>`)}<use href="#a30"/>`,
    ),
  ],
  [
    'masks of masks',
    'drawing steps',
    svg(
      `${doubling(30, '<mask id="m0"/>', (i) => `<mask id="m${i + 1}">${`<g mask="url(&#35;m${i})">${red}</g>`.repeat(2)}</mask>`)}<g mask="url(#m30)">${red}</g>`,
    ),
  ],
  [
    'masks of masks by style',
    'drawing steps',
    svg(
      `<style>${times(30, (i) => `.c${i}{mask:url(#m${i})}`)}</style>${doubling(29, '<mask id="m0"/>', (i) => `<mask id="m${i + 1}">${`<g class="c${i}">${red}</g>`.repeat(2)}</mask>`)}<g class="c29">${red}</g>`,
    ),
  ],
  [
    'a long chain of uses',
    'drawing steps',
    svg(`<rect id="a0"/>${times(9000, (i) => `<use id="a${i + 1}" href="#a${i}"/>`)}`),
  ],
  [
    'addresses without an end',
    'matches of style',
    svg(`<style>${'a,'.repeat(3000)}a{${'url(#a)'.repeat(9000)}</style>`),
  ],
  ['a use of itself', 'drawing steps', svg('<g id="a"><use href="#a"/></g>')],
  [
    'very many filters',
    'drawing steps',
    svg(
      `<filter id="f">${'<feTurbulence baseFrequency=".05" numOctaves="10"/>'.repeat(100)}</filter><g filter="url(#f)">${red}</g>`,
    ),
  ],
  ['filters by function', 'drawing steps', svg(`<g filter="${'blur(9px) '.repeat(100)}">${red}</g>`)],
  ['lines across each other', 'drawing steps', svg(`<path d="M0 0${crossing(15_000)}z"/>`)],
  [
    'markers at each point',
    'drawing steps',
    svg(`<marker id="m">${red.repeat(500)}</marker><path marker-mid="url(#m)" d="M0 0${crossing(3000)}"/>`),
  ],
  ['very long text', 'letters', svg(`<text>${'ab '.repeat(80_000)}</text>`)],
  [
    'very many rules',
    'matches of style',
    svg(`<style>${'rect:not(g rect){fill:red}'.repeat(4000)}</style>${red.repeat(4000)}`),
  ],
  ['a huge size', 'pixels', svg(red, 'width="100000" height="100000"')],
]
test.each(TOO_LARGE)('%s is refused for its %s', async (_, limit, picture) => {
  const { issue, seconds } = await refusal(picture)
  expect(issue).toMatchObject({ code: 'art-too-large', element: 'logo (image)', source: 'logo.svg', limit })
  expect(seconds).toBeLessThan(2)
})

const nested = Buffer.from(svg(red)).toString('base64')
test.each([
  ['file:///etc/passwd', svg('<image href="file:///etc/passwd" width="9" height="9"/>')],
  ['http://127.0.0.1/x.png', svg('<image xlink:href="http://127.0.0.1/x.png" width="9" height="9"/>')],
  ['other.svg#a', svg('<rect fill="url(other.svg#a)" width="9" height="9"/>')],
  ['other.svg#a', svg('<style>rect{fill:url("other.svg#a")}</style><rect width="9" height="9"/>')],
  ['@import', svg('<style><![CDATA[@import "x.css";]]></style>')],
  ['an escape of CSS', svg(String.raw`<rect style="fill:\75rl(http://127.0.0.1/)"/>`)],
  ['other.svg#a', svg('<style>rect{fill:u<!-- -->&#114;l(other.svg#a);g{}}</style>')],
  ['other.svg#a', svg(`<style>rect{font-family:"/*";fill:url(other.svg#a)}</style>`)],
  ['other.svg#a', svg('<style>rect{fill:url(other.svg#a)</style><style>g{}</style>')],
  ['xml-stylesheet', `<?xml-stylesheet href="x.css"?>${svg(red)}`],
  [expect.stringMatching(/^data:image\/svg/), svg(`<image href="data:image/svg+xml;base64,${nested}"/>`)],
])('a picture that refers to %s is refused', async (reference, picture) => {
  const { issue } = await refusal(picture)
  expect(issue).toMatchObject({ code: 'external-art', element: 'logo (image)', reference })
})

test('entities are refused, a plain document type is not', async () => {
  const entities = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${svg('<text>&b;</text>')}`
  expect((await refusal(entities)).issue).toMatchObject({ code: 'art-with-entities' })
  const plain =
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
  expect((await rasterised(plain + svg(red))).size).toBe(1)
})

test.each([
  ['compressed', deflateSync(svg(red))],
  ['in UTF-16', Buffer.from(`\ufeff${svg(red)}`, 'utf16le')],
  ['that says UTF-7', `<?xml version="1.0" encoding="UTF-7"?>${svg(red)}`],
  ['without its end', svg(red).slice(0, -6)],
])('an SVG %s is refused', async (_, picture) => {
  expect((await refusal(picture)).issue).toMatchObject({ code: 'unreadable-art' })
})

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG that says its size and holds a number of black rows. */
function png(width: number, height: number, rows: number): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  const data = deflateSync(Buffer.alloc((width + 1) * rows))
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

test('a small PNG that says it has gigabytes of pixels is refused before it is decoded', async () => {
  const { issue, seconds } = await refusal(png(60_000, 60_000, 10))
  expect(issue).toMatchObject({ code: 'art-too-large', limit: 'pixels', most: 64_000_000 })
  expect(seconds).toBeLessThan(0.5)
})

test('a PNG that inflates to more than its pixels is decoded no further', async () => {
  const bomb = png(10, 10, 10_000_000)
  const { seconds } = await refusal(bomb)
  expect(seconds).toBeLessThan(1)
})

function image(bytes: Buffer): string {
  return svg(`<image width="900" height="900" href="data:image/png;base64,${bytes.toString('base64')}"/>`)
}

test('pictures within an SVG are refused for the pixels that they say they have', async () => {
  const { issue, seconds } = await refusal(image(png(16_000, 16_000, 10)))
  expect(issue).toMatchObject({ code: 'art-too-large', limit: 'pixels within', most: 16_000_000 })
  expect(seconds).toBeLessThan(0.5)
  const [bitmap] = (await rasterised(image(png(90, 90, 90)))).values()
  expect(bitmap!.data.some((byte) => byte !== 0)).toBe(true)
})

test('a JPEG of more pixels than the limit is refused', async () => {
  const jpeg = await sharp({ create: { width: 8001, height: 8000, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()
  expect((await refusal(jpeg)).issue).toMatchObject({ code: 'art-too-large', limit: 'pixels' })
})

test.each([
  [
    'gradients by style',
    `<style>.a{fill:url(#g)}</style><linearGradient id="g"><stop offset="0" stop-color="#000"/></linearGradient><rect class="a" width="900" height="900"/>`,
  ],
  [
    'a clip path by style',
    `<style>.a{clip-path:url(#c)}</style><clipPath id="c"><rect width="500" height="500"/></clipPath><g class="a">${red}</g>`,
  ],
  [
    'a shadow',
    `<filter id="f"><feGaussianBlur stdDeviation="3"/><feOffset dx="2"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter><g filter="url(#f)">${red}</g>`,
  ],
  [
    'notes of an editor',
    String.raw`<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="C:\art\logo.png">${red}</g>`,
  ],
  ['a link', `<a href="https://example.com/">${red}</a>`],
  ['signs written in references', `<text font-size="90">&#65;&amp;</text>${red}`],
  ['a traced outline', `<path d="M0 0${crossing(2000)}z"/>${red}`],
])('an SVG with %s is drawn as sharp draws it', async (_, body) => {
  const [bitmap] = (await rasterised(svg(body))).values()
  const { width, height, stride, data } = bitmap!
  const grey = await sharp(Buffer.from(svg(body)), { density: 203.2 })
    .resize(width, height, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const bits = new Uint8Array(stride * height)
  for (let dot = 0; dot < width * height; dot += 1) {
    if (grey.data[dot * grey.info.channels]! >= 128) continue
    const x = dot % width
    bits[((dot - x) / width) * stride + (x >> 3)]! |= 0x80 >> (x & 7)
  }
  expect(bits.some((byte) => byte !== 0)).toBe(true)
  expect(Buffer.compare(data, bits)).toBe(0)
})
