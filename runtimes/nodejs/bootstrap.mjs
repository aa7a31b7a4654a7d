// Runs a Node.js function: loads what _HANDLER names, then asks the Runtime API for events for as long as it is there.
// What handlers can see of it is as in AWS Lambda's own runtime: the context, callbacks, streams, the console, errors.
import {invokeBuffered} from './buffered.mjs';
import {errorDocument, runtimeErrors} from './errors.mjs';
import {loadHandler} from './handler.mjs';
import {watchIdle} from './idle.mjs';
import {logError, patchConsole, setRequestId} from './log.mjs';
import {RuntimeApi} from './runtime_api.mjs';
import {awslambda, invokeStreamed, streams} from './streamed.mjs';
import {setTrace, watchTrace} from './trace.mjs';

let isLoaded = false;
let underWay; // the invocation, if there is one

// What nobody caught ends the process, after those who wait were told.
async function die(api, title, error, status) {
  logError(title, error);
  const document = errorDocument(error);
  if (!isLoaded) await api.failInit(document);
  if (underWay) {
    underWay.abort(document);
    await api.flush();
  }
  process.exit(status);
}

function watchErrors(api) {
  process.on('uncaughtException', error => die(api, 'Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason, promise) => {
    const error = new runtimeErrors.UnhandledPromiseRejection(reason, promise);
    die(api, 'Unhandled Promise Rejection', error, 128);
  });
}

async function run() {
  patchConsole();
  watchTrace();
  const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API, () => process.exit(0));
  watchErrors(api);
  watchIdle();
  globalThis.awslambda = awslambda;
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), process.env._HANDLER);
  const invoke = streams(handler) ? invokeStreamed : invokeBuffered;
  isLoaded = true;
  for (;;) {
    underWay = await api.next();
    setRequestId(underWay.id);
    setTrace(underWay.headers['lambda-runtime-trace-id']);
    await invoke(api, handler, underWay);
    underWay = undefined;
  }
}

await run();
