import type { DecodeError, ForeignCode, KeyboardLayout } from '@claimtag/core/reader'
import type { Words } from '@claimtag/core/words'
import { inLanguage } from './in-language.ts'
import { range, translated } from './phrases.ts'

const FIELDS = {
  devEui: 'el DevEUI',
  joinEui: 'el AppEUI',
  ownerToken: 'el token de propietario',
  vendorId: 'el identificador del fabricante',
  vendorProfileId: 'el identificador del perfil',
  serialNumber: 'el número de serie',
  proprietary: 'el texto del fabricante',
  checksum: 'la suma de comprobación',
}

const EXPECTED = {
  'hex digits': 'dígitos hexadecimales',
  'upper-case hex': 'dígitos hexadecimales en mayúsculas',
  'lower-case hex': 'dígitos hexadecimales en minúsculas',
  'printable ASCII': 'ASCII imprimible',
  'an even number': 'un número par',
  'a multiple of 4': 'un múltiplo de 4',
  'one more or one less': 'uno más o uno menos',
}

const FOREIGN = {
  matter: 'un código Matter',
  wifi: 'un código de red wifi',
  dpp: 'un código de Wi-Fi Easy Connect (DPP)',
  'gs1-digital-link': 'un enlace GS1 Digital Link, que lleva a una página de producto',
  milesight: 'una página de producto de Milesight, cuyo número de serie no es una identidad LoRaWAN',
  url: 'una dirección web',
  'eui-48': 'una dirección MAC (EUI-48) de 12 dígitos hexadecimales; un DevEUI tiene 16',
  'written-eui': 'un EUI con separadores; en un código están solo sus 16 dígitos hexadecimales',
  'bare-euis': 'una serie de dígitos hexadecimales, sin nada que indique cuáles son el DevEUI',
  'serial-number': 'probablemente un número de serie; un DevEUI tiene 16 dígitos hexadecimales',
  enocean: 'un código de producto EnOcean',
  'mh10.8.2': 'un código logístico (ANSI MH10.8.2)',
  bluerange: 'un código de dispositivo BlueRange',
  'z-wave': 'un código Z-Wave SmartStart',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'la tecla Mayús no tiene efecto',
  'caps-lock': 'Bloq Mayús está activado',
  jis: 'japonesa',
  azerty: 'AZERTY',
  'azerty-caps-lock': 'AZERTY con Bloq Mayús activado',
  qwertz: 'QWERTZ',
  dvorak: 'Dvorak',
  'other-latin': 'distinta de la estadounidense',
} satisfies Record<KeyboardLayout, string>

const name = (field: string): string => translated(FIELDS, field)
const wanted = (expected: string): string => range(translated(EXPECTED, expected))
const at = ({ position }: { readonly position: number }): string => `(carácter ${position + 1})`

function character(issue: {
  readonly position: number
  readonly field?: string
  readonly kind?: DecodeError['kind']
}): string {
  const { position, field, kind } = issue
  const place = kind === 'misuse' ? '' : ' del código'
  return `El carácter ${position + 1}${place}${field === undefined ? '' : ` (en ${name(field)})`}`
}

const again = ({ kind }: { readonly kind: DecodeError['kind'] }): string =>
  kind === 'misuse' ? '' : ' Vuelva a escanear.'

/** What reading a code can come to, in Spanish. */
export const spanish: Words = {
  empty: () => 'No se ha recibido ningún texto. Vuelva a escanear.',
  'not-recognised': () =>
    'No es un código de dispositivo LoRaWAN de ninguno de los formatos cargados. Busque otro código en el dispositivo.',
  'other-code': ({ foreignCode }) =>
    `No es un código de dispositivo LoRaWAN, sino ${FOREIGN[foreignCode]}. Busque otro código en el dispositivo.`,
  placeholder: ({ field }) =>
    `Es una plantilla, no un dispositivo: en ${name(field)} hay letras X de relleno. Busque el código en el propio dispositivo.`,
  'token-missing': () =>
    'Este código indica el dispositivo, pero no contiene el token de propietario necesario para reclamarlo. Busque otro código en el dispositivo.',
  'too-long': ({ length, expected }) =>
    `El texto es demasiado largo: ${characters(length)}, como máximo ${expected}. Escanee un solo código cada vez.`,
  'several-codes': ({ codes }) =>
    `El texto contiene ${codes.length} códigos (en los caracteres ${listOf(codes)}). Escanee un solo código cada vez.`,
  'keyboard-layout': ({ layout }) =>
    `El lector está configurado para una distribución de teclado distinta de la de este equipo (${KEYBOARD[layout]}). Configure la misma en ambos y vuelva a escanear.`,
  'control-character': (issue) =>
    `${character(issue)} es un carácter de control, que ningún código contiene. Revise la configuración del lector.`,
  'non-ascii-character': (issue) =>
    `${character(issue)} no pertenece a ASCII y no aparece en ningún código. Revise la distribución de teclado del lector.`,
  'missing-element': ({ field }) =>
    `El código está cortado: falta ${name(field)} y lo que sigue. Vuelva a escanear.`,
  'trailing-text': (issue) =>
    `Hay texto tras el final del código ${at(issue)}. Escanee un solo código cada vez.`,
  'wrong-length': (issue) => {
    const { field, through, length, expected, unit } = issue
    const what =
      through === undefined
        ? `Longitud incorrecta en ${name(field)}`
        : `Longitud total incorrecta (${name(field)} – ${name(through)})`
    const size = unit === undefined ? characters(length) : `${length} ${length === 1 ? 'byte' : 'bytes'}`
    return `${what}: ${size}, se esperaba: ${wanted(expected)}.${again(issue)}`
  },
  'invalid-character': (issue) => {
    const { expected, like } = issue
    const what = expected === undefined ? '' : `; se esperaba: ${wanted(expected)}`
    return `${character(issue)} no está permitido${what}${like === undefined ? '' : `, quizá ${like}`}.${again(issue)}`
  },
  'not-canonical': (issue) =>
    `El último carácter no puede ser correcto (en ${name(issue.field)}): falta una parte o se escribió mal.${again(issue)}`,
  'missing-field': ({ field, kind }) =>
    kind === 'misuse'
      ? `Falta ${name(field)}.`
      : `En el código falta ${name(field)}. Busque otro código en el dispositivo.`,
  'duplicate-element': (issue) =>
    `El código contiene dos veces ${name(issue.field)} ${at(issue)}. Escanee un solo código cada vez; si persiste, avise al fabricante.`,
  'unknown-tag': (issue) =>
    `El código contiene una parte que su formato no conoce ${at(issue)}. Vuelva a escanear o actualice este programa.`,
  'missing-checksum': () => 'Falta la suma de comprobación que exige el formato. Vuelva a escanear.',
  'malformed-checksum': () => 'La propia suma de comprobación está dañada. Vuelva a escanear.',
  'checksum-mismatch': () =>
    'La suma de comprobación no coincide: un carácter se cambió, se perdió o se escribió mal. Vuelva a escanear.',
  'case-lost': () =>
    'Por el camino se cambiaron mayúsculas y minúsculas, y este código las necesita. Revise Bloq Mayús y la distribución de teclado del lector.',
  'unsupported-version': () =>
    'Es un código de dispositivo LoRaWAN de una versión más reciente que la que conoce este programa. Actualícelo.',
  'format-not-loaded': ({ format }) =>
    `Es un código del formato ${format}, que no está cargado aquí. Cárguelo o busque otro código en el dispositivo.`,
  'other-dialect': ({ format, field }) =>
    `La estructura es la del formato ${format}, pero ${name(field)} es de otro fabricante. Cargue el formato de ese fabricante.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Los formatos ${format} y ${otherFormat} leen este código de forma distinta. Cargue solo uno de ellos.`,
  'not-text': ({ field }) =>
    field === undefined ? 'Lo que se ha pasado no es texto.' : `Para ${name(field)} hace falta texto.`,
  'no-formats': () => 'No hay ningún formato cargado.',

  'byte-order-mark': () => 'Se ha omitido una marca de orden de bytes delante del código.',
  'surrounding-space': () => 'Se han omitido espacios o caracteres invisibles alrededor del código.',
  'aim-identifier': () => 'Se ha omitido el identificador de simbología del lector delante del código.',
  'scanner-prefix': () => 'Se ha omitido el prefijo del lector delante del código. Desactívelo en el lector.',
  'surrounding-text': () => 'Se ha omitido el texto alrededor del código.',
  'percent-encoded': () =>
    'El código venía codificado como en las direcciones web (%) y se ha descodificado.',
  'line-break-ignored': () =>
    'Se han omitido saltos de línea dentro del código; su suma de comprobación es correcta.',
  'code-in-url': () =>
    'El código está en una dirección web: quien la abre revela el token de propietario. Avise al fabricante.',
  'labelled-fields': () =>
    'No es un código de dispositivo, sino un texto con campos con nombre. Compare lo leído con la etiqueta.',
  'keyboard-undone': ({ layout }) =>
    `Se ha deshecho lo que un teclado había cambiado (${KEYBOARD[layout]}); la suma de comprobación es correcta. Ponga en el lector la distribución de este equipo.`,
  'full-width': () =>
    'Los caracteres de ancho completo se leyeron como normales. Desactive el método de entrada del ordenador antes de escanear.',
  'plus-restored': () =>
    'Los espacios del código se han leído como signos más, como confirma su suma de comprobación.',
  'untagged-element': (warning) =>
    `Se ha omitido una parte del código sin su letra ${at(warning)}; puede ser el token de propietario o el número de serie. Avise al fabricante.`,
  'short-profile-id': () =>
    'El ProfileID solo tiene 4 dígitos, cuando vendorId y vendorProfileId tienen 4 cada uno. Se ha omitido.',
  'written-eui': () =>
    'El DevEUI no estaba escrito como 16 dígitos hexadecimales seguidos, pero se ha podido leer.',
  'no-checksum': () => 'El código no tiene suma de comprobación. Compare el DevEUI con el de la etiqueta.',
  'group-address': ({ field }) =>
    `En ${name(field)} está puesto el bit de grupo, que ningún dispositivo individual tiene. Compárelo con la etiqueta.`,
  'case-doubtful': ({ field }) =>
    `Todo el código está en minúsculas; puede que ${name(field)} estuviera en mayúsculas.`,
  'lower-case-text': () => 'Todo el código llegó en minúsculas y se ha leído en mayúsculas.',
  'lower-case-hex': ({ field }) =>
    `Dígitos hexadecimales en minúsculas (en ${name(field)}) se han leído en mayúsculas.`,
  'empty-element': (warning) => `Se ha omitido una parte vacía del código ${at(warning)}.`,
  'unknown-tag-ignored': (warning) =>
    `Se ha omitido una parte del código que su formato no conoce ${at(warning)}.`,
  'unsafe-character': (warning) =>
    `${character(warning)} es un espacio o un signo de porcentaje, que estropean los lectores que descodifican direcciones web.`,
  'escaped-separator': (warning) =>
    `Se ha reparado un separador que un lector había estropeado ${at(warning)}.`,
  'checksum-not-last': () => 'La suma de comprobación no está al final del código.',
  'key-dropped': ({ field }) =>
    `El código contiene una clave LoRaWAN (${name(field)}), que se ha descartado. Nunca ponga una clave en una etiqueta.`,
}

function characters(count: number): string {
  return `${count} ${count === 1 ? 'carácter' : 'caracteres'}`
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => String(position + 1))
  return `${places.slice(0, -1).join(', ')} y ${places[places.length - 1]}`
}

/** The sentence for an issue in Spanish. */
export const explain = /* @__PURE__ */ inLanguage(spanish)
