import * as z from 'zod'

/** A row of NDJSON or of a JSON array: any object; what its members are is checked one by one, with their names. */
export const jsonRowSchema = z.record(z.string(), z.unknown())

/** A row transcribed from another kind of file, with the line it had there. */
export const numberedRowSchema = z.tuple([z.number().int().positive(), jsonRowSchema])
