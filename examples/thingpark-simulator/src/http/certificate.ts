import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A key and a certificate for it in PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/**
 * A certificate for this machine that it signs itself (X.509 version 3, RFC 5280; ECDSA with SHA-256, RFC 5758): a
 * client trusts it when it is told to, as with `NODE_EXTRA_CA_CERTS`.
 */
export function selfSigned(now: () => number, days = 30): Certificate {
  const key = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const name = sequence(set(sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from('claimtag simulator')))))
  const until = now() + days * 86_400_000
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(now() - 3_600_000), utcTime(until)),
    name,
    createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        extension('2.5.29.19', true, sequence(tagged(0x01, Buffer.of(0xff)))),
        extension('2.5.29.17', false, NAMES),
      ),
    ),
  )
  const signature = sign('sha256', body, createPrivateKey(key.privateKey))
  const der = sequence(body, algorithm, tagged(0x03, Buffer.of(0), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: key.privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** DER (X.690, 8.1): a tag, the length, the contents. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), contents])
  const size = length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
  return Buffer.concat([Buffer.of(tag), size, contents])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)

/** X.690, 8.19. */
function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const digits = [number & 0x7f]
    for (let left = number >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return tagged(0x06, Buffer.from(bytes))
}

/** `YYMMDDhhmmssZ` (RFC 5280, 4.1.2.5.1). */
function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`))
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [tagged(0x01, Buffer.of(0xff))] : []
  return sequence(oid(id), ...critical, tagged(0x04, value))
}

/** The names of this machine (RFC 5280, 4.2.1.6). */
const NAMES = sequence(
  tagged(0x82, Buffer.from('localhost')),
  tagged(0x87, Buffer.of(127, 0, 0, 1)),
  tagged(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)])),
)
