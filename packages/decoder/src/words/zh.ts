import type { DecodeError, ForeignCode, KeyboardLayout } from '@claimtag/core/reader'
import type { Words } from '@claimtag/core/words'
import { inLanguage } from './in-language.ts'
import { range, translated } from './phrases.ts'

const FIELDS = {
  devEui: 'DevEUI',
  joinEui: 'AppEUI',
  ownerToken: '所有者令牌',
  vendorId: '厂商 ID',
  vendorProfileId: '厂商配置 ID',
  serialNumber: '序列号',
  proprietary: '厂商自定义内容',
  checksum: '校验和',
}

const EXPECTED = {
  'hex digits': '十六进制数字',
  'upper-case hex': '大写十六进制数字',
  'lower-case hex': '小写十六进制数字',
  'printable ASCII': '可打印 ASCII 字符',
  'an even number': '偶数',
  'a multiple of 4': '4 的倍数',
  'one more or one less': '多一个或少一个',
}

const FOREIGN = {
  matter: ' Matter 配网码',
  wifi: ' Wi-Fi 网络码',
  dpp: ' Wi-Fi Easy Connect（DPP）码',
  'gs1-digital-link': ' GS1 Digital Link，指向产品页面',
  milesight: '星纵物联（Milesight）的产品页面，其序列号不是 LoRaWAN 标识',
  url: '网址',
  'eui-48': ' 12 位十六进制的 MAC 地址（EUI-48），而 DevEUI 有 16 位',
  'written-eui': '带分隔符的 EUI，而码中只应有 16 位十六进制数字',
  'bare-euis': '一串十六进制数字，无法判断哪一段是 DevEUI',
  'serial-number': '疑似序列号，而 DevEUI 有 16 位十六进制数字',
  enocean: ' EnOcean 产品码',
  'mh10.8.2': '物流码（ANSI MH10.8.2）',
  bluerange: ' BlueRange 设备码',
  'z-wave': ' Z-Wave SmartStart 码',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'Shift 键失效',
  'caps-lock': '大写锁定已打开',
  jis: '日文键盘',
  azerty: 'AZERTY 键盘',
  'azerty-caps-lock': 'AZERTY 键盘且大写锁定已打开',
  qwertz: 'QWERTZ 键盘',
  dvorak: 'Dvorak 键盘',
  'other-latin': '非美式键盘',
} satisfies Record<KeyboardLayout, string>

const wanted = (expected: string): string => range(translated(EXPECTED, expected)).replace(/^(?=[!-~])/, ' ')
const at = ({ position }: { readonly position: number }): string => `（第 ${position + 1} 个字符）`

const name = (field: string): string => translated(FIELDS, field)
// A space stands between Latin and Chinese letters.
const before = (field: string): string => (/^[!-~]/.test(name(field)) ? ` ${name(field)}` : name(field))
const after = (field: string): string => (/[!-~]$/.test(name(field)) ? `${name(field)} ` : name(field))
const within = (field: string): string => (/^[!-~]/.test(name(field)) ? ` ${after(field)}` : after(field))

function character(issue: {
  readonly position: number
  readonly field?: string
  readonly kind?: DecodeError['kind']
}): string {
  const { position, field, kind } = issue
  const place = kind === 'misuse' ? '' : '码的'
  return `${place}第 ${position + 1} 个字符${field === undefined ? '' : `（${name(field)}）`}`
}

const again = ({ kind }: { readonly kind: DecodeError['kind'] }): string =>
  kind === 'misuse' ? '' : '请重新扫描。'

/** What reading a code can come to, in Chinese. */
export const chinese: Words = {
  empty: () => '没有收到任何文本，请重新扫描。',
  'not-recognised': () => '这不是已加载格式中的 LoRaWAN 设备码，请在设备上寻找其他码。',
  'other-code': ({ foreignCode }) =>
    `这不是 LoRaWAN 设备码，而是${FOREIGN[foreignCode]}。请在设备上寻找其他码。`,
  placeholder: ({ field }) => `这是标签模板，不是设备：${after(field)}用 X 占位。请扫描设备本身的码。`,
  'token-missing': () => '此码标明了设备，但没有认领设备所需的所有者令牌。请在设备上寻找其他码。',
  'too-long': ({ length, expected }) =>
    `文本过长：共 ${length} 个字符，最多 ${expected} 个。请一次只扫描一个码。`,
  'several-codes': ({ codes }) =>
    `文本中有 ${codes.length} 个码（分别始于第 ${listOf(codes)} 个字符）。请一次只扫描一个码。`,
  'keyboard-layout': ({ layout }) =>
    `扫描枪的键盘布局与本机不一致（${KEYBOARD[layout]}）。请将两者设为相同布局，然后重新扫描。`,
  'control-character': (issue) => `${character(issue)}是控制字符，任何码中都不会出现。请检查扫描枪的设置。`,
  'non-ascii-character': (issue) =>
    `${character(issue)}不是 ASCII 字符，任何码中都不会出现。请检查扫描枪的键盘布局。`,
  'missing-element': ({ field }) => `码不完整，缺少${within(field)}及其后的内容。请重新扫描。`,
  'trailing-text': (issue) => `码结束之后还有文本${at(issue)}。请一次只扫描一个码。`,
  'wrong-length': (issue) => {
    const { field, through, length, expected, unit } = issue
    const what = through === undefined ? after(field) : `${after(field)}至${within(through)}合计`
    return `${what}的长度不对：共 ${length} 个${unit === undefined ? '字符' : '字节'}，应为${wanted(expected)}。${again(issue)}`
  },
  'invalid-character': (issue) => {
    const { expected, like } = issue
    const what = expected === undefined ? '' : `，应为${wanted(expected)}`
    return `${character(issue)}不允许使用${what}${like === undefined ? '' : `，可能是 ${like}`}。${again(issue)}`
  },
  'not-canonical': (issue) =>
    `最后一个字符不可能正确（${name(issue.field)}）：内容被截断或输入有误。${again(issue)}`,
  'missing-field': ({ field, kind }) =>
    kind === 'misuse' ? `缺少${before(field)}。` : `码中缺少${before(field)}。请在设备上寻找其他码。`,
  'duplicate-element': (issue) =>
    `码中有两个${before(issue.field)}${at(issue)}。请一次只扫描一个码；如仍出现，请告知制造商。`,
  'unknown-tag': (issue) => `码中有一部分不属于其格式${at(issue)}。请重新扫描，或更新本软件。`,
  'missing-checksum': () => '缺少该格式要求的校验和，请重新扫描。',
  'malformed-checksum': () => '校验和本身已损坏，请重新扫描。',
  'checksum-mismatch': () => '校验和不符：有字符被改动、丢失或输入有误。请重新扫描。',
  'case-lost': () => '字母的大小写在传输中被改变，而此码区分大小写。请检查大写锁定和扫描枪的键盘布局。',
  'unsupported-version': () => '这是较新版本的 LoRaWAN 设备码，本软件尚不支持，请更新本软件。',
  'format-not-loaded': ({ format }) =>
    `这是 ${format} 格式的码，此处未加载该格式。请加载它，或在设备上寻找其他码。`,
  'other-dialect': ({ format, field }) =>
    `框架属于 ${format} 格式，但${within(field)}表明它来自另一家制造商。请加载该制造商的格式。`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `格式 ${format} 与 ${otherFormat} 对此码的解读不同。请只加载其中一个。`,
  'not-text': ({ field }) => `${field === undefined ? '传入的内容' : after(field)}不是文本。`,
  'no-formats': () => '没有加载任何格式。',

  'byte-order-mark': () => '已忽略码前面的字节顺序标记。',
  'surrounding-space': () => '已忽略码前后的空白或不可见字符。',
  'aim-identifier': () => '已忽略扫描枪加在码前面的码制标识符。',
  'scanner-prefix': () => '已忽略扫描枪加在码前面的前缀，请在扫描枪中关闭它。',
  'surrounding-text': () => '已忽略码前后的文本。',
  'percent-encoded': () => '码采用了网址的百分号编码，已解码。',
  'line-break-ignored': () => '已忽略码中的换行；校验和正确。',
  'code-in-url': () => '码位于网址中：打开该网址的人会泄露所有者令牌。请告知制造商。',
  'labelled-fields': () => '这不是设备码，而是带有字段名的文本。请将读取的内容与标签核对。',
  'keyboard-undone': ({ layout }) =>
    `键盘造成的改动（${KEYBOARD[layout]}）已还原；校验和正确。请将扫描枪设为本机的键盘布局。`,
  'full-width': () => '全角字符已按半角读取。扫描前请关闭本机的输入法。',
  'plus-restored': () => '码中的空格已按加号读取，校验和证明无误。',
  'untagged-element': (warning) =>
    `码中有一部分缺少标识字母，已忽略${at(warning)}；它可能是所有者令牌或序列号。请告知制造商。`,
  'short-profile-id': () => 'ProfileID 只有 4 位，而 vendorId 和 vendorProfileId 各有 4 位，因此已忽略。',
  'written-eui': () => 'DevEUI 没有写成连续的 16 位十六进制数字，但仍可读取。',
  'no-checksum': () => '此码没有校验和，请将 DevEUI 与标签上的核对。',
  'group-address': ({ field }) => `${after(field)}设置了组播位，单个设备不会如此。请与标签核对。`,
  'case-doubtful': ({ field }) => `整个码都是小写；${after(field)}原来可能是大写。`,
  'lower-case-text': () => '整个码以小写形式传来，已按大写读取。',
  'lower-case-hex': ({ field }) => `小写的十六进制数字（${name(field)}）已按大写读取。`,
  'empty-element': (warning) => `已忽略码中的一个空白部分${at(warning)}。`,
  'unknown-tag-ignored': (warning) => `已忽略码中不属于其格式的一部分${at(warning)}。`,
  'unsafe-character': (warning) => `${character(warning)}是空格或百分号，会被解码网址的扫描枪破坏。`,
  'escaped-separator': (warning) => `已修复被扫描枪破坏的分隔符${at(warning)}。`,
  'checksum-not-last': () => '校验和不在码的末尾。',
  'key-dropped': ({ field }) => `码中含有 LoRaWAN 密钥（${name(field)}），已丢弃。切勿把密钥放在标签上。`,
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => String(position + 1))
  return `${places.slice(0, -1).join('、')} 和 ${places[places.length - 1]}`
}

/** The sentence for an issue in Chinese. */
export const explain = /* @__PURE__ */ inLanguage(chinese)
