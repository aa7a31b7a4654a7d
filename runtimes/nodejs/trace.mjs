// _X_AMZN_TRACE_ID, which tracing SDKs read. process.env would hand each value to setenv(), which never frees one: a
// process that lives for millions of requests must keep it elsewhere.
const name = '_X_AMZN_TRACE_ID';
let current;

export function setTrace(trace) {
  current = trace;
}

export function watchTrace() {
  process.env[name] = ''; // so that it is among the names; its value is not read
  process.env = new Proxy(process.env, {
    get: (target, key) => (key === name ? current : target[key]),
    has: (target, key) => (key === name ? current !== undefined : key in target),
    set: (target, key, value) => {
      if (key === name) current = String(value);
      else target[key] = value;
      return true;
    },
    deleteProperty: (target, key) => (key === name ? ((current = undefined), true) : delete target[key]),
  });
}
