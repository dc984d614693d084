import { expect, it } from 'vitest';
import { BUILTIN_DIMENSIONS, BuiltinModel, fitBuiltin, fittedTexts } from './builtin';
import { vectorLiteral } from './embedder';

const texts = ['open the file', 'close the file', 'read the socket', 'the the the'];
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

it('is the same for the same texts, on every machine', () => {
  const state = fitBuiltin(texts);
  expect(fitBuiltin(texts).equals(state)).toBe(true);
  expect(fittedTexts(state)).toBe(4);
  const vector = new BuiltinModel(state).embed('open the file');
  expect([...new BuiltinModel(state).embed('open the file')]).toEqual([...vector]);
  expect(vector).toHaveLength(BUILTIN_DIMENSIONS);
  expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  // Vectors are stored: a change of the features needs a new version of the model.
  expect(vectorLiteral(vector).slice(0, 60)).toMatchInlineSnapshot(
    `"[0,0,0,0,0,0,0,0,0,0,0,0,-426,0,0,0,0,0,0,0,426,0,0,0,0,0,0,"`,
  );
});

it('lets rare words weigh more than common ones', () => {
  const model = new BuiltinModel(fitBuiltin(texts));
  const query = model.embed('the socket');
  expect(cosine(query, model.embed('socket'))).toBeGreaterThan(cosine(query, model.embed('the')));
});

it('puts words with common parts and letters near each other', () => {
  const model = new BuiltinModel(fitBuiltin(texts));
  const near = cosine(model.embed('getUserName'), model.embed('user_name'));
  const letters = cosine(model.embed('connecting'), model.embed('connection'));
  const far = cosine(model.embed('getUserName'), model.embed('sortMatrix'));
  expect(near).toBeGreaterThan(0.6);
  expect(letters).toBeGreaterThan(0.15);
  expect(Math.abs(far)).toBeLessThan(0.3);
});

it('has an answer for nothing at all', () => {
  const model = new BuiltinModel(fitBuiltin([]));
  expect(model.embed('').every((value) => value === 0)).toBe(true);
  expect(model.embed('word').some((value) => value !== 0)).toBe(true);
});

it('writes vectors that Postgres takes and that have a direction', () => {
  expect(vectorLiteral(Float32Array.from([0.5, -0.25, 0]))).toBe('[2047,-1023,0]');
  expect(vectorLiteral(new Float32Array(3))).toBe('[1,0,0]');
  expect(vectorLiteral(Float32Array.from([Number.NaN, Number.POSITIVE_INFINITY]))).toBe('[1,0]');
});
