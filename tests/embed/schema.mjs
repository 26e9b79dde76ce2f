//! Holds a message against UCP's published OpenRPC document and the JSON Schemas (draft 2020-12) that it names.
//!
//! Knows the keywords that these use and no others: one that is new makes the test fail instead of passing unseen. `format` is an
//! annotation there, except that a `uri` has to be one.
import fs from 'node:fs';
import path from 'node:path';

const FIXTURES = path.join(import.meta.dirname, '../fixtures/ucp');
const NOTES = /^(\$schema|\$id|\$defs|\$comment|name|title|description|examples|default|deprecated|readOnly|ucp_.*|x-.*|embedded)$/;
const files = new Map();

/** `{ outgoing(message), result(method, result) }`: each answers with what is wrong, sentences with their places; none is good. */
export function contract(version) {
  const document = path.join(FIXTURES, version, 'services/shopping/embedded.openrpc.json');
  const at = (name) => {
    for (const one of load(document).methods) {
      const { value, file } = one.$ref ? resolved(one.$ref, document) : { value: one, file: document };
      if (value.name === name) return { method: value, file };
    }
    throw new Error(`${version} has no method ${name}`);
  };
  return {
    methods: load(document).methods.map((one) => (one.$ref ? resolved(one.$ref, document).value : one).name),
    delegations: load(document)['x-delegations'],
    outgoing({ method: name, params }) {
      const { method, file } = at(name);
      const known = method.params.map((param) => param.name);
      const unknown = Object.keys(params).filter((one) => !known.includes(one)).map((one) => `params.${one}: not in ${name}`);
      return [...unknown, ...method.params.flatMap((param) => (param.name in params ? problems(params[param.name], param.schema, file, `params.${param.name}`) : param.required ? [`params.${param.name}: missing`] : []))];
    },
    result(name, result) {
      const { method, file } = at(name);
      return problems(result, method.result.schema, file, 'result');
    },
    schema: (file, value) => problems(value, load(path.join(FIXTURES, version, 'schemas', file)), path.join(FIXTURES, version, 'schemas', file), '$'),
  };
}

function load(file) {
  if (!files.has(file)) files.set(file, JSON.parse(fs.readFileSync(file, 'utf8')));
  return files.get(file);
}

function resolved(ref, from) {
  const [where, pointer = ''] = ref.split('#');
  const file = where ? path.resolve(path.dirname(from), where) : from;
  let value = load(file);
  for (const name of pointer.split('/').filter(Boolean)) value = value[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')];
  if (value === undefined) throw new Error(`${ref} of ${from} leads nowhere`);
  return { value, file };
}

const typeOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value);
const isType = (value, type) => [type].flat().some((one) => one === typeOf(value) || (one === 'number' && typeOf(value) === 'integer'));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isObject = (value) => typeOf(value) === 'object';

function problems(value, schema, file, at) {
  if (schema === true) return [];
  if (schema === false) return [`${at}: nothing is allowed here`];
  const fits = (one, of = value) => problems(of, one, file, at).length === 0;
  const wrong = [];
  const must = (is, what) => is || wrong.push(`${at}: ${what}`);
  for (const [word, rule] of Object.entries(schema)) {
    switch (word) {
      case '$ref': {
        const target = resolved(rule, file);
        wrong.push(...problems(value, target.value, target.file, at));
        break;
      }
      case 'type': must(isType(value, rule), `is ${typeOf(value)}, not ${rule}`); break;
      case 'const': must(same(value, rule), `is not ${JSON.stringify(rule)}`); break;
      case 'enum': must(rule.some((one) => same(one, value)), `is none of ${rule}`); break;
      case 'pattern': must(typeof value !== 'string' || new RegExp(rule, 'u').test(value), `does not fit ${rule}`); break;
      case 'format': must(rule !== 'uri' || typeof value !== 'string' || URL.canParse(value), 'is no uri'); break;
      case 'minLength': must(typeof value !== 'string' || value.length >= rule, 'is too short'); break;
      case 'maxLength': must(typeof value !== 'string' || value.length <= rule, 'is too long'); break;
      case 'minimum': must(typeof value !== 'number' || value >= rule, `is under ${rule}`); break;
      case 'maximum': must(typeof value !== 'number' || value <= rule, `is over ${rule}`); break;
      case 'exclusiveMaximum': must(typeof value !== 'number' || value < rule, `is not under ${rule}`); break;
      case 'exclusiveMinimum': must(typeof value !== 'number' || value > rule, `is not over ${rule}`); break;
      case 'required': if (isObject(value)) for (const name of rule) must(Object.hasOwn(value, name), `has no ${name}`); break;
      case 'properties': if (isObject(value)) for (const [name, one] of Object.entries(rule)) if (Object.hasOwn(value, name)) wrong.push(...problems(value[name], one, file, `${at}.${name}`)); break;
      case 'propertyNames': if (isObject(value)) for (const name of Object.keys(value)) must(fits(rule, name), `may not have ${name}`); break;
      case 'additionalProperties':
        if (isObject(value)) for (const name of Object.keys(value)) if (!Object.hasOwn(schema.properties ?? {}, name) && !Object.keys(schema.patternProperties ?? {}).some((one) => new RegExp(one, 'u').test(name))) wrong.push(...problems(value[name], rule, file, `${at}.${name}`));
        break;
      case 'patternProperties': if (isObject(value)) for (const [name, one] of Object.entries(value)) for (const [pattern, inner] of Object.entries(rule)) if (new RegExp(pattern, 'u').test(name)) wrong.push(...problems(one, inner, file, `${at}.${name}`)); break;
      case 'minProperties': must(!isObject(value) || Object.keys(value).length >= rule, 'has too few'); break;
      case 'items': if (Array.isArray(value)) value.forEach((one, index) => wrong.push(...problems(one, rule, file, `${at}[${index}]`))); break;
      case 'minItems': must(!Array.isArray(value) || value.length >= rule, 'has too few'); break;
      case 'maxItems': must(!Array.isArray(value) || value.length <= rule, 'has too many'); break;
      case 'uniqueItems': must(!rule || !Array.isArray(value) || new Set(value.map((one) => JSON.stringify(one))).size === value.length, 'has one twice'); break;
      case 'contains': {
        const count = Array.isArray(value) ? value.filter((one) => fits(rule, one)).length : undefined;
        must(count === undefined || (count >= (schema.minContains ?? 1) && count <= (schema.maxContains ?? Infinity)), `holds ${count} of ${JSON.stringify(rule)}`);
        break;
      }
      case 'allOf': for (const one of rule) wrong.push(...problems(value, one, file, at)); break;
      case 'anyOf': must(rule.some((one) => fits(one)), 'fits none'); break;
      case 'oneOf': {
        const all = rule.map((one) => problems(value, one, file, at));
        const good = all.filter((one) => one.length === 0).length;
        must(good === 1, `fits ${good} of ${rule.length}: ${all.flat().join('; ')}`);
        break;
      }
      case 'not': must(!fits(rule), 'fits what it may not'); break;
      case 'if': {
        const then = fits(rule) ? schema.then : schema.else;
        if (then !== undefined) wrong.push(...problems(value, then, file, at));
        break;
      }
      case 'then': case 'else': case 'minContains': case 'maxContains': break;
      default: if (!NOTES.test(word)) throw new Error(`${file}: the keyword ${word} is not known here`);
    }
  }
  return wrong;
}
