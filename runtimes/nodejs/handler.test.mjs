import assert from 'node:assert/strict';
import test from 'node:test';

import {start} from './testing.mjs';

const answer = 'exports.handler = async () => __filename.split("/").pop()';

test('a file with any of the endings', async t => {
  for (const name of ['index.js', 'index.cjs', 'index']) {
    const one = await start(t, {[name]: answer});
    assert.equal(await one.result({}), name);
  }
});

test('modules of both kinds', async t => {
  const module = 'export const handler = async () => import.meta.url.split("/").pop()';
  const byEnding = await start(t, {'index.mjs': module});
  assert.equal(await byEnding.result({}), 'index.mjs');
  const byPackage = await start(t, {'index.js': module, 'package.json': '{"type": "module"}'});
  assert.equal(await byPackage.result({}), 'index.js');
  const waiting = await start(t, {'index.mjs': `const later = await Promise.resolve(5); export const handler = async () => later`});
  assert.equal(await waiting.result({}), 5);
});

test('folders, nested exports, a folder with an index', async t => {
  const one = await start(t, {'src/api/main.js': 'exports.routes = {get: async () => "got"}'}, 'src/api/main.routes.get');
  assert.equal(await one.result({}), 'got');
  const folder = await start(t, {'src/index.js': 'exports.handler = async () => "in a folder"'}, 'src.handler');
  assert.equal(await folder.result({}), 'in a folder');
});

test('what is wrong with a handler is an error of the start', async t => {
  const cases = [
    ['index', 'exports.handler = 1', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['../index.handler', '', 'Runtime.MalformedHandlerName', "'../index.handler' is not a valid handler name."],
    ['other.handler', '', 'Runtime.ImportModuleError', "Error: Cannot find module './other'"],
    ['index.other', answer, 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
    ['index.handler', 'exports.handler = 1', 'Runtime.HandlerNotFound', 'index.handler is not a function'],
    ['index.handler', 'exports.handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError: '],
    ['index.handler', 'require("missing")', 'Runtime.ImportModuleError', "Error: Cannot find module 'missing'"],
    ['index.handler', 'throw new RangeError("while loading")', 'RangeError', 'while loading'],
  ];
  for (const [handler, text, type, message] of cases) {
    const one = await start(t, text, handler);
    const {errorType, errorMessage} = await one.initError;
    assert.equal(errorType, type);
    assert.ok(errorMessage.startsWith(message), errorMessage);
    assert.equal(await one.ended, 129);
  }
});
