export type {
  ChecksumDocument,
  ElementDocument,
  FieldDocument,
  FormatDocument,
  IssuedForm,
  LiteralDocument,
  RunDocument,
  Span,
  TagsDocument,
  WireForm,
} from './format/document.ts'
export type { CodePlace, ForeignCode, KeyboardLayout } from './issue/facts.ts'
export type {
  DecodeError,
  DecodeProblem,
  Issue,
  IssueCode,
  IssueKind,
  Warning,
  WarningCode,
} from './issue/issue.ts'
export {
  DEVICE_FIELDS,
  isDeviceField,
  type DeviceField,
  type DeviceFields,
  type DeviceRecord,
} from './record/record.ts'
export { type DeviceToLabel, LABEL_FIELDS, type LabelFields, labelFields } from './record/label-fields.ts'
export { namedRecord } from './record/named-record.ts'
export type { Clock, StopSignal } from './clock.ts'
export { ClaimtagError } from './issue/error.ts'
export { isKeyName } from './record/key-name.ts'
export { isSecretName } from './record/secret-name.ts'
export { type Eui64, isEui64, parseEui64, parseWrittenEui64 } from './record/eui64.ts'
export { crc16Modbus } from './value/crc16.ts'
export { formatToken } from './value/token.ts'
export { explain } from './issue/catalogue.ts'
export { agreeing, count, counted } from './issue/counted.ts'
export { nearestName } from './issue/nearest-name.ts'
export { english } from './issue/english.ts'
export { sentenceOf, type Words } from './issue/words.ts'
export { defineFormat } from './define-format.ts'
export type { Format } from './format/format.ts'
export type { FormatField } from './format/format-field.ts'
export type { Extent } from './value/extent.ts'
export { encode } from './encode.ts'
export { decode } from './decode.ts'
export type { DecodeResult } from './read/result.ts'
export { type CompiledFormats, compileFormats } from './compile-formats.ts'
export { builtInDigest, compileFormat } from './compile-format.ts'
export type { CompiledFormat } from './read/compiled-format.ts'
export { builtInFormats } from './built-in/built-in-formats.ts'
export {
  thingpark,
  thingparkBase64,
  thingparkBase64Url,
  thingparkHex,
  thingparkHexLower,
} from './built-in/thingpark.ts'
export { tr005 } from './built-in/tr005.ts'
export { tr005Draft2, tr005Draft3 } from './built-in/drafts.ts'
export { browan, devEuiAppEui, devEuiOnly, dragino, sensecap } from './built-in/vendors.ts'
