// What is told of an error, in the form that AWS Lambda's Node.js runtime gives it.
import {types} from 'node:util';

class ImportModuleError extends Error {}
class HandlerNotFound extends Error {}
class MalformedHandlerName extends Error {}
class UserCodeSyntaxError extends Error {}
class MalformedStreamingHandler extends Error {}
class InvalidStreamingOperation extends Error {}
class UnhandledPromiseRejection extends Error {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
}

export const runtimeErrors = {
  ImportModuleError,
  HandlerNotFound,
  MalformedHandlerName,
  UserCodeSyntaxError,
  MalformedStreamingHandler,
  InvalidStreamingOperation,
  UnhandledPromiseRejection,
};
for (const [name, type] of Object.entries(runtimeErrors)) type.prototype.name = `Runtime.${name}`;

function isError(thrown) {
  return types.isNativeError(thrown) ||
      (typeof thrown?.name === 'string' && typeof thrown.message === 'string' && typeof thrown.stack === 'string');
}

// The document that the Runtime API gets: anything may have been thrown.
export function errorDocument(thrown) {
  try {
    if (isError(thrown))
      return {errorType: String(thrown.name), errorMessage: String(thrown.message), trace: thrown.stack.split('\n')};
    return {errorType: typeof thrown, errorMessage: thrown.toString(), trace: []};
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its ' +
          'message, name, and stack',
    };
  }
}

// As a line of the log has it: with the error's own properties, and the stack as a list.
export function errorText(thrown) {
  try {
    return JSON.stringify(asError(thrown), (_key, value) => (value instanceof Error ? shown(value) : value));
  } catch {
    return JSON.stringify(errorDocument(thrown));
  }
}

export function asError(thrown) {
  return thrown instanceof Error ? thrown : new Error(thrown);
}

function shown(error) {
  const all = {errorType: error.name, errorMessage: error.message, code: error.code, ...error};
  if (typeof error.stack === 'string') all.stack = error.stack.split('\n');
  return all;
}
