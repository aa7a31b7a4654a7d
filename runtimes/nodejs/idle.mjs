// What is done when a function has nothing more to do: no timer, no socket, no promise that anything could settle.
let then = null;

export function whenIdle(call) {
  then = call;
}

export function watchIdle() {
  process.on('beforeExit', () => {
    const call = then;
    then = null;
    call?.();
  });
}
