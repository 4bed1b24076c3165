"""Reads codes by what `claimtag compile acme.json --json` makes of a format: data of layout 1."""
import re

HEX, CONSTANT, CHECKSUM, KEY = 0, 3, 4, 2
LEFT_OUT = [0] * 10  # What is left out at the end of a list of the compiled format is 0.
NOWHERE = '\n'  # Stands in no code, for a separator that a format has not.

class Refused(Exception):
    """The text is no code of the format: which error, at which character from 0, in which field."""
    def __init__(self, code, position=None, field=None):
        self.code, self.position, self.field = code, position, field

def need(holds, *issue, later=None):
    """Ends the reading with an error, or adds to what is told later."""
    if not holds and later is None:
        raise Refused(*issue)
    if not holds:
        later.append(Refused(*issue))

def matches(patterns, value):
    return any(value.startswith(one[:-1]) if one[-1] == '*' else value == one for one in patterns)

def crc16(text):
    crc = 0xFFFF
    for at in range(len(text) * 8):
        crc = crc >> 1 ^ 0xA001 * ((crc ^ ord(text[at // 8]) >> at % 8) & 1)
    return f'{crc:04X}'

def recode(text, wire, issued, least, most):
    """A token as it was issued. Of all texts for some bytes, only that of a writer is read."""
    (_, bits, alphabet, _, *padded), (_, width, letters, _, *refilled) = wire, issued
    body = re.sub('={0,2}$', '', text) if padded else text
    for position, character in enumerate(body):
        need(character in alphabet, 'invalid-character', position)
    held = ''.join(f'{alphabet.index(character):0{bits}b}' for character in body)
    count, spare = divmod(len(held), 8)
    need(spare < bits and not (padded and len(text) % 4), 'wrong-length', 0)
    need('1' not in held[count * 8:], 'not-canonical', len(body) - 1)
    need(least <= count <= most, 'wrong-length', 0)
    groups = re.findall('.' * width, held[:count * 8] + '0' * (-count * 8 % width))
    token = ''.join(letters[int(group, 2)] for group in groups)
    need(not re.search('[^ -~]', token), 'invalid-character', 0)
    return token + '=' * (-len(token) % 4 if refilled else 0)

def checked(text, kind, least, most, stray):
    odd = re.search('[^0-9A-F]' if kind == HEX else stray or NOWHERE, text)
    need(kind != HEX or not re.fullmatch('[0-9A-F]*XX[0-9A-FX]*', text), 'placeholder', 0)
    need(odd and kind != HEX or least <= len(text) <= most, 'wrong-length', 0)
    need(not odd, 'invalid-character', odd and odd.start())
    return text

def decode(compiled, text):
    """The record and the codes of warnings, or Refused. Takes exact texts, nothing around them."""
    prefix, odd, euis = compiled['prefix'], re.search('[^ -~]', text), []
    need(text, 'empty')
    need(len(text) <= 4296, 'too-long')
    need(not odd or odd[0] <= '\x7f', 'non-ascii-character', odd and odd.start())
    need(not odd, 'control-character', odd and odd.start())
    need(text.startswith(prefix), 'not-recognised')
    try:
        return read(text, len(prefix), compiled['rules'], compiled.get('match', []), euis)
    except Refused as fault:
        # Without a prefix, a text in which there is no EUI was never meant to be a code.
        raise fault if prefix or euis or fault.code == 'placeholder' else Refused('not-recognised')

def read(text, at, rules, match, euis):
    placed, separator, edge, opening, damage, tagged, unknown, seal, sealed, *_ = *rules, *LEFT_OUT
    tags = {**{one[1]: one for one in tagged or []}, seal: [[['checksum', CHECKSUM]]]}
    aliens, faults, warnings, seen, values = [], [], [], {}, {}
    record, extra, _ = homes = {}, {}, {}

    def read_element(start, own, parts, tag=0, required=0, absent=0, least=0, most=0, *_):
        fits, field = not parts[1:] or own == absent or least <= len(own) <= most, parts[0][0]
        need(fits, 'wrong-length', start, field, later=faults)
        for part in parts if own != absent else []:
            name, kind, *sizes = part[:4]
            first, last, stray, expected, token, excluded, lead, home, *_ = *part[4:], *LEFT_OUT
            piece, at = own[first:last or None], start + first + (len(own) if first < 0 else 0)
            lead, value = lead or '', piece[len(lead or ''):]
            is_alien = piece != name if kind == CONSTANT else excluded and matches(excluded, value)
            need(not is_alien, 'other-dialect', start, field, later=aliens)
            if not fits or kind >= CONSTANT or lead and not piece:
                continue
            given = value.upper() if kind == HEX else value
            need(given == value, 'lower-case-hex', later=warnings)
            is_safe = kind == HEX or expected or token or not re.search('[ %]', value)
            need(is_safe, 'unsafe-character', later=warnings)
            need(home != KEY, 'key-dropped', later=warnings)
            try:
                need(piece.startswith(lead), 'invalid-character', -len(lead))
                text = recode(given, *token) if token else checked(given, kind, *sizes, stray)
                values[name] = homes[home][name] = text
                euis.extend([name] if kind == HEX and sizes[0] == 16 else [])
            except Refused as fault:
                fits = False
                faults.append(Refused(fault.code, at + len(lead) + fault.position, name))

    separator = separator or NOWHERE
    pieces = text[at:].split(separator, len(placed) - 1)
    missing = placed[len(pieces):]
    for element, piece in zip(placed, pieces):
        own = piece.split(opening or edge or separator)[0] if element is placed[-1] else piece
        read_element(at, own, *element)
        at += len(own) + len(separator)
    # Other text than a constant in its place speaks of another dialect rather than of damage.
    if faults and not aliens:
        raise faults[0]
    need(not missing, 'missing-element', len(text), missing and missing[0][0][0][0])
    at += len(opening or '') - len(separator)
    before, *pieces = text[at:].split(edge or NOWHERE)
    need(not before, 'trailing-text', at)
    for given in pieces:
        piece = given.removeprefix(damage or '')
        need(piece == given, 'escaped-separator', later=warnings)
        at += len(edge) + len(given)
        start, tag, own = at - len(piece), piece[:1], piece[1:]
        if not tag or tag in tags and tag != seal and not own:
            need(False, 'empty-element', later=warnings)
        elif tag in tags:
            need(tag not in seen, 'duplicate-element', start, tags[tag][0][0][0])
            seen[tag] = start, own.upper()
            read_element(start + 1, own, *tags[tag])
        else:
            need(tag.upper() not in tags, 'case-lost', start)
            need(unknown, 'unknown-tag', start)
            need('A' <= tag <= 'Z', 'invalid-character', start)
            need(False, 'unknown-tag-ignored', later=warnings)
    if seal in seen:
        at, own = seen[seal]
        start, end = text.rfind(edge, 0, at), at + 1 + len(own)
        need(end == len(text), 'checksum-not-last', later=warnings)
        need(re.fullmatch('[0-9A-F]{4}', own), 'malformed-checksum', at + 1, 'checksum')
        need(own == crc16(text[:start] + text[end:]), 'checksum-mismatch', at + 1, 'checksum')
    elif seal and seen:
        # A changed character at its tag makes a checksum part of a value, where it must not hide.
        at, start = len(text) - 5, len(text) - 5 - len(edge)
        ends = [start] if text.startswith(edge, start) else []
        for end in [start, at, start - 1] if text.startswith(seal, at) else ends:
            need(crc16(text[:end]) != text[-4:].upper(), 'malformed-checksum', at + 1, 'checksum')
    need(seal in seen or not seal, 'no-checksum', later=warnings)
    need(seal in seen or not sealed, 'missing-checksum', later=faults)
    for parts, tag, required, *_ in ([*one, *LEFT_OUT] for one in tags.values()):
        is_there = tag in seen or not required
        need(is_there or parts[-1][1] != CONSTANT, 'other-dialect', None, parts[0][0], later=aliens)
        need(is_there, 'missing-field', None, parts[0][0], later=faults)
    fits = all(matches(one['patterns'], values.get(one['name'], '')) for one in match)
    need(fits, 'other-dialect', None, match and match[0]['name'], later=aliens)
    for fault in aliens + faults:
        raise fault
    return {**record, **({'extra': extra} if extra else {})}, [one.code for one in warnings]
