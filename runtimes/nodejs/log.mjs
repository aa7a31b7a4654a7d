// console.* as on AWS Lambda: a time, the request's id, a level; or one JSON object a line.
//
// A message of several lines stays one: its line ends are written as \r, as AWS does it.
//
// AWS_LAMBDA_LOG_FORMAT (JSON, else text) and AWS_LAMBDA_LOG_LEVEL are AWS's advanced logging controls.
import {format} from 'node:util';

import {asError, errorDocument, errorText} from './errors.mjs';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
let requestId; // of the invocation under way, else of the last one

export function setRequestId(id) {
  requestId = id;
}

const isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';

function textLine(level, args) {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...args).replaceAll('\n', '\r')}\n`;
}

function errorFields(error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}

function jsonLine(level, args) {
  const line = {timestamp: new Date().toISOString(), level, requestId};
  if (args.length === 1) {
    try {
      const inner = (_key, value) => (value instanceof Error ? {...errorFields(value), ...value} : value);
      return JSON.stringify({...line, message: args[0]}, inner) + '\n';
    } catch {
      // What JSON cannot say is shown as text.
    }
  }
  const error = args.length > 1 ? args.find(one => one instanceof Error) : undefined;
  return JSON.stringify({...line, message: format(...args), ...(error && errorFields(error))}) + '\n';
}

export function patchConsole() {
  const least = Math.max(0, levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));
  const write = isJson ? jsonLine : textLine;
  for (const [i, level] of levels.entries())
    console[level.toLowerCase()] =
        i < least && level !== 'FATAL' ? () => {} : (...args) => void process.stdout.write(write(level, args));
  console.log = console.info;
}

export function logError(title, thrown) {
  if (!isJson) return console.error(title, `\t${errorText(thrown)}`);
  try {
    console.error(asError(thrown));
  } catch {
    console.error(errorDocument(thrown));
  }
}
