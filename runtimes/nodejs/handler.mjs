// Finds the function that `handler` of serverless.yml names: "src/api.main" is the export `main` of src/api.js.
import {existsSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

import {runtimeErrors} from './errors.mjs';

const {HandlerNotFound, ImportModuleError, MalformedHandlerName, UserCodeSyntaxError} = runtimeErrors;
const needsImport = new Set(['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE']);

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}

// CommonJS where it can be: its exports are all there, whatever made them.
async function loadFile(require, path) {
  try {
    return require(path);
  } catch (error) {
    if (!needsImport.has(error?.code)) throw error;
    return import(pathToFileURL(path));
  }
}

async function loadModule(root, name) {
  const require = createRequire(resolve(root, 'index.js'));
  const path = resolve(root, name);
  const found = ['', '.js', '.mjs', '.cjs'].map(ending => path + ending).find(isFile);
  try {
    return await loadFile(require, found ?? require.resolve(name.startsWith('/') ? name : `./${name}`));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(error);
    if (error?.code === 'MODULE_NOT_FOUND') throw new ImportModuleError(error);
    throw error;
  }
}

// `root`: the folder of the code. Throws as AWS Lambda's runtime does.
export async function loadHandler(root, handler) {
  if (handler.includes('..'))
    throw new MalformedHandlerName(`'${handler}' is not a valid handler name. Use absolute paths when specifying root ` +
        'directories in handler names.');
  const file = basename(handler);
  const dot = file.indexOf('.');
  if (dot < 0) throw new MalformedHandlerName('Bad handler');
  const module = await loadModule(root, handler.slice(0, handler.length - file.length + dot));
  const found = file.slice(dot + 1).split('.').reduce((object, name) => object?.[name], module);
  if (!found) throw new HandlerNotFound(`${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw new HandlerNotFound(`${handler} is not a function`);
  return found;
}
