// One invocation of a handler that gives its answer as a whole: by a promise, or by calling back.
import {describe} from './context.mjs';
import {errorDocument} from './errors.mjs';
import {whenIdle} from './idle.mjs';
import {logError} from './log.mjs';

// Resolves when the invocation has its answer, of which `api` knows by then. `invocation.abort(document)` says that it
// failed, whatever the handler does.
export function invokeBuffered(api, handler, invocation) {
  const {id, headers, body} = invocation;
  return new Promise(resolve => {
    invocation.abort = document => api.fail(id, document);
    let isDone = false;
    const finish = say => {
      if (isDone) return;
      isDone = true;
      whenIdle(null);
      say();
      resolve();
    };
    const fail = error => finish(() => {
      logError('Invoke Error', error);
      api.fail(id, errorDocument(error));
    });
    const succeed = result => finish(() => {
      let text;
      try {
        text = JSON.stringify(result === undefined ? null : result) ?? 'null';
      } catch {
        const unsaid = new Error('Unable to stringify response body');
        logError('Invoke Error', unsaid);
        return api.fail(id, errorDocument(unsaid));
      }
      api.respond(id, text);
    });

    const {context, callback} = callbacks(succeed, fail);
    // The loop is empty, and nobody has called back: the answer is null, as on AWS.
    whenIdle(() => succeed(null));
    try {
      const result = handler(JSON.parse(body), describe(context, headers), callback);
      if (typeof result?.then === 'function') result.then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      fail(error);
    }
  });
}

// The ways to end an invocation from before promises; only the first one counts.
function callbacks(succeed, fail) {
  let waits = true, isCalled = false;
  const first = call => (...args) => {
    if (isCalled) return;
    isCalled = true;
    call(...args);
  };
  const hasFailed = error => error !== undefined && error !== null;
  const done = (error, result) => (hasFailed(error) ? fail(error) : succeed(result));
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waits;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waits = value;
    },
    succeed: first(result => done(null, result)),
    fail: first(error => done(error ?? 'handled')),
    done: first(done),
  };
  const callback = first((error, result) => {
    if (hasFailed(error) || !waits) return done(error, result);
    whenIdle(() => setImmediate(succeed, result));
  });
  return {context, callback};
}
