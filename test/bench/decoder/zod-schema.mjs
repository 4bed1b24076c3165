/**
 * TR005 as one would write it with zod: the frame is split, each element has its pattern, and the checksum is compared.
 *
 * @param z the package's own namespace
 */
export function zodSchema(z) {
  const eui = z.string().regex(/^[0-9A-F]{16}$/)
  const record = z.object({
    joinEui: eui,
    devEui: eui,
    profileId: z.string().regex(/^[0-9A-F]{8}$/),
    ownerToken: z.string().min(1).max(128).optional(),
    serialNumber: z.string().min(1).optional(),
    proprietary: z.string().min(1).optional(),
    checksum: z
      .string()
      .regex(/^[0-9A-F]{4}$/)
      .optional(),
  })
  return z
    .string()
    .max(4296)
    .regex(/^LW:D0:[ -~]*$/)
    .transform((text, context) => {
      const [, , joinEui, devEui, profileId, ...tagged] = text.split(':')
      const fields = { joinEui, devEui, profileId }
      for (const element of tagged) {
        const name = NAMES[element[0]]
        if (name === undefined || name in fields) context.addIssue({ code: 'custom', message: 'element' })
        else fields[name] = element.slice(1)
      }
      if (fields.checksum !== undefined && fields.checksum !== crc(text.slice(0, -6)))
        context.addIssue({ code: 'custom', message: 'checksum' })
      return fields
    })
    .pipe(record)
}

const NAMES = { O: 'ownerToken', S: 'serialNumber', P: 'proprietary', C: 'checksum' }

function crc(text) {
  let value = 0xffff
  for (let i = 0; i < text.length; i += 1) {
    value ^= text.charCodeAt(i)
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1
  }
  return value.toString(16).toUpperCase().padStart(4, '0')
}
