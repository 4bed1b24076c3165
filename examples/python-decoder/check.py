"""Runs conformance vectors: claimtag vectors acme.json --out acme.vectors.json; python3 check.py acme.vectors.json"""
import json
import sys
from decoder import Refused, decode


def answer(compiled, text):
    try:
        record, warnings = decode(compiled, text)
        return {'record': record, 'warnings': warnings}
    except Refused as refused:
        place = {'field': refused.field, 'position': refused.position}
        return {'error': {'code': refused.code, **{key: value for key, value in place.items() if value is not None}}}


failed = 0
for path in sys.argv[1:]:
    with open(path, encoding='utf-8') as file:
        document = json.load(file)
    compiled = document['compiled']
    for vector in document['vectors']:
        expected = {key: vector[key] for key in vector if key not in ('about', 'text')}
        if answer(compiled, vector['text']) != expected:
            failed += 1
            print(f"{compiled['id']}, {vector['about']}: {expected} is expected, {answer(compiled, vector['text'])} came")
    print(f"{compiled['id']}: {len(document['vectors'])} vectors")
sys.exit(failed > 0)
