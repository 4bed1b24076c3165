"""Runs conformance vectors: claimtag vectors acme.json --out acme.vectors.json; python3 check.py acme.vectors.json"""
import json
import sys
from decoder import Decoder, Refused


def answer(decoder, text):
    try:
        record, warnings = decoder.decode(text)
        return {'record': record, 'warnings': warnings}
    except Refused as refused:
        place = {'field': refused.field, 'position': refused.position}
        return {'error': {'code': refused.code, **{key: value for key, value in place.items() if value is not None}}}


failed = 0
for path in sys.argv[1:]:
    with open(path, encoding='utf-8') as file:
        document = json.load(file)
    decoder = Decoder(document['format'])
    for vector in document['vectors']:
        expected = {key: vector[key] for key in vector if key not in ('about', 'text')}
        if answer(decoder, vector['text']) != expected:
            failed += 1
            print(f"{document['format']['id']}, {vector['about']}: {expected} is expected, {answer(decoder, vector['text'])} came")
    print(f"{document['format']['id']}: {len(document['vectors'])} vectors")
sys.exit(failed > 0)
